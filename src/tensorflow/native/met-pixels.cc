#include <algorithm>
#include <cstring>

#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// Every stride-th pixel of an image batch down and across: those that a filter of 1 x 1 meets.
struct MetPixels {
  int64_t images, height, width, channels, stride, outHeight, outWidth;

  MetPixels(const Shape& whole, int stride)
      : images(whole[0]),
        height(whole[1]),
        width(whole[2]),
        channels(whole[3]),
        stride(stride),
        outHeight((height + stride - 1) / stride),
        outWidth((width + stride - 1) / stride) {}

  // Runs run(number of a row of the whole, number of the row of those met or -1) for every row, in parallel.
  template <class Run>
  void forRows(const Run& run) const {
    parallel(static_cast<int>(images), [&](int image) {
      for (int64_t row = 0; row < height; row++)
        run(image * height + row, row % stride ? -1 : image * outHeight + row / stride);
    });
  }
};

template <class E>
struct TakeMetPixels {
  explicit TakeMetPixels(const Attributes& attributes) : stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    require(x.rank() == 4 && stride > 0, "an image batch of four axes and a stride");
    const MetPixels met(x.shape(), stride);
    const Tensor y = context.output<E>(0, {met.images, met.outHeight, met.outWidth, met.channels});
    met.forRows([&](int64_t row, int64_t outRow) {
      if (outRow < 0) return;
      const E* from = x.data<E>() + row * met.width * met.channels;
      E* to = y.data<E>() + outRow * met.outWidth * met.channels;
      for (int64_t w = 0; w < met.outWidth; w++)
        std::copy_n(from + w * stride * met.channels, met.channels, to + w * met.channels);
    });
  }

  const int stride;
};

// The gradient by the whole batch: zero where no pixel was met.
template <class E>
struct PutMetPixels {
  explicit PutMetPixels(const Attributes& attributes) : stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), size = context.input(1);
    require(dy.rank() == 4 && size.size() == 4 && stride > 0, "a gradient of four axes, a shape of four and a stride");
    const int32_t* whole = size.data<int32_t>();
    const MetPixels met(Shape(whole, whole + 4), stride);
    require(dy.shape() == Shape({met.images, met.outHeight, met.outWidth, met.channels}), "a gradient for the pixels met");
    const Tensor dx = context.output<E>(0, {met.images, met.height, met.width, met.channels});
    met.forRows([&](int64_t row, int64_t outRow) {
      E* to = dx.data<E>() + row * met.width * met.channels;
      std::memset(static_cast<void*>(to), 0, met.width * met.channels * sizeof(E));
      if (outRow < 0) return;
      const E* from = dy.data<E>() + outRow * met.outWidth * met.channels;
      for (int64_t w = 0; w < met.outWidth; w++)
        std::copy_n(from + w * met.channels, met.channels, to + w * stride * met.channels);
    });
  }

  const int stride;
};

}  // namespace

void registerMetPixels() {
  registerKernels<TakeMetPixels>("FoveaMetPixels", {"x: T"}, {"y: T"}, {"stride: int"});
  registerKernels<PutMetPixels>("FoveaMetPixelsGrad", {"dy: T", "size: int32"}, {"dx: T"}, {"stride: int"});
}

}  // namespace fovea
