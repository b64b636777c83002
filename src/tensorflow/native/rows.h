#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>

#include "threads.h"

namespace fovea {

// How rows of numbers are divided into parts: by their size alone, so that sums do not depend on the number of threads.
struct RowPartition {
  int64_t rows;
  int parts;

  RowPartition(int64_t rows, int64_t columns, int64_t numbersPerPart = 1 << 16)
      : rows(rows),
        parts(static_cast<int>(std::clamp<int64_t>(rows * columns / numbersPerPart, 1, std::min<int64_t>(64, rows)))) {}

  int64_t first(int part) const { return rows * part / parts; }

  // Runs task(part, firstRow, endRow) for each part, in parallel.
  template <class Task>
  void run(const Task& task) const {
    parallel(parts, [&](int part) { task(part, first(part), first(part + 1)); });
  }
};

}  // namespace fovea
