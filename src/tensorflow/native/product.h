#pragma once
#include "numbers.h"
#include "vector.h"

namespace fovea {

// How much of a product of matrices the processor's registers hold: rows, and columns in two vectors.
constexpr int kRows = kLanes == 16 ? 8 : 6;
constexpr int kColumns = 2 * kLanes;
// Numbers that are read row by row lie in panels of so many rows: whole vectors of them.
constexpr int kRowPanel = 4 * kRows;

// Rows of a filter lie too far apart for the processor to see them coming: so many rows before its turn one is asked for.
constexpr int kRowsAhead = 12;

constexpr int64_t roundedUp(int64_t count, int64_t step) { return (count + step - 1) / step * step; }

// So many numbers, and a few more, that what lies so far apart and is read together shares no set of the cache: those repeat after
// a power of two.
constexpr int64_t spreadApart(int64_t count) { return roundedUp(count, 2 * kColumns) + kColumns; }

// What becomes of a product: it is stored, added to what is there, or stored past the caches.
enum class Into { kMemory, kSum, kPastCaches };

// c = a b for R rows of a and V vectors of columns of b, whose rows are kColumns apart. a's row r has its number k at
// a[r * stride + k], or, if isTurned, at a[k * stride + r].
template <int R, int V, bool isTurned, Into into>
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
      const Wide factor = spread<Wide>(isTurned ? a[k * stride + r] : a[r * stride + k]);
#pragma GCC unroll 2
      for (int v = 0; v < V; v++) sums[r][v] += factor * row[v];
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < R; r++)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++) {
      if constexpr (into == Into::kPastCaches) {
        storePastCaches(c + r * cStride + v * kLanes, sums[r][v]);
      } else {
        store(c + r * cStride + v * kLanes, sums[r][v]);
      }
    }
}

template <int R, int V, bool isTurned, Into into>
inline void multiplyFew(int rows, const float* a, int64_t stride, const float* b, int64_t depth, float* c,
                        int64_t cStride) {
  if constexpr (R > 0) {
    if (rows == R) return multiplyTile<R, V, isTurned, into>(a, stride, b, depth, c, cStride);
    multiplyFew<R - 1, V, isTurned, into>(rows, a, stride, b, depth, c, cStride);
  }
}

// multiplyTile for any number of rows. Not inlined: within a larger function the compiler has too few registers left for
// the sums.
template <bool isTurned, Into into, int V = 2>
__attribute__((noinline)) void multiply(int rows, const float* a, int64_t stride, const float* b, int64_t depth, float* c,
                                        int64_t cStride) {
  const int64_t rowStride = isTurned ? 1 : stride;
  for (; rows > kRows; rows -= kRows, a += kRows * rowStride, c += kRows * cStride)
    multiplyTile<kRows, V, isTurned, into>(a, stride, b, depth, c, cStride);
  multiplyFew<kRows, V, isTurned, into>(rows, a, stride, b, depth, c, cStride);
}

// multiply() with a panel of which `columns` count; up to a whole vector of c may be written.
template <bool isTurned, Into into>
inline void multiplyPanel(int rows, const float* a, int64_t stride, const float* panel, int columns, int64_t depth,
                          float* c, int64_t cStride) {
  if (columns <= kLanes) {
    multiply<isTurned, into, 1>(rows, a, stride, panel, depth, c, cStride);
  } else {
    multiply<isTurned, into, 2>(rows, a, stride, panel, depth, c, cStride);
  }
}

}  // namespace fovea
