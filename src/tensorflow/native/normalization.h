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
      : rows(x.dim(x.rank() - 1) ? x.size() / x.dim(x.rank() - 1) : 0), channels(static_cast<int>(x.dim(x.rank() - 1))) {
    require(rows > 0, "at least one row of at least one channel to normalize");
  }
};

// Normalization of each channel: y = (x - mean) * factor + shift. Subtracted first, so a large mean costs no digits.
struct Affine {
  std::vector<float> mean, factor, shift;

  Affine(int channels, const Tensor& scale, const Tensor& shift, const Tensor& mean, const Tensor& inverseDeviation);
};

// The statistics a training batch norm gives on: outputs `first` and on of a kernel.
// New running mean, new running (unbiased) variance, the batch's mean and 1 / sqrt(variance + epsilon).
struct BatchStatistics {
  Tensor runningMean, runningVariance, mean, inverseDeviation;

  BatchStatistics(const Context& context, int first, int channels);
  void fill(const Moments& moments, int64_t rows, const Tensor& oldMean, const Tensor& oldVariance, float epsilon,
            float momentum) const;
};

// The numbers of an affine normalization, laid out in slots.
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
