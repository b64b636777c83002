#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// Mirrors a position before or behind a row into it; the edge pixel is repeated.
int mirrored(int at, int length) {
  const int period = 2 * length, within = (at % period + period) % period;
  return within < length ? within : period - 1 - within;
}

// The pixels of a row that contribute to each pixel of the result, and their weights, as in PIL's BILINEAR: a triangle filter whose
// support is scaled by the reduction, and is two pixels where the row is enlarged.
struct ResizeWeights {
  static constexpr int kBits = 22;
  int taps = 0;
  std::vector<int> positions, weights;

  // Of a row of `length` pixels, `width` pixels from `start` on become `outWidth` pixels; `count` of these from `first` on are kept.
  ResizeWeights(int length, int start, int width, int outWidth, int first, int count) {
    const double scale = static_cast<double>(width) / outWidth, reach = std::max(scale, 1.0);
    const auto centre = [&](int i) { return (first + i + 0.5) * scale; };
    const auto begin = [&](int i) { return std::max(0, static_cast<int>(centre(i) - reach + 0.5)); };
    const auto end = [&](int i) { return std::min(width, static_cast<int>(centre(i) + reach + 0.5)); };
    for (int i = 0; i < count; i++) taps = std::max(taps, end(i) - begin(i));
    std::vector<double> triangle(taps);
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int k = 0; k < taps; k++) {
        const double away = std::fabs(begin(i) + k - centre(i) + 0.5) / reach;
        sum += triangle[k] = begin(i) + k < end(i) ? std::max(0.0, 1 - away) : 0;
      }
      for (int k = 0; k < taps; k++) {
        positions.push_back(mirrored(start + std::min(begin(i) + k, end(i) - 1), length));
        weights.push_back(static_cast<int>(0.5 + triangle[k] / sum * (1 << kBits)));
      }
    }
  }
};

constexpr int kChannels = 3;
constexpr int kBandRows = 64;
constexpr int kHalf = 1 << (ResizeWeights::kBits - 1);

// A pixel and the byte after it.
using Bytes = uint8_t __attribute__((vector_size(4)));
using Sums = int __attribute__((vector_size(16)));

// Reads and writes one byte beyond the last pixel.
void resizeRow(const uint8_t* row, const ResizeWeights& across, int columns, uint8_t* to) {
  const int *position = across.positions.data(), *weight = across.weights.data();
  for (int i = 0; i < columns; i++, position += across.taps, weight += across.taps, to += kChannels) {
    Sums sums = {kHalf, kHalf, kHalf, kHalf};
    for (int k = 0; k < across.taps; k++) {
      Bytes pixel;
      std::memcpy(&pixel, row + position[k] * kChannels, sizeof(pixel));
      sums += __builtin_convertvector(pixel, Sums) * weight[k];
    }
    const Bytes pixel = __builtin_convertvector(sums >> ResizeWeights::kBits, Bytes);
    std::memcpy(to, &pixel, sizeof(pixel));
  }
}

// Row by row, then column by column, each rounded to bytes, as PIL does.
void resize(const uint8_t* image, int width, const ResizeWeights& down, const ResizeWeights& across, int rows, int columns,
            uint8_t* __restrict to) {
  const auto [first, last] = std::minmax_element(down.positions.begin(), down.positions.end());
  const int top = *first, length = columns * kChannels;
  std::vector<uint8_t> row(width * kChannels + 1), narrowed((*last - top + 1) * length + 1);
  for (int i = top; i <= *last; i++) {
    std::memcpy(row.data(), image + static_cast<int64_t>(i) * width * kChannels, width * kChannels);
    resizeRow(row.data(), across, columns, narrowed.data() + (i - top) * length);
  }
  std::vector<int> sums(length);
  for (int i = 0; i < rows; i++) {
    int* __restrict sum = sums.data();
    std::fill(sums.begin(), sums.end(), kHalf);
    for (int k = i * down.taps; k < (i + 1) * down.taps; k++) {
      const uint8_t* from = narrowed.data() + (down.positions[k] - top) * length;
      const int weight = down.weights[k];
      for (int j = 0; j < length; j++) sum[j] += from[j] * weight;
    }
    for (int j = 0; j < length; j++) to[i * length + j] = static_cast<uint8_t>(sum[j] >> ResizeWeights::kBits);
  }
}

// The rectangle of an image to take, the size to resize it to, and where the part of the result begins that is kept.
struct Cut {
  int top, left, height, width, outHeight, outWidth, keepTop, keepLeft;
};

// Crops and resizes images of bytes, each of its own size, to one size, and stacks them to a batch.
struct Resize {
  explicit Resize(const Attributes& attributes)
      : count(attributes.integer("N")), height(attributes.integer("height")), width(attributes.integer("width")) {}
  void compute(const Context& context) const {
    const Tensor numbers = context.input(count);
    require(numbers.size() == 8 * int64_t{count}, "eight numbers for each image");
    require(height > 0 && width > 0, "a result of at least one pixel");
    const Cut* cuts = reinterpret_cast<const Cut*>(numbers.data<int>());
    std::vector<Tensor> images;
    for (int i = 0; i < count; i++) images.push_back(context.input(i));
    for (int i = 0; i < count; i++) {
      const Cut& cut = cuts[i];
      require(images[i].rank() == 3 && images[i].dim(2) == kChannels, "images of three channels");
      require(images[i].size() > 0 && cut.height > 0 && cut.width > 0, "a cut of at least one pixel");
      require(cut.keepTop >= 0 && cut.keepLeft >= 0 && int64_t{cut.keepTop} + height <= cut.outHeight &&
                  int64_t{cut.keepLeft} + width <= cut.outWidth,
              "a part within the resized image");
    }
    const Tensor batch = context.output<uint8_t>(0, {count, height, width, kChannels});
    // In bands of rows, so that one large image is divided too. Bands share the few rows of the image that both are made of.
    const int bands = (height + kBandRows - 1) / kBandRows;
    parallel(count * bands, [&](int task) {
      const int i = task / bands, first = task % bands * kBandRows, rows = std::min(kBandRows, height - first);
      const Cut& cut = cuts[i];
      const int inHeight = images[i].length(0), inWidth = images[i].length(1);
      const ResizeWeights down(inHeight, cut.top, cut.height, cut.outHeight, cut.keepTop + first, rows);
      const ResizeWeights across(inWidth, cut.left, cut.width, cut.outWidth, cut.keepLeft, width);
      uint8_t* to = batch.data<uint8_t>() + (static_cast<int64_t>(i) * height + first) * width * kChannels;
      resize(images[i].data<uint8_t>(), inWidth, down, across, rows, width, to);
    });
  }
  const int count, height, width;
};

}  // namespace

void registerResizing() {
  registerKernel<Resize>("FoveaResize", {"images: N * uint8", "cuts: int32"}, {"batch: uint8"},
                         {"N: int", "height: int", "width: int"});
}

}  // namespace fovea
