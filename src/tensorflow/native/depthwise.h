#pragma once
#include <algorithm>

#include "kernel.h"
#include "threads.h"
#include "vector.h"

namespace fovea {

// Sizes of a depthwise convolution of an image batch, padded as TensorFlow's SAME.
struct DepthwiseSizes {
  int images, height, width, channels, kernel, stride, outHeight, outWidth, top, left;

  // x: [images, height, width, channels]; filter: [kernel, kernel, channels, 1] with kernel 3 or 5; stride 1 or 2.
  DepthwiseSizes(const Tensor& x, const Tensor& filter, int stride);

  Shape outShape() const { return {images, outHeight, outWidth, channels}; }
  // Width of a row of x with its border.
  int paddedWidth() const { return std::max((outWidth - 1) * stride + kernel, left + width); }
};

// Some neighbouring channels of one image: what one thread works on.
struct DepthwiseTask {
  int image, firstChannel, channels;
};

// All channels of all images, to be shared out among threads; few images are split by channels.
std::vector<DepthwiseTask> depthwiseTasks(const DepthwiseSizes& sizes);

// A filter's numbers, one row of slots for each of its kernel * kernel places.
template <class V>
std::vector<float> layOutFilter(const Channels<V>& channels, const float* filter, const DepthwiseSizes& sizes,
                                int firstChannel) {
  std::vector<float> slots;
  for (int place = 0; place < sizes.kernel * sizes.kernel; place++) {
    const auto row = channels.layOut(filter + place * sizes.channels + firstChannel);
    slots.insert(slots.end(), row.begin(), row.end());
  }
  return slots;
}

// Runs run(vector, kernel, stride) with the vector type and the sizes known to the compiler.
template <class Run>
void withDepthwiseConstants(const DepthwiseSizes& sizes, const Run& run) {
  withVectorsFor(sizes.channels, [&](auto vector) {
    const auto withKernel = [&](auto kernel) {
      if (sizes.stride == 1) {
        run(vector, kernel, std::integral_constant<int, 1>{});
      } else {
        run(vector, kernel, std::integral_constant<int, 2>{});
      }
    };
    if (sizes.kernel == 3) {
      withKernel(std::integral_constant<int, 3>{});
    } else {
      withKernel(std::integral_constant<int, 5>{});
    }
  });
}

// Runs run(first, tile) over 0 ... count - 1 in tiles of 7 (which divides the widths of 224 px images), 4 and 1.
template <class Run>
inline void inTiles(int count, const Run& run) {
  int i = 0;
  for (; i + 7 <= count; i += 7) run(i, std::integral_constant<int, 7>{});
  for (; i + 4 <= count; i += 4) run(i, std::integral_constant<int, 4>{});
  for (; i < count; i++) run(i, std::integral_constant<int, 1>{});
}

}  // namespace fovea
