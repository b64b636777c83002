#include <limits>

#include "depthwise.h"
#include "normalization-gradient.h"

namespace fovea {
namespace {

template <class E>
struct GradientArguments {
  const DepthwiseSizes& sizes;
  // x normalized and activated, and x minus its mean.
  const Pixels normalized, centred;
  const Activation activation;
  const std::vector<float> factor, shift, filter;
  const E *dy, *x;
  E* g;
};

// Sums over one task: of the filter's gradient, and the two of the normalization's gradient; each has a number for every slot.
struct TaskSums {
  std::vector<float> numbers;
  int slots, positions;

  TaskSums() = default;
  TaskSums(const DepthwiseSizes& sizes)
      : numbers((sizes.kernel * sizes.kernel + 2) * sizes.slots()), slots(sizes.slots()), positions(sizes.kernel * sizes.kernel) {}
  float* filter() { return numbers.data(); }
  float* sumG() { return &numbers[positions * slots]; }
  float* sumGTimesX() { return &numbers[(positions + 1) * slots]; }
};

// The `count` rows of dy that one row of x contributes to, in one panel of channels, with the filter's row for each.
template <int kKernel>
struct DyRows {
  int count = 0;
  const float* rows[kKernel];
  int positions[kKernel];
};

// dFilter[position, j] += sum over the row of normalized[column * stride + j] * dy[column], for `kCount` rows of dy at once.
template <int kKernel, int kStride, int kCount>
void addToFilter(const float* normalized, const DyRows<kKernel>& dyRows, int first, int outWidth, int slots,
                 float* dFilter) {
  Wide sum[kCount][kKernel] = {};
  for (int column = 0; column < outWidth; column++) {
    const float* from = normalized + column * kStride * kColumns;
    Wide x[kKernel];
    for (int j = 0; j < kKernel; j++) x[j] = load<Wide>(from + j * kColumns);
    for (int i = 0; i < kCount; i++) {
      const Wide dy = load<Wide>(dyRows.rows[first + i] + column * kColumns);
      for (int j = 0; j < kKernel; j++) sum[i][j] += x[j] * dy;
    }
  }
  for (int i = 0; i < kCount; i++)
    for (int j = 0; j < kKernel; j++) {
      float* position = dFilter + (dyRows.positions[first + i] * kKernel + j) * slots;
      store(position, load<Wide>(position) + sum[i][j]);
    }
}

template <int kKernel, int kStride>
void filterRow(const float* normalized, const DyRows<kKernel>& dyRows, int outWidth, int slots, float* dFilter) {
  // As many rows at a time as there are registers for their sums.
  constexpr int kMost = kLanes == 16 ? kKernel : (kKernel == 3 ? 3 : 2);
  for (int i = 0; i < dyRows.count;) {
    const auto add = [&](auto count) {
      constexpr int kCount = decltype(count)::value;
      addToFilter<kKernel, kStride, kCount>(normalized, dyRows, i, outWidth, slots, dFilter);
      i += kCount;
    };
    const int left = std::min(dyRows.count - i, kMost);
    if constexpr (kMost >= 5) {
      if (left == 5) add(std::integral_constant<int, 5>{});
      if (left == 4) add(std::integral_constant<int, 4>{});
    }
    if constexpr (kMost >= 3) {
      if (left == 3) add(std::integral_constant<int, 3>{});
    }
    if (left == 2) add(std::integral_constant<int, 2>{});
    if (left == 1) add(std::integral_constant<int, 1>{});
  }
}

// One row of g, the gradient by the normalized x where the activation passes it on, and its sums; for one vector of channels.
template <int kKernel, int kStride, class E>
void inputRow(const GradientArguments<E>& a, int channel, const DyRows<kKernel>& dyRows, const float* centred,
              TaskSums& sums, float* g) {
  const DepthwiseSizes& sizes = a.sizes;
  const Wide low = broadcast<Wide>(a.activation.low), high = broadcast<Wide>(a.activation.high);
  const Wide factor = load<Wide>(&a.factor[channel]), shift = load<Wide>(&a.shift[channel]);
  Wide sumG = load<Wide>(sums.sumG() + channel), sumGTimesX = load<Wide>(sums.sumGTimesX() + channel);
  for (int phase = 0; phase < kStride; phase++) {
    // Columns phase, phase + stride, ... of x are multiplied by the filter's columns of the same remainder.
    const int firstColumn = (phase + sizes.left) % kStride;
    inTiles((sizes.width - phase + kStride - 1) / kStride, [&](int first, auto tile) {
      constexpr int kTile = decltype(tile)::value;
      Wide sum[kTile] = {};
      for (int i = 0; i < dyRows.count; i++)
        for (int j = firstColumn; j < kKernel; j += kStride) {
          const Wide weight = load<Wide>(&a.filter[(dyRows.positions[i] * kKernel + j) * sums.slots + channel]);
          const int column = first + (phase + sizes.left - j) / kStride;
          const float* from = dyRows.rows[i] + column * kColumns;
          for (int t = 0; t < kTile; t++) sum[t] += weight * load<Wide>(from + t * kColumns);
        }
      for (int t = 0; t < kTile; t++) {
        const int column = phase + (first + t) * kStride;
        const Wide x = load<Wide>(centred + column * kColumns);
        const Wide part = masked<Wide, true>(sum[t], x * factor + shift, low, high);
        sumG += part;
        sumGTimesX += part * x;
        store(g + column * kColumns, part);
      }
    });
  }
  store(sums.sumG() + channel, sumG);
  store(sums.sumGTimesX() + channel, sumGTimesX);
}

template <int kKernel, int kStride, class E>
TaskSums differentiateTask(const GradientArguments<E>& a, const DepthwiseTask& task) {
  const DepthwiseSizes& sizes = a.sizes;
  const Pixels unchanged(sizes.channels);
  // The rows of dy have a border of zeros on both sides.
  RowRing normalized(sizes, 1, sizes.paddedWidth() + kKernel), centred(sizes, 1, sizes.width);
  RowRing ring(sizes, kKernel, sizes.outWidth + 2 * kKernel);
  std::vector<float> result(sizes.width * kColumns);
  const bool isNonTemporal = usesNonTemporalStores<E>(int64_t{sizes.images} * sizes.height * sizes.width, sizes.channels);
  const int64_t firstRow = int64_t{task.image} * sizes.height, firstOut = int64_t{task.image} * sizes.outHeight;
  TaskSums sums(sizes);
  int ready = std::max(0, (task.first + sizes.top - kKernel + kStride) / kStride);
  for (int h = task.first; h < task.last; h++) {
    for (; ready <= std::min((h + sizes.top) / kStride, sizes.outHeight - 1); ready++)
      ring.put(ready, kKernel, unchanged, a.dy, (firstOut + ready) * sizes.outWidth, sizes.outWidth);
    const int64_t pixel = (firstRow + h) * sizes.width;
    normalized.put(0, sizes.left, a.normalized, a.x, pixel, sizes.width);
    centred.put(0, 0, a.centred, a.x, pixel, sizes.width);
    for (int channel = 0; channel < sizes.channels; channel += kColumns) {
      const int panel = channel / kColumns, columns = sizes.columnsOf(panel);
      for (int c = 0; c < columns; c += kLanes) {
        DyRows<kKernel> dyRows;
        for (int i = (h + sizes.top) % kStride; i < kKernel; i += kStride) {
          const int out = (h + sizes.top - i) / kStride;
          if (h + sizes.top < i || out >= sizes.outHeight) continue;
          dyRows.rows[dyRows.count] = ring.at(panel, out) + kKernel * kColumns + c;
          dyRows.positions[dyRows.count++] = i;
        }
        filterRow<kKernel, kStride>(normalized.at(panel, 0) + c, dyRows, sizes.outWidth, sums.slots,
                                    sums.filter() + channel + c);
        inputRow<kKernel, kStride>(a, channel + c, dyRows, centred.at(panel, 0) + c, sums, &result[c]);
      }
      writePanel(result.data(), sizes.width, columns, isNonTemporal, a.g + pixel * sizes.channels + channel, sizes.channels);
    }
  }
  return sums;
}

// Runs all tasks. Returns the sums over all of them: of the filter's gradient, of g and of g * (x - mean): [positions + 2][channels].
template <class E>
std::vector<double> differentiate(const GradientArguments<E>& arguments) {
  const DepthwiseSizes& sizes = arguments.sizes;
  const std::vector<DepthwiseTask> tasks = depthwiseTasks(sizes.images, sizes.height);
  std::vector<TaskSums> sumsOfTasks(tasks.size());
  withDepthwiseConstants(sizes, [&](auto kernel, auto stride) {
    parallel(static_cast<int>(tasks.size()), [&](int i) {
      sumsOfTasks[i] = differentiateTask<decltype(kernel)::value, decltype(stride)::value>(arguments, tasks[i]);
    });
  });
  const int channels = sizes.channels, rows = sizes.kernel * sizes.kernel + 2;
  std::vector<double> totals(rows * channels);
  parallel(rows, [&](int row) {
    for (const TaskSums& sums : sumsOfTasks)
      for (int c = 0; c < channels; c++) totals[row * channels + c] += sums.numbers[row * sums.slots + c];
  });
  return totals;
}

template <class E>
struct DepthwiseGradient {
  explicit DepthwiseGradient(const Attributes& attributes) : stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1), filter = context.input(2);
    const DepthwiseSizes sizes(x, filter, stride);
    require(dy.shape() == sizes.outShape(), "a gradient of the convolution's shape");
    const Tensor dx = context.output<E>(0, x.shape()), dFilter = context.output(1, filter.shape());
    const Pixels unchanged(sizes.channels);
    const std::vector<float> ones(sizes.slots(), 1), zeros(sizes.slots());
    constexpr Activation none{-std::numeric_limits<float>::infinity(), std::numeric_limits<float>::infinity()};
    const auto totals = differentiate<E>({sizes, unchanged, unchanged, none, ones, zeros, layOutFilter(filter.data(), sizes),
                                          dy.data<E>(), x.data<E>(), dx.data<E>()});
    std::copy_n(totals.begin(), filter.size(), dFilter.data());
  }

