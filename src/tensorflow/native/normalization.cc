#include "normalization.h"

#include <cmath>

#include "rows.h"

namespace fovea {

Affine::Affine(int channels, const Tensor& scale, const Tensor& shift, const Tensor& mean,
               const Tensor& inverseDeviation)
    : mean(mean.data(), mean.data() + mean.size()), factor(channels), shift(shift.data(), shift.data() + shift.size()) {
  for (const Tensor* vector : {&scale, &shift, &mean, &inverseDeviation})
    require(vector->size() == channels, "as many numbers in each vector as x has channels");
  for (int c = 0; c < channels; c++) factor[c] = scale.data()[c] * inverseDeviation.data()[c];
}

Affine TrainingNormalization::affine(const Context& context, const Moments& moments, const Extent& extent) const {
  const Tensor oldMean = context.input(3), oldVariance = context.input(4);
  const Shape shape{extent.channels};
  const Tensor newMean = context.output(1, shape), newVariance = context.output(2, shape), mean = context.output(3, shape),
               inverseDeviation = context.output(4, shape);
  for (const Tensor* vector : {&oldMean, &oldVariance})
    require(vector->size() == extent.channels, "as many running statistics as x has channels");
  const double unbiased = extent.rows > 1 ? static_cast<double>(extent.rows) / (extent.rows - 1) : 1;
  const float kept = 1 - momentum_;
  for (int c = 0; c < extent.channels; c++) {
    const double variance = moments.variance[c];
    mean.data()[c] = static_cast<float>(moments.mean[c]);
    inverseDeviation.data()[c] = static_cast<float>(1 / std::sqrt(variance + epsilon_));
    newMean.data()[c] = kept * oldMean.data()[c] + momentum_ * static_cast<float>(moments.mean[c]);
    newVariance.data()[c] = kept * oldVariance.data()[c] + momentum_ * static_cast<float>(variance * unbiased);
  }
  return Affine(extent.channels, context.input(1), context.input(2), mean, inverseDeviation);
}

namespace {

// Adds `addend`, unless it is null, before the activation.
template <class V, class E>
void normalizeAs(const E* x, const E* addend, const Extent& extent, const Affine& affine, Activation activation, E* y) {
  const Channels<V> channels(extent.channels);
  const AffineSlots<V> slots(channels, affine);
  const V low = broadcast<V>(activation.low), high = broadcast<V>(activation.high);
  RowPartition(extent.rows, extent.channels).run([&](int, int64_t first, int64_t last) {
    for (int64_t row = first; row < last; row++) {
      const E* from = x + row * channels.count;
      const E* added = addend ? addend + row * channels.count : nullptr;
      E* to = y + row * channels.count;
      for (int v = 0; v < channels.vectors; v++) {
        const int at = channels.at(v);
        V value = slots.apply(load<V>(from + at), v * lanes<V>());
        if (added) value += load<V>(added + at);
        store(to + at, clamp(value, low, high));
      }
    }
  });
}

template <class E>
void normalizeSum(const E* x, const E* addend, const Extent& extent, const Affine& affine, Activation activation, E* y) {
  withVectorsFor(extent.channels, [&](auto vector) {
    normalizeAs<decltype(vector)>(x, addend, extent, affine, activation, y);
  });
}

// With kSum, the last input is added before the activation, as at the end of a residual block.
template <class E, bool kSum>
struct AnyBatchNorm {
  explicit AnyBatchNorm(const Attributes& attributes) : normalization(attributes) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Extent extent(x);
    const Tensor y = context.output<E>(0, x.shape());
    const Affine affine = normalization.affine<E>(context, x, extent);
    if constexpr (kSum) {
      const Tensor addend = context.input(5);
      require(addend.shape() == x.shape(), "a shortcut of x's shape");
      normalizeSum(x.data<E>(), addend.data<E>(), extent, affine, normalization.activation, y.data<E>());
    } else {
      normalize(x.data<E>(), extent, affine, normalization.activation, y.data<E>());
    }
  }

  const TrainingNormalization normalization;
};

template <class E>
using BatchNorm = AnyBatchNorm<E, false>;
template <class E>
using BatchNormSum = AnyBatchNorm<E, true>;

// Computes the output of BatchNorm again from its input and the batch's statistics.
template <class E>
struct Normalize {
  explicit Normalize(const Attributes& attributes) : activation(attributes.activation()) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Extent extent(x);
    const Affine affine(extent.channels, context.input(1), context.input(2), context.input(3), context.input(4));
    normalize(x.data<E>(), extent, affine, activation, context.output<E>(0, x.shape()).template data<E>());
  }

  const Activation activation;
};

}  // namespace

template <class E>
void normalize(const E* x, const Extent& extent, const Affine& affine, Activation activation, E* y) {
  normalizeSum<E>(x, nullptr, extent, affine, activation, y);
}

template void normalize(const float*, const Extent&, const Affine&, Activation, float*);
template void normalize(const Bfloat16*, const Extent&, const Affine&, Activation, Bfloat16*);

void registerNormalization() {
  registerTrainingKernels<BatchNorm>("FoveaBatchNorm");
  registerTrainingKernels<BatchNormSum>("FoveaBatchNormSum", {"shortcut: T"});
  registerKernels<Normalize>("FoveaNormalize", {"x: T", "scale", "shift", "mean", "inverse_deviation"}, {"y: T"},
                            {"low: float", "high: float"});
}

}  // namespace fovea
