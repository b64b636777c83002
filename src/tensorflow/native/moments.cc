#include "moments.h"

#include "rows.h"
#include "vector.h"

namespace fovea {
namespace {

// Count, mean and sum of squared deviations of each slot.
struct Sums {
  double count = 0;
  std::vector<double> mean, squares;

  explicit Sums(int slots) : mean(slots), squares(slots) {}

  // The rule of Chan, Golub and LeVeque for joining the sums of two groups.
  template <class Number>
  void join(double count2, const Number* mean2, const Number* squares2, int first, int slots) {
    const double share = count2 / (count + count2);
    for (int i = 0; i < slots; i++) {
      const double delta = mean2[i] - mean[first + i];
      mean[first + i] += delta * share;
      squares[first + i] += squares2[i] + delta * delta * count * share;
    }
  }
};

// `Width` neighbouring vectors of a block of rows: mean and sum of squared deviations.
template <class V, int Width, class E>
void addBlock(const E* x, int rows, const Channels<V>& channels, int vector, Sums& sums) {
  constexpr int kSlots = Width * lanes<V>();
  int at[Width];
  for (int k = 0; k < Width; k++) at[k] = channels.at(vector + k);
  V mean[Width] = {}, squares[Width] = {};
  const E* row = x;
  for (int r = 0; r < rows; r++, row += channels.count)
    for (int k = 0; k < Width; k++) mean[k] += load<V>(row + at[k]);
  for (int k = 0; k < Width; k++) mean[k] *= broadcast<V>(1.0f / rows);
  row = x;
  for (int r = 0; r < rows; r++, row += channels.count)
    for (int k = 0; k < Width; k++) {
      const V delta = load<V>(row + at[k]) - mean[k];
      squares[k] += delta * delta;
    }
  float means[kSlots], sumsOfSquares[kSlots];
  std::memcpy(means, mean, sizeof means);
  std::memcpy(sumsOfSquares, squares, sizeof sumsOfSquares);
  sums.join(rows, means, sumsOfSquares, vector * lanes<V>(), kSlots);
}

template <class V, class E>
Moments moments(const E* x, int64_t rows, int count) {
  const Channels<V> channels(count);
  const int slots = channels.slots();
  // A block is small enough to stay in a core's cache until it is read a second time.
  const int blockRows = std::clamp(16384 / count, 8, 1024);
  const RowPartition partition(rows, count);
  std::vector<Sums> parts(partition.parts, Sums(slots));
  partition.run([&](int part, int64_t first, int64_t last) {
    Sums& sums = parts[part];
    for (int64_t row = first; row < last; row += blockRows) {
      const int blockSize = static_cast<int>(std::min<int64_t>(blockRows, last - row));
      const E* block = x + row * count;
      // Prefetches the next block, which the columns would otherwise fetch line by line.
      for (int64_t i = int64_t{blockSize} * count, end = 2 * i; i < end; i += 64 / sizeof(E)) __builtin_prefetch(block + i);
      int v = 0;
      for (; v + 4 <= channels.vectors; v += 4) addBlock<V, 4>(block, blockSize, channels, v, sums);
      for (; v + 2 <= channels.vectors; v += 2) addBlock<V, 2>(block, blockSize, channels, v, sums);
      for (; v < channels.vectors; v++) addBlock<V, 1>(block, blockSize, channels, v, sums);
      sums.count += blockSize;
    }
  });
  Sums all(slots);
  for (const Sums& part : parts) {
    all.join(part.count, part.mean.data(), part.squares.data(), 0, slots);
    all.count += part.count;
  }
  Moments moments{std::vector<double>(count), std::vector<double>(count)};
  for (int v = 0; v < channels.vectors; v++)
    for (int i = 0; i < lanes<V>(); i++) {
      moments.mean[channels.at(v) + i] = all.mean[v * lanes<V>() + i];
      moments.variance[channels.at(v) + i] = all.squares[v * lanes<V>() + i] / rows;
    }
  return moments;
}

}  // namespace

template <class E>
Moments momentsOf(const E* x, int64_t rows, int channels) {
  Moments result;
  withVectorsFor(channels, [&](auto vector) { result = moments<decltype(vector)>(x, rows, channels); });
  return result;
}

template Moments momentsOf(const float*, int64_t, int);
template Moments momentsOf(const Bfloat16*, int64_t, int);

}  // namespace fovea
