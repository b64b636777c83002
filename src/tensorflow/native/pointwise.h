#pragma once

#include "pixels.h"
#include "rows.h"

namespace fovea {

// A matrix of [depth][columns], or, transposed, [columns][depth], which is read in panels of kColumns columns.
struct Matrix {
  const float* const numbers;
  const int depth, columns;
  const bool isTransposed;

  int panels() const { return (columns + kColumns - 1) / kColumns; }
  int columnsOf(int panel) const { return std::min(kColumns, columns - panel * kColumns); }

  // Copies rows `from` ... `end` - 1 of a panel: [end - from][kColumns], zero beyond the last column.
  void pack(int panel, int from, int end, float* to) const;
};

// All panels of a matrix: [panels][depth][kColumns].
struct Panels : Matrix {
  Numbers packed;

  explicit Panels(const Matrix& matrix);
  const float* panel(int i) const { return &packed[static_cast<int64_t>(i) * depth * kColumns]; }
};

// Blocks of pixels that are small enough for a core's cache, with a row stride that avoids conflicts between the cache's sets.
struct PixelBlocks {
  int64_t rows, size, stride, count;

  PixelBlocks(int64_t rows, int channels, int64_t most = 1 << 16)
      : rows(rows),
        size(std::clamp<int64_t>(most / channels / kRows * kRows, 4 * kRows, 32 * kRows)),
        stride(roundedUp(channels, kLanes) + (channels % 64 ? 0 : kLanes)),
        count((rows + size - 1) / size) {}
  int64_t first(int block) const { return std::min(rows, block * size); }

  // Where there are few blocks: as many for each thread, all of one size.
  PixelBlocks shared() const {
    constexpr int64_t kFewForEach = 8;
    const int64_t threads = threadCount();
    if (count >= kFewForEach * threads) return *this;
    const int64_t most = roundedUp(count, threads);
    return PixelBlocks(*this, roundedUp((rows + most - 1) / most, kRows));
  }

 private:
  PixelBlocks(const PixelBlocks& other, int64_t size)
      : rows(other.rows), size(size), stride(other.stride), count((rows + size - 1) / size) {}
};

// c = a times a panel of `filter`, for `rows` rows of a, `stride` numbers apart: [rows][kColumns].
void multiplyByPanel(int rows, const float* a, int64_t stride, const Matrix& filter, int panel, float* c);

// For many pixels: the filter is packed once and stays in the cache while the pixels are processed.
template <class E, class Inputs>
void multiplyByPixels(const E* x, int64_t rows, const Inputs& pixels, const Panels& filter, E* y) {
  const PixelBlocks blocks = PixelBlocks(rows, filter.depth).shared();
  const int64_t outputs = filter.columns;
  const bool isNonTemporal = usesNonTemporalStores<E>(rows, filter.columns);
  parallel(static_cast<int>(blocks.count), [&](int block) {
    thread_local Numbers inputs, product;
    const int64_t first = blocks.first(block), stride = blocks.stride;
    const int size = static_cast<int>(blocks.first(block + 1) - first);
    inputs.resize(blocks.size * stride + kLanes);
    product.resize(blocks.size * kColumns);
    pixels.read(x, first, size, inputs.data(), stride);
    for (int p = 0; p < filter.panels(); p++) {
      const int columns = filter.columnsOf(p);
      const float* panel = filter.panel(p);
      E* to = y + first * outputs + p * kColumns;
      if constexpr (std::is_same_v<E, float>) {
        if (isNonTemporal) {
          multiply<false, Into::kNonTemporal>(size, inputs.data(), stride, panel, filter.depth, to, outputs);
          continue;
        }
        if (columns % kLanes == 0) {
          multiplyPanel<false, Into::kMemory>(size, inputs.data(), stride, panel, columns, filter.depth, to, outputs);
          continue;
        }
      }
      multiplyPanel<false, Into::kMemory>(size, inputs.data(), stride, panel, columns, filter.depth, product.data(), kColumns);
      writePanel(product.data(), size, columns, false, to, filter.columns);
    }
  });
}

// For few pixels: they are read once and stay in the cache while the filter is processed.
template <class E, class Inputs>
void multiplyByPanels(const E* x, int64_t rows, const Inputs& pixels, const Matrix& filter, E* y) {
  const int64_t stride = roundedUp(filter.depth, kLanes) + kLanes;
  Numbers inputs(rows * stride);
  RowPartition(rows, filter.depth).run([&](int, int64_t first, int64_t end) {
    pixels.read(x, first, end - first, &inputs[first * stride], stride);
  });
  parallel(filter.panels(), [&](int panel) {
    thread_local Numbers product;
    product.resize(rows * kColumns);
    multiplyByPanel(static_cast<int>(rows), inputs.data(), stride, filter, panel, product.data());
    writePanel(product.data(), rows, filter.columnsOf(panel), false, y + panel * kColumns, filter.columns);
  });
}

// y = pixels of x times a filter.
template <class E, class Inputs>
void multiplyPixels(const E* x, int64_t rows, const Inputs& pixels, const Matrix& filter, E* y) {
  if (rows < filter.columns) {
    multiplyByPanels(x, rows, pixels, filter, y);
  } else {
    multiplyByPixels(x, rows, pixels, Panels(filter), y);
  }
}

}  // namespace fovea
