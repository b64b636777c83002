#pragma once
#include <memory>

#include "pixels.h"
#include "rows.h"

namespace fovea {

// A matrix of [depth][columns], or, if turned, [columns][depth], in panels of kColumns columns: [panels][depth][kColumns], zero
// beyond the last column.
struct Panels {
  const int depth, columns, count;
  const std::unique_ptr<float[]> numbers;

  Panels(const float* matrix, int depth, int columns, bool isTurned);
  const float* panel(int i) const { return &numbers[static_cast<int64_t>(i) * depth * kColumns]; }
  int columnsOf(int panel) const { return std::min(kColumns, columns - panel * kColumns); }
};

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

// Blocks of pixels so small that their numbers stay in a core's cache, rows of it so far apart that they share no set of it.
struct PixelBlocks {
  int64_t rows, size, stride, count;

  PixelBlocks(int64_t rows, int channels, int64_t most = 1 << 16)
      : rows(rows),
        size(std::clamp<int64_t>(most / channels / kRows * kRows, 4 * kRows, 32 * kRows)),
        stride(roundedUp(channels, kLanes) + (channels % 64 ? 0 : kLanes)),
        count((rows + size - 1) / size) {}
  int64_t first(int block) const { return std::min(rows, block * size); }
};

}  // namespace fovea
