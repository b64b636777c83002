#pragma once
#include "kernel.h"
#include "pixels.h"
#include "threads.h"

namespace fovea {

// Sizes of a depthwise convolution of an image batch, padded as TensorFlow's SAME.
struct DepthwiseSizes {
  int images, height, width, channels, kernel, stride, outHeight, outWidth, top, left;

  // x: [images, height, width, channels]; filter: [kernel, kernel, channels, 1] with kernel 3 or 5; stride 1 or 2.
  DepthwiseSizes(const Tensor& x, const Tensor& filter, int stride);

  Shape outShape() const { return {images, outHeight, outWidth, channels}; }
  // Width of a row of x with its border.
  int paddedWidth() const { return std::max((outWidth - 1) * stride + kernel, left + width); }
  // Channels in whole panels.
  int slots() const { return static_cast<int>(roundedUp(channels, kColumns)); }
  int columnsOf(int panel) const { return std::min(kColumns, channels - panel * kColumns); }
};

// Rows `first` ... `last` - 1 of one image: the work of one task.
struct DepthwiseTask {
  int image, first, last;
};

// Few images are divided into several tasks; by the sizes alone, so that sums do not depend on the number of threads.
std::vector<DepthwiseTask> depthwiseTasks(int images, int height);

// A ring buffer of an image's last rows in panels of channels: [panels][rows][pixels][kColumns], zero where nothing was put.
class RowRing {
 public:
  RowRing(const DepthwiseSizes& sizes, int rows, int pixels)
      : rows_(rows),
        rowSize_(paddedStride(pixels * kColumns)),
        panelSize_(paddedStride(rows * rowSize_)),
        numbers_(sizes.slots() / kColumns * panelSize_) {}

  // Reads a row of pixels into the buffer's row, from its pixel `position` on.
  template <class E>
  void put(int row, int position, const Pixels& pixels, const E* x, int64_t first, int64_t size) {
    pixels.readPanels<kColumns>(x, first, size, &numbers_[row % rows_ * rowSize_ + position * kColumns], panelSize_, 0,
                                pixels.channels);
  }
  const float* at(int panel, int row) const { return &numbers_[panel * panelSize_ + row % rows_ * rowSize_]; }

 private:
  const int rows_;
  const int64_t rowSize_, panelSize_;
  std::vector<float> numbers_;
};

// The numbers of a filter in whole panels of channels: [kernel * kernel][slots].
std::vector<float> layOutFilter(const float* filter, const DepthwiseSizes& sizes);

// Calls run(kernel, stride) with sizes that are known at compile time.
template <class Run>
void withDepthwiseConstants(const DepthwiseSizes& sizes, const Run& run) {
  const auto withKernel = [&](auto kernel) {
    if (sizes.stride == 1) {
      run(kernel, std::integral_constant<int, 1>{});
    } else {
      run(kernel, std::integral_constant<int, 2>{});
    }
  };
  if (sizes.kernel == 3) {
    withKernel(std::integral_constant<int, 3>{});
  } else {
    withKernel(std::integral_constant<int, 5>{});
  }
}

// Calls run(first, tile) over 0 ... count - 1 in tiles of 7 (which divides the widths of 224 px images), 4 and 1.
template <class Run>
inline void inTiles(int count, const Run& run) {
  int i = 0;
  for (; i + 7 <= count; i += 7) run(i, std::integral_constant<int, 7>{});
  for (; i + 4 <= count; i += 4) run(i, std::integral_constant<int, 4>{});
  for (; i < count; i++) run(i, std::integral_constant<int, 1>{});
}

}  // namespace fovea
