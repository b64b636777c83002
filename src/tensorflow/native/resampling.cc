#include <cmath>
#include <vector>

#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// Where a pixel of a longer row lies between two of a shorter one.
struct Between {
  int first, second;
  float part;
};

std::vector<Between> spreadOver(int length, int longer, int from, int count) {
  std::vector<Between> places(count);
  for (int i = 0; i < count; i++) {
    const float at = (from + i + 0.5f) * length / longer - 0.5f, below = std::floor(at);
    const int first = static_cast<int>(below);
    places[i] = {std::max(0, first), std::min(first + 1, length - 1), at - below};
  }
  return places;
}

// Enlarges images of bytes, each pixel a mean of the four around its place, and keeps a part of each: of the size `rows` x
// `columns`, in whole rows of the batch.
void enlarge(const uint8_t* image, int height, int width, int channels, const int* place, int rows, int columns,
             uint8_t* __restrict to) {
  const std::vector<Between> down = spreadOver(height, place[0], place[2], rows);
  const std::vector<Between> across = spreadOver(width, place[1], place[3], columns);
  const int length = columns * channels;
  // The two rows of the image that were widened last.
  std::vector<float> widened[2] = {std::vector<float>(length), std::vector<float>(length)};
  int held[2] = {-1, -1};
  const auto widen = [&](int row) {
    float* const result = widened[row % 2].data();
    if (held[row % 2] == row) return result;
    held[row % 2] = row;
    const uint8_t* from = image + static_cast<int64_t>(row) * width * channels;
    for (int i = 0; i < columns; i++)
      for (int c = 0; c < channels; c++) {
        const float a = from[across[i].first * channels + c], b = from[across[i].second * channels + c];
        result[i * channels + c] = a + (b - a) * across[i].part;
      }
    return result;
  };
  for (int row = 0; row < rows; row++) {
    const float* first = widen(down[row].first);
    const float* second = widen(down[row].second);
    const float part = down[row].part;
    for (int i = 0; i < length; i++)
      to[row * length + i] = static_cast<uint8_t>(first[i] + (second[i] - first[i]) * part + 0.5f);
  }
}

struct Enlarge {
  explicit Enlarge(const Attributes& attributes)
      : count(attributes.integer("N")), height(attributes.integer("height")), width(attributes.integer("width")) {}
  void compute(const Context& context) const {
    const Tensor places = context.input(count);
    require(places.size() == 4 * count, "four numbers for each image");
    std::vector<Tensor> images;
    for (int i = 0; i < count; i++) images.push_back(context.input(i));
    const int channels = static_cast<int>(images[0].dim(2));
    for (int i = 0; i < count; i++) {
      const int* place = places.data<int>() + 4 * i;
      require(images[i].rank() == 3 && images[i].dim(2) == channels, "images of one number of channels");
      require(place[2] >= 0 && place[3] >= 0 && place[2] + height <= place[0] && place[3] + width <= place[1],
              "a part within the enlarged image");
    }
    const Tensor batch = context.output<uint8_t>(0, {count, height, width, channels});
    parallel(count, [&](int i) {
      uint8_t* to = batch.data<uint8_t>() + static_cast<int64_t>(i) * height * width * channels;
      enlarge(images[i].data<uint8_t>(), static_cast<int>(images[i].dim(0)), static_cast<int>(images[i].dim(1)),
              channels, places.data<int>() + 4 * i, height, width, to);
    });
  }
  const int count, height, width;
};

// The pixels of a row of `length` that make up pixel i of a shorter one, PyTorch's adaptive_avg_pool2d: windows overlap.
struct Window {
  int begin, end;
  Window(int i, int length, int shorter)
      : begin(static_cast<int64_t>(i) * length / shorter),
        end((static_cast<int64_t>(i + 1) * length + shorter - 1) / shorter) {}
};

// Shrinks a batch of images, each pixel the plain mean of its window. The size is no attribute: it changes from batch to batch, and
// TensorFlow keeps a kernel for every attribute it has met.
template <class E>
struct Shrink {
  explicit Shrink(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor images = context.input(0), size = context.input(1);
    require(size.size() == 2, "height and width");
    const int height = size.data<int>()[0], width = size.data<int>()[1];
    require(images.rank() == 4 && images.dim(1) >= height && images.dim(2) >= width, "images no smaller than the result");
    const int64_t count = images.dim(0);
    const int inHeight = images.dim(1), inWidth = images.dim(2), channels = images.dim(3), length = inWidth * channels;
    const Tensor shrunk = context.output(0, {count, height, width, channels});
    parallel(static_cast<int>(count), [&](int image) {
      std::vector<float> sums(length);
      float* to = shrunk.data() + static_cast<int64_t>(image) * height * width * channels;
      for (int i = 0; i < height; i++) {
        const Window rows(i, inHeight, height);
        std::fill(sums.begin(), sums.end(), 0.0f);
        for (int row = rows.begin; row < rows.end; row++) {
          const E* from = images.data<E>() + (static_cast<int64_t>(image) * inHeight + row) * length;
          float* __restrict sum = sums.data();
          for (int k = 0; k < length; k++) sum[k] += from[k];
        }
        for (int j = 0; j < width; j++) {
          const Window columns(j, inWidth, width);
          const float part = 1.0f / ((rows.end - rows.begin) * (columns.end - columns.begin));
          for (int c = 0; c < channels; c++) {
            float sum = 0;
            for (int column = columns.begin; column < columns.end; column++) sum += sums[column * channels + c];
            *to++ = sum * part;
          }
        }
      }
    });
  }
};

