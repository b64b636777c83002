#pragma once
#include <vector>

#include "kernel.h"
#include "moments.h"
#include "vector.h"

namespace fovea {

// Rows and channels of an image batch: all axes but the last are rows.
struct Extent {
  int64_t rows;
  int channels;

  explicit Extent(const Tensor& x)
      : rows(x.dim(x.rank() - 1) ? x.size() / x.dim(x.rank() - 1) : 0), channels(x.length(x.rank() - 1)) {
    require(rows > 0, "at least one row of at least one channel to normalize");
  }
};

// Normalization of each channel: y = (x - mean) * factor + shift. The mean is subtracted first, so that a large one costs no precision.
struct Affine {
  std::vector<float> mean, factor, shift;

  Affine(int channels, const Tensor& scale, const Tensor& shift, const Tensor& mean, const Tensor& inverseDeviation);
};

// The common part of kernels that normalize by the batch. Inputs: x, scale, shift, running mean and variance. Outputs 1 to 4: new
// running mean, new running (unbiased) variance, the batch's mean and 1 / sqrt(variance + epsilon).
class TrainingNormalization {
 public:
  explicit TrainingNormalization(const Attributes& attributes)
      : activation(attributes.activation()), epsilon_(attributes.number("epsilon")), momentum_(attributes.number("momentum")) {}

  // The batch's normalization; writes outputs 1 to 4.
  template <class E>
  Affine affine(const Context& context, const Tensor& x, const Extent& extent) const {
    return affine(context, momentsOf(x.data<E>(), extent.rows, extent.channels), extent);
  }

  const Activation activation;

 private:
  Affine affine(const Context& context, const Moments& moments, const Extent& extent) const;

  const float epsilon_, momentum_;
};

// Registers such a kernel, with further inputs and attributes.
template <template <class> class K>
void registerTrainingKernels(const char* name, const std::vector<const char*>& moreInputs = {},
                             const std::vector<const char*>& moreAttributes = {}) {
  std::vector<const char*> inputs{"x: T", "scale", "shift", "running_mean", "running_variance"};
  std::vector<const char*> attributes{"epsilon: float", "momentum: float", "low: float", "high: float"};
  inputs.insert(inputs.end(), moreInputs.begin(), moreInputs.end());
  attributes.insert(attributes.end(), moreAttributes.begin(), moreAttributes.end());
  registerKernels<K>(name, inputs, {"y: T", "new_mean", "new_variance", "mean", "inverse_deviation"}, attributes);
}

// The vectors of an affine normalization, laid out in slots.
template <class V>
struct AffineSlots {
  const std::vector<float> mean, factor, shift;

  AffineSlots(const Channels<V>& channels, const Affine& affine, int firstChannel = 0)
      : mean(channels.layOut(&affine.mean[firstChannel])),
        factor(channels.layOut(&affine.factor[firstChannel])),
        shift(channels.layOut(&affine.shift[firstChannel])) {}

  V apply(const V& x, int slot) const {
    return (x - load<V>(&mean[slot])) * load<V>(&factor[slot]) + load<V>(&shift[slot]);
  }
};

// y = clamp((x - mean) * factor + shift).
template <class E>
void normalize(const E* x, const Extent& extent, const Affine& affine, Activation activation, E* y);

}  // namespace fovea