  const int stride;
};

template <class E>
struct NormDepthwiseGradient {
  explicit NormDepthwiseGradient(const Attributes& attributes)
      : activation(attributes.activation()), stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1), inverse = context.input(5), filter = context.input(6);
    const Extent extent(x);
    const DepthwiseSizes sizes(x, filter, stride);
    require(dy.shape() == sizes.outShape(), "a gradient of the convolution's shape");
    const int channels = sizes.channels;
    const Affine affine(channels, context.input(2), context.input(3), context.input(4), inverse);
    const Tensor dx = context.output<E>(0, x.shape()), dScale = context.output(1, {channels}),
                 dShift = context.output(2, {channels}), dFilter = context.output(3, filter.shape());
    const auto totals = differentiate<E>({sizes, Pixels(affine, activation), Pixels(affine.mean), activation,
                                          paddedToVectors(affine.factor), paddedToVectors(affine.shift),
                                          layOutFilter(filter.data(), sizes), dy.data<E>(), x.data<E>(), dx.data<E>()});
    std::copy_n(totals.begin(), filter.size(), dFilter.data());
    const auto first = totals.begin() + filter.size();
    GradientSums sums(channels);
    std::copy_n(first, channels, sums.sumG.begin());
    std::copy_n(first + channels, channels, sums.sumGTimesX.begin());
    sums.write(inverse, dScale, dShift);
    applyInPlace(dx.data<E>(), x.data<E>(), extent, affine, GradientRule(sums, extent, affine, inverse));
  }

  const Activation activation;
  const int stride;
};

}  // namespace

void registerDepthwiseGradient() {
  registerKernels<DepthwiseGradient>("FoveaDepthwiseGrad", {"dy: T", "x: T", "filter"}, {"dx: T", "d_filter"},
                                    {"stride: int"});
  registerKernels<NormDepthwiseGradient>(
      "FoveaNormDepthwiseGrad", {"dy: T", "x: T", "scale", "shift", "mean", "inverse_deviation", "filter"},
      {"dx: T", "d_scale", "d_shift", "d_filter"}, {"low: float", "high: float", "stride: int"});
}

}  // namespace fovea
