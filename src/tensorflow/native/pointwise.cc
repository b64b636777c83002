#include "pointwise.h"

namespace fovea {

void Matrix::pack(int panel, int from, int end, float* to) const {
  const int first = panel * kColumns, width = columnsOf(panel);
  for (int k = from; k < end; k++, to += kColumns) {
    if (isTransposed) {
      for (int c = 0; c < width; c++) to[c] = numbers[static_cast<int64_t>(first + c) * depth + k];
    } else {
      const float* const row = numbers + static_cast<int64_t>(k) * columns + first;
      __builtin_prefetch(row + kRowsAhead * columns);
      std::memcpy(to, row, width * sizeof(float));
    }
    std::fill(to + width, to + kColumns, 0.0f);
  }
}

Panels::Panels(const Matrix& matrix)
    : Matrix(matrix), packed(static_cast<int64_t>(matrix.panels()) * matrix.depth * kColumns) {
  parallel(panels(), [&](int i) { pack(i, 0, depth, &packed[static_cast<int64_t>(i) * depth * kColumns]); });
}

void multiplyByPanel(int rows, const float* a, int64_t stride, const Matrix& filter, int panel, float* c) {
  constexpr int kDepthAtATime = 256;
  thread_local Numbers packed(kDepthAtATime * kColumns);
  for (int k = 0; k < filter.depth; k += kDepthAtATime) {
    const int depth = std::min(kDepthAtATime, filter.depth - k);
    filter.pack(panel, k, k + depth, packed.data());
    const auto multiplied = k == 0 ? multiply<false, Into::kMemory> : multiply<false, Into::kSum>;
    multiplied(rows, a + k, stride, packed.data(), depth, c, kColumns);
  }
}

namespace {

// The matrix of a filter of 1 x 1 x in x out, perhaps transposed.
Matrix matrixOf(const Tensor& filter, int depth, bool isTransposed) {
  require(filter.rank() == 4 && filter.dim(0) == 1 && filter.dim(1) == 1, "a filter of 1 x 1");
  require(filter.dim(isTransposed ? 3 : 2) == depth, "a filter for as many channels as the images have");
  return {filter.data(), depth, filter.length(isTransposed ? 2 : 3), isTransposed};
}

Shape withChannels(Shape shape, int64_t channels) {
  shape.back() = channels;
  return shape;
}

// Convolution of 1 x 1, stride 1; transposed, its gradient by the input, where x is dy.
template <class E>
struct PointwiseConvolution {
  explicit PointwiseConvolution(const Attributes& attributes) : isTransposed(attributes.integer("transposed") != 0) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Extent extent(x);
    const Tensor weights = context.input(1);
    const Matrix filter = matrixOf(weights, extent.channels, isTransposed);
    const Tensor y = context.output<E>(0, withChannels(x.shape(), filter.columns));
    multiplyPixels(x.data<E>(), extent.rows, Pixels(extent.channels), filter, y.data<E>());
  }

  const bool isTransposed;
};

// Batch normalization, activation and a convolution of 1 x 1; the normalized batch is not stored.
template <class E>
struct NormPointwise {
  explicit NormPointwise(const Attributes& attributes) : normalization(attributes) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Extent extent(x);
    const Tensor weights = context.input(5);
    const Matrix filter = matrixOf(weights, extent.channels, false);
    const Tensor y = context.output<E>(0, withChannels(x.shape(), filter.columns));
    const Pixels pixels(normalization.affine<E>(context, x, extent), normalization.activation);
    multiplyPixels(x.data<E>(), extent.rows, pixels, filter, y.data<E>());
  }

  const TrainingNormalization normalization;
};

}  // namespace

void registerPointwise() {
  registerKernels<PointwiseConvolution>("FoveaPointwiseConv2D", {"x: T", "filter"}, {"y: T"}, {"transposed: int"});
  registerTrainingKernels<NormPointwise>("FoveaNormPointwise", {"filter"});
}

}  // namespace fovea
