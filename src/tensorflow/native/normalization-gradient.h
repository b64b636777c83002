#pragma once
#include "normalization.h"

namespace fovea {

// For each channel, over all rows: the sum of g and of g * (x - mean), where g is the gradient by the normalized value.
struct GradientSums {
  std::vector<double> sumG, sumGTimesX;

  explicit GradientSums(int channels) : sumG(channels), sumGTimesX(channels) {}

  // Writes the gradients of the normalization's scale and shift.
  void write(const Tensor& inverseDeviation, const Tensor& dScale, const Tensor& dShift) const;
};

// The gradient by x, once the sums are known: dx = factor * (g - mean of g - (x - mean) * slope).
struct GradientRule {
  std::vector<float> constant, slope;

  GradientRule(const GradientSums& sums, const Extent& extent, const Affine& affine, const Tensor& inverseDeviation);
};

// Replaces g by dx, where g is already zero wherever the activation does not pass it on.
template <class E>
void applyInPlace(E* g, const E* x, const Extent& extent, const Affine& affine, const GradientRule& rule);

// g where the activation passes it on, else zero; without an activation (not kBounded) all of g.
template <class V, bool kBounded>
inline V masked(const V& g, const V& normalized, const V& low, const V& high) {
  if constexpr (!kBounded) return g;
  const V below = normalized < high ? g : V{};
  return normalized > low ? below : V{};
}

bool isBounded(Activation activation);

}  // namespace fovea
