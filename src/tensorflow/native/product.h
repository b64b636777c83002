#pragma once
#include "vector.h"

namespace fovea {

// How much of a product of matrices the processor's registers hold: rows, and columns in two vectors.
constexpr int kRows = kLanes == 16 ? 8 : 6;
constexpr int kColumns = 2 * kLanes;

inline int64_t roundedUp(int64_t count, int64_t step) { return (count + step - 1) / step * step; }

// So many numbers, and a few more, that what lies so far apart and is read together shares no set of the cache: those repeat after
// a power of two.
inline int64_t spreadApart(int64_t count) { return roundedUp(count, 2 * kColumns) + kColumns; }

// c = a b, or c += a b, for R rows of a and kColumns columns of b, whose rows adjoin. a's row r has its number k at
// a[r * stride + k], or, if isTurned, at a[k * stride + r].
template <int R, bool isTurned, bool isAdded>
inline void multiplyTile(const float* a, int64_t stride, const float* b, int64_t depth, float* c, int64_t cStride) {
  Wide sums[R][2];
#pragma GCC unroll 8
  for (int r = 0; r < R; r++)
#pragma GCC unroll 2
    for (int v = 0; v < 2; v++) sums[r][v] = isAdded ? load<Wide>(c + r * cStride + v * kLanes) : Wide{};
  for (int64_t k = 0; k < depth; k++) {
    const Wide first = load<Wide>(b + k * kColumns), second = load<Wide>(b + k * kColumns + kLanes);
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
      const Wide factor = spread<Wide>(isTurned ? a[k * stride + r] : a[r * stride + k]);
      sums[r][0] += factor * first;
      sums[r][1] += factor * second;
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; r++)
#pragma GCC unroll 2
    for (int v = 0; v < 2; v++) store(c + r * cStride + v * kLanes, sums[r][v]);
}

template <int R, bool isTurned, bool isAdded>
inline void multiplyFew(int rows, const float* a, int64_t stride, const float* b, int64_t depth, float* c,
                        int64_t cStride) {
  if constexpr (R > 0) {
    if (rows == R) return multiplyTile<R, isTurned, isAdded>(a, stride, b, depth, c, cStride);
    multiplyFew<R - 1, isTurned, isAdded>(rows, a, stride, b, depth, c, cStride);
  }
}

// multiplyTile for any number of rows.
template <bool isTurned, bool isAdded>
void multiply(int rows, const float* a, int64_t stride, const float* b, int64_t depth, float* c, int64_t cStride) {
  const int64_t rowStride = isTurned ? 1 : stride;
  for (; rows > kRows; rows -= kRows, a += kRows * rowStride, c += kRows * cStride)
    multiplyTile<kRows, isTurned, isAdded>(a, stride, b, depth, c, cStride);
  multiplyFew<kRows, isTurned, isAdded>(rows, a, stride, b, depth, c, cStride);
}

}  // namespace fovea
