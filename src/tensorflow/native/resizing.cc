#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// A place in front of a row or behind it, mirrored into it with the edge pixel repeated.
int mirrored(int at, int length) {
  const int period = 2 * length, within = (at % period + period) % period;
  return within < length ? within : period - 1 - within;
}

// The pixels of a row that make up each pixel of the result, and their shares of it: PIL's BILINEAR, a triangle that is as wide as
// the reduction, and two pixels wide where the row grows.
struct Shares {
  static constexpr int kBits = 22;
  int taps = 0;
  std::vector<int> places, shares;

  // Of a row of `length`, the part from `start` with `width` pixels becomes `outWidth` pixels, of which `count` from `first` on are
  // wanted.
  Shares(int length, int start, int width, int outWidth, int first, int count) {
    const double scale = static_cast<double>(width) / outWidth, reach = std::max(scale, 1.0);
    const auto centre = [&](int i) { return (first + i + 0.5) * scale; };
    const auto begin = [&](int i) { return std::max(0, static_cast<int>(centre(i) - reach + 0.5)); };
    const auto end = [&](int i) { return std::min(width, static_cast<int>(centre(i) + reach + 0.5)); };
    for (int i = 0; i < count; i++) taps = std::max(taps, end(i) - begin(i));
    std::vector<double> weights(taps);
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int k = 0; k < taps; k++) {
        const double away = std::fabs(begin(i) + k - centre(i) + 0.5) / reach;
        sum += weights[k] = begin(i) + k < end(i) ? std::max(0.0, 1 - away) : 0;
      }
      for (int k = 0; k < taps; k++) {
        places.push_back(mirrored(start + std::min(begin(i) + k, end(i) - 1), length));
        shares.push_back(static_cast<int>(0.5 + weights[k] / sum * (1 << kBits)));
      }
    }
  }
};

constexpr int kChannels = 3;
constexpr int kBandRows = 64;
constexpr int kHalf = 1 << (Shares::kBits - 1);

// A pixel and the byte after it.
using Bytes = uint8_t __attribute__((vector_size(4)));
using Sums = int __attribute__((vector_size(16)));

// Reads and writes a byte beyond the last pixel.
void resizeRow(const uint8_t* row, const Shares& across, int columns, uint8_t* to) {
  const int *place = across.places.data(), *share = across.shares.data();
  for (int i = 0; i < columns; i++, place += across.taps, share += across.taps, to += kChannels) {
    Sums sums = {kHalf, kHalf, kHalf, kHalf};
    for (int k = 0; k < across.taps; k++) {
      Bytes pixel;
      std::memcpy(&pixel, row + place[k] * kChannels, sizeof(pixel));
      sums += __builtin_convertvector(pixel, Sums) * share[k];
    }
    const Bytes pixel = __builtin_convertvector(sums >> Shares::kBits, Bytes);
    std::memcpy(to, &pixel, sizeof(pixel));
  }
}

// Row by row, then column by column, each rounded to bytes, as PIL does.
void resize(const uint8_t* image, int width, const Shares& down, const Shares& across, int rows, int columns,
            uint8_t* __restrict to) {
  const auto [first, last] = std::minmax_element(down.places.begin(), down.places.end());
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
      const uint8_t* from = narrowed.data() + (down.places[k] - top) * length;
      const int share = down.shares[k];
      for (int j = 0; j < length; j++) sum[j] += from[j] * share;
    }
    for (int j = 0; j < length; j++) to[i * length + j] = static_cast<uint8_t>(sum[j] >> Shares::kBits);
  }
}

// The part of an image to take, the size to give it, and where in that the part begins that is kept.
struct Cut {
  int top, left, height, width, outHeight, outWidth, keepTop, keepLeft;
};

// Cuts and resizes images of bytes, each of its own size, to one size, and joins them to a batch.
struct Resize {
  explicit Resize(const Attributes& attributes)
      : count(attributes.integer("N")), height(attributes.integer("height")), width(attributes.integer("width")) {}
  void compute(const Context& context) const {
    const Tensor places = context.input(count);
    require(places.size() == 8 * count, "eight numbers for each image");
    const Cut* cuts = reinterpret_cast<const Cut*>(places.data<int>());
    std::vector<Tensor> images;
    for (int i = 0; i < count; i++) images.push_back(context.input(i));
    for (int i = 0; i < count; i++) {
      const Cut& cut = cuts[i];
      require(images[i].rank() == 3 && images[i].dim(2) == kChannels, "images of three channels");
      require(images[i].size() > 0 && cut.height > 0 && cut.width > 0, "a cut of at least one pixel");
      require(cut.keepTop >= 0 && cut.keepLeft >= 0 && cut.keepTop + height <= cut.outHeight &&
                  cut.keepLeft + width <= cut.outWidth,
              "a part within the resized image");
    }
    const Tensor batch = context.output<uint8_t>(0, {count, height, width, kChannels});
    // In bands of rows, so that one large image is divided too. Bands share the few rows of the image that both are made of.
    const int bands = (height + kBandRows - 1) / kBandRows;
    parallel(count * bands, [&](int task) {
      const int i = task / bands, first = task % bands * kBandRows, rows = std::min(kBandRows, height - first);
      const Cut& cut = cuts[i];
      const int inHeight = static_cast<int>(images[i].dim(0)), inWidth = static_cast<int>(images[i].dim(1));
      const Shares down(inHeight, cut.top, cut.height, cut.outHeight, cut.keepTop + first, rows);
      const Shares across(inWidth, cut.left, cut.width, cut.outWidth, cut.keepLeft, width);
      uint8_t* to = batch.data<uint8_t>() + (static_cast<int64_t>(i) * height + first) * width * kChannels;
      resize(images[i].data<uint8_t>(), inWidth, down, across, rows, width, to);
    });
  }
  const int count, height, width;
};

}  // namespace

void registerResizing() {
  registerKernel<Resize>("FoveaResize", {"images: N * uint8", "places: int32"}, {"batch: uint8"},
                         {"N: int", "height: int", "width: int"});
}

}  // namespace fovea