enum Fill { kReflect, kNearest, kConstant };

// A place beyond the image, brought back into it.
float inside(float at, int length, Fill fill) {
  const float last = length - 1.0f;
  if (fill == kConstant) return at;
  if (fill == kReflect && (at < 0 || at > last)) {
    // Mirrored with the edge pixel repeated.
    const float period = 2.0f * length;
    at = std::fabs(at + 0.5f);
    at = std::fmod(at, period);
    at = (at > length ? period - at : at) - 0.5f;
  }
  return std::min(std::max(at, 0.0f), last);
}

// An image whose pixels beyond its edge are zero.
template <class E>
struct Pixels {
  static constexpr int kChannels = 3;
  const E* image;
  const int height, width;

  // The mean of the four pixels around a place, weighed by how near they are.
  void interpolate(float x, float y, float* __restrict to) const {
    const float floorX = std::floor(x), floorY = std::floor(y);
    const int left = static_cast<int>(floorX), top = static_cast<int>(floorY);
    const float right = x - floorX, below = y - floorY;
    const float weights[4] = {(1 - right) * (1 - below), right * (1 - below), (1 - right) * below, right * below};
    const E* from = image + (static_cast<int64_t>(top) * width + left) * kChannels;
    const int next = width * kChannels;
    float sums[kChannels] = {};
    if (left >= 0 && top >= 0 && left + 1 < width && top + 1 < height) {
      for (int c = 0; c < kChannels; c++)
        sums[c] = weights[0] * from[c] + weights[1] * from[kChannels + c] + weights[2] * from[next + c] +
                  weights[3] * from[next + kChannels + c];
    } else {
      for (int i = 0; i < 4; i++) {
        const int h = top + i / 2, w = left + i % 2;
        if (h < 0 || h >= height || w < 0 || w >= width) continue;
        for (int c = 0; c < kChannels; c++) sums[c] += weights[i] * from[i / 2 * next + i % 2 * kChannels + c];
      }
    }
    for (int c = 0; c < kChannels; c++) to[c] = sums[c];
  }
};

// Moves the pixels of each image by a projective map of its own, as TensorFlow's ImageProjectiveTransformV3 with
// BILINEAR does: output pixel (x, y) comes from ((m0 x + m1 y + m2) / k, (m3 x + m4 y + m5) / k), k = m6 x + m7 y + 1.
template <class E>
void warpRow(const Pixels<E>& image, const float* m, int y, int columns, Fill fill, float* to) {
  for (int x = 0; x < columns; x++, to += 3) {
    const float k = 1 / (m[6] * x + m[7] * y + 1);
    const float atX = inside((m[0] * x + m[1] * y + m[2]) * k, image.width, fill);
    const float atY = inside((m[3] * x + m[4] * y + m[5]) * k, image.height, fill);
    // Also false for what is no number.
    if (atX > -1 && atX < image.width && atY > -1 && atY < image.height) {
      image.interpolate(atX, atY, to);
    } else {
      std::fill(to, to + 3, 0.0f);
    }
  }
}

template <class E>
struct Warp {
  explicit Warp(const Attributes& attributes)
      : height(attributes.integer("height")),
        width(attributes.integer("width")),
        fill(static_cast<Fill>(attributes.integer("fill"))) {}
  void compute(const Context& context) const {
    const Tensor images = context.input(0), maps = context.input(1);
    require(images.rank() == 4 && images.dim(3) == 3, "images of three channels");
    const int64_t count = images.dim(0);
    require(maps.size() == 8 * count, "eight numbers for each image");
    const int inHeight = images.dim(1), inWidth = images.dim(2);
    const Tensor warped = context.output(0, {count, height, width, 3});
    constexpr int kRowsOfTask = 16;
    const int tasks = (height + kRowsOfTask - 1) / kRowsOfTask;
    parallel(static_cast<int>(count) * tasks, [&](int task) {
      const int64_t i = task / tasks;
      const Pixels<E> image{images.data<E>() + i * inHeight * inWidth * 3, inHeight, inWidth};
      const int first = task % tasks * kRowsOfTask;
      for (int y = first; y < std::min(height, first + kRowsOfTask); y++) {
        warpRow(image, maps.data() + 8 * i, y, width, fill, warped.data() + (i * height + y) * width * 3);
      }
    });
  }
  const int height, width;
  const Fill fill;
};

}  // namespace

void registerResampling() {
  registerKernel<Enlarge>("FoveaEnlarge", {"images: N * uint8", "places: int32"}, {"batch: uint8"},
                          {"N: int", "height: int", "width: int"});
  registerKernel<Shrink<float>>("FoveaShrink", {"images", "size: int32"}, {"shrunk"}, {});
  registerKernel<Shrink<uint8_t>>("FoveaShrinkBytes", {"images: uint8", "size: int32"}, {"shrunk"}, {});
  const std::vector<const char*> attributes = {"height: int", "width: int", "fill: int"};
  registerKernel<Warp<float>>("FoveaWarp", {"images", "maps"}, {"warped"}, attributes);
  registerKernel<Warp<uint8_t>>("FoveaWarpBytes", {"images: uint8", "maps"}, {"warped"}, attributes);
}

}  // namespace fovea
