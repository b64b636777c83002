#pragma once
#include "normalization.h"

namespace fovea {

// For each channel, over all rows: the sum of g and of g * (x - mean), where g is the gradient by the normalized value.
struct GradientSums {
  std::vector<double> ofG, ofGTimesX;

  explicit GradientSums(int channels) : ofG(channels), ofGTimesX(channels) {}

  // As the gradients of the normalization's scale and shift.
  void write(const Tensor& inverseDeviation, const Tensor& dScale, const Tensor& dShift) const;
};

// What is left to do once the sums are known: dx = factor * (g - mean of g - (x - mean) * slope).
struct GradientRule {
  std::vector<float> constant, slope;

  GradientRule(const GradientSums& sums, const Extent& extent, const Affine& affine, const Tensor& inverseDeviation);
};

// Turns g into dx where g already lacks what the activation did not let through.
template <class E>
void applyInPlace(E* g, const E* x, const Extent& extent, const Affine& affine, const GradientRule& rule);

// g where the activation let x through; no activation lets all through.
template <class V, bool kBounded>
inline V masked(const V& g, const V& normalized, const V& low, const V& high) {
  if constexpr (!kBounded) return g;
  const V below = normalized < high ? g : V{};
  return normalized > low ? below : V{};
}

bool isBounded(Activation activation);

}  // namespace fovea
