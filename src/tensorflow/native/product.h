#pragma once
#include "numbers.h"
#include "vector.h"

namespace fovea {

// The tile of a matrix product that the processor's registers hold: its rows, and its columns in two vectors.
constexpr int kRows = kLanes == 16 ? 8 : 6;
constexpr int kColumns = 2 * kLanes;
// The rows of a panel of numbers that are read row by row: whole vectors of them.
constexpr int kRowPanel = 4 * kRows;

// Rows of a filter lie too far apart for the processor to prefetch them by itself: each is prefetched so many rows before it is read.
constexpr int kRowsAhead = 12;

constexpr int64_t roundedUp(int64_t count, int64_t step) { return (count + step - 1) / step * step; }

// At least `count` numbers, so many that blocks of numbers with this stride do not compete for the same sets of the cache, which repeat
// after a power of two.
constexpr int64_t paddedStride(int64_t count) { return roundedUp(count, 2 * kColumns) + kColumns; }

// What happens to a product: it is stored, added to what is there, or stored by non-temporal stores.
enum class Into { kMemory, kSum, kNonTemporal };

// c = a b for R rows of a and V vectors of columns of b, whose rows are kColumns apart. Number k of a's row r is at a[r * stride + k],
// or, transposed, at a[k * stride + r].
template <int R, int V, bool isTransposed, Into into>
inline void multiplyTile(const float* a, int64_t stride, const float* b, int64_t depth, float* c, int64_t cStride) {
  Wide sums[R][V];
#pragma GCC unroll 8
  for (int r = 0; r < R; r++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++) sums[r][v] = into == Into::kSum ? load<Wide>(c + r * cStride + v * kLanes) : Wide{};
  for (int64_t k = 0; k < depth; k++) {
    Wide row[V];
#pragma GCC unroll 2
    for (int v = 0; v < V; v++) row[v] = load<Wide>(b + k * kColumns + v * kLanes);
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
      const Wide factor = broadcast<Wide>(isTransposed ? a[k * stride + r] : a[r * stride + k]);
#pragma GCC unroll 2
      for (int v = 0; v < V; v++) sums[r][v] += factor * row[v];
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; r++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++) {
      if constexpr (into == Into::kNonTemporal) {
        storeNonTemporal(c + r * cStride + v * kLanes, sums[r][v]);
      } else {
        store(c + r * cStride + v * kLanes, sums[r][v]);
      }
    }
}

template <int R, int V, bool isTransposed, Into into>
inline void multiplyRemainder(int rows, const float* a, int64_t stride, const float* b, int64_t depth, float* c,
                        int64_t cStride) {
  if constexpr (R > 0) {
    if (rows == R) return multiplyTile<R, V, isTransposed, into>(a, stride, b, depth, c, cStride);
    multiplyRemainder<R - 1, V, isTransposed, into>(rows, a, stride, b, depth, c, cStride);
  }
}

// multiplyTile for any number of rows. Not inlined: within a larger function too few registers would be left for the sums.
template <bool isTransposed, Into into, int V = 2>
__attribute__((noinline)) void multiply(int rows, const float* a, int64_t stride, const float* b, int64_t depth, float* c,
                                        int64_t cStride) {
  const int64_t rowStride = isTransposed ? 1 : stride;
  for (; rows > kRows; rows -= kRows, a += kRows * rowStride, c += kRows * cStride)
    multiplyTile<kRows, V, isTransposed, into>(a, stride, b, depth, c, cStride);
  multiplyRemainder<kRows, V, isTransposed, into>(rows, a, stride, b, depth, c, cStride);
}

// multiply() with the first `columns` columns of a panel; whole vectors of c are written.
template <bool isTransposed, Into into>
inline void multiplyPanel(int rows, const float* a, int64_t stride, const float* panel, int columns, int64_t depth,
                          float* c, int64_t cStride) {
  if (columns <= kLanes) {
    multiply<isTransposed, into, 1>(rows, a, stride, panel, depth, c, cStride);
  } else {
    multiply<isTransposed, into, 2>(rows, a, stride, panel, depth, c, cStride);
  }
}

}  // namespace fovea
