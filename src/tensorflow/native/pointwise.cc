#include "pointwise.h"

namespace fovea {

Panels::Panels(const float* matrix, int depth, int columns, bool isTurned)
    : depth(depth),
      columns(columns),
      count((columns + kColumns - 1) / kColumns),
      numbers(new float[static_cast<int64_t>(count) * depth * kColumns]) {
  parallel(count, [&](int i) {
    float* to = &numbers[static_cast<int64_t>(i) * depth * kColumns];
    const int first = i * kColumns, width = columnsOf(i);
    for (int k = 0; k < depth; k++, to += kColumns) {
      if (isTurned) {
        for (int c = 0; c < width; c++) to[c] = matrix[static_cast<int64_t>(first + c) * depth + k];
      } else {
        std::memcpy(to, matrix + static_cast<int64_t>(k) * columns + first, width * sizeof(float));
      }
      std::fill(to + width, to + kColumns, 0.0f);
    }
  });
}

namespace {

// A filter of 1 x 1 x in x out, or turned.
Panels panelsOf(const Tensor& filter, int depth, bool isTurned) {
  require(filter.rank() == 4 && filter.dim(0) == 1 && filter.dim(1) == 1, "a filter of 1 x 1");
  require(filter.dim(isTurned ? 3 : 2) == depth, "a filter for as many channels as the images have");
  return Panels(filter.data(), depth, static_cast<int>(filter.dim(isTurned ? 2 : 3)), isTurned);
}

Shape withChannels(Shape shape, int64_t channels) {
  shape.back() = channels;
  return shape;
}

// Convolution of 1 x 1, stride 1; or, turned, its gradient by the input, for which x is dy.
template <class E>
struct PointwiseConvolution {
  explicit PointwiseConvolution(const Attributes& attributes) : isTurned(attributes.integer("turned") != 0) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Extent extent(x);
    const Panels filter = panelsOf(context.input(1), extent.channels, isTurned);
    const Tensor y = context.output<E>(0, withChannels(x.shape(), filter.columns));
    multiplyPixels(x.data<E>(), extent.rows, Pixels(extent.channels), filter, y.data<E>());
  }

  const bool isTurned;
};

// Normalization by the batch and activation, then a convolution of 1 x 1: the normalized batch is nowhere in memory.
template <class E>
struct NormPointwise {
  explicit NormPointwise(const Attributes& attributes) : normalization(attributes) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Extent extent(x);
    const Panels filter = panelsOf(context.input(5), extent.channels, false);
    const Tensor y = context.output<E>(0, withChannels(x.shape(), filter.columns));
    const Pixels pixels(normalization.affine<E>(context, x, extent), normalization.activation);
    multiplyPixels(x.data<E>(), extent.rows, pixels, filter, y.data<E>());
  }

  const TrainingNormalization normalization;
};

}  // namespace

void registerPointwise() {
  registerKernels<PointwiseConvolution>("FoveaPointwiseConv2D", {"x: T", "filter"}, {"y: T"}, {"turned: int"});
  registerTrainingKernels<NormPointwise>("FoveaNormPointwise", {"filter"});
}

}  // namespace fovea
