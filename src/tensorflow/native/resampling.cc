#include <cmath>
#include <vector>

#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// The pixels of a row of `length` that are averaged to pixel i of a shorter row, as in PyTorch's adaptive_avg_pool2d: windows overlap.
struct Window {
  int begin, end;
  Window(int i, int length, int shorter)
      : begin(static_cast<int64_t>(i) * length / shorter),
        end((static_cast<int64_t>(i + 1) * length + shorter - 1) / shorter) {}
};

// Shrinks a batch of images; each pixel is the mean of its window. The size is an input, not an attribute: it changes from batch to
// batch, and TensorFlow caches a kernel for every value of an attribute.
template <class E>
struct Shrink {
  explicit Shrink(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor images = context.input(0), size = context.input(1);
    require(size.size() == 2 && size.data<int>()[0] > 0 && size.data<int>()[1] > 0, "a height and a width");
    const int height = size.data<int>()[0], width = size.data<int>()[1];
    require(images.rank() == 4 && images.dim(1) >= height && images.dim(2) >= width, "images no smaller than the result");
    const int64_t count = images.dim(0);
    const int inHeight = images.length(1), inWidth = images.length(2), channels = images.length(3), length = inWidth * channels;
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

Fill fillOf(int number) {
  require(number >= kReflect && number <= kConstant, "a way to fill: 0, 1 or 2");
  return static_cast<Fill>(number);
}

// Moves a coordinate outside the image back into it.
float inside(float at, int length, Fill fill) {
  const float last = length - 1.0f;
  if (fill == kConstant) return at;
  if (fill == kReflect && (at < 0 || at > last)) {
    // Mirrored; the edge pixel is repeated.
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

  // Bilinear interpolation between the four pixels around a position.
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

// Warps each image by a projective map of its own, as TensorFlow's ImageProjectiveTransformV3 with
// BILINEAR does: output pixel (x, y) comes from ((m0 x + m1 y + m2) / k, (m3 x + m4 y + m5) / k), k = m6 x + m7 y + 1.
template <class E>
void warpRow(const Pixels<E>& image, const float* m, int y, int columns, Fill fill, float* to) {
  for (int x = 0; x < columns; x++, to += 3) {
    const float k = 1 / (m[6] * x + m[7] * y + 1);
    const float atX = inside((m[0] * x + m[1] * y + m[2]) * k, image.width, fill);
    const float atY = inside((m[3] * x + m[4] * y + m[5]) * k, image.height, fill);
    // False for NaN, too.
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
        fill(fillOf(attributes.integer("fill"))) {}
  void compute(const Context& context) const {
    const Tensor images = context.input(0), maps = context.input(1);
    require(images.rank() == 4 && images.dim(3) == 3, "images of three channels");
    const int64_t count = images.dim(0);
    require(maps.size() == 8 * count, "eight numbers for each image");
    const int inHeight = images.length(1), inWidth = images.length(2);
    const Tensor warped = context.output(0, {count, height, width, 3});
    constexpr int kRowsPerTask = 16;
    const int tasks = (height + kRowsPerTask - 1) / kRowsPerTask;
    parallel(static_cast<int>(count) * tasks, [&](int task) {
      const int64_t i = task / tasks;
      const Pixels<E> image{images.data<E>() + i * inHeight * inWidth * 3, inHeight, inWidth};
      const int first = task % tasks * kRowsPerTask;
      for (int y = first; y < std::min(height, first + kRowsPerTask); y++) {
        warpRow(image, maps.data() + 8 * i, y, width, fill, warped.data() + (i * height + y) * width * 3);
      }
    });
  }
  const int height, width;
  const Fill fill;
};

}  // namespace

void registerResampling() {
  registerKernel<Shrink<float>>("FoveaShrink", {"images", "size: int32"}, {"shrunk"}, {});
  registerKernel<Shrink<uint8_t>>("FoveaShrinkBytes", {"images: uint8", "size: int32"}, {"shrunk"}, {});
  const std::vector<const char*> attributes = {"height: int", "width: int", "fill: int"};
  registerKernel<Warp<float>>("FoveaWarp", {"images", "maps"}, {"warped"}, attributes);
  registerKernel<Warp<uint8_t>>("FoveaWarpBytes", {"images: uint8", "maps"}, {"warped"}, attributes);
}

}  // namespace fovea
