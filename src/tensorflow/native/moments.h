#pragma once
#include <cstdint>
#include <vector>

namespace fovea {

// Mean and biased variance of each channel.
struct Moments {
  std::vector<double> mean;
  std::vector<double> variance;
};

// The moments of x, [rows, channels], rows >= 1. Numbers are centred block by block, so that a large mean costs no precision.
template <class E>
Moments momentsOf(const E* x, int64_t rows, int channels);

}  // namespace fovea
