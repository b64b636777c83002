#include "depthwise.h"
#include "normalization-gradient.h"

namespace fovea {
namespace {

template <class E>
struct GradientArguments {
  const DepthwiseSizes& sizes;
  const Affine& affine;
  const Activation activation;
  const E *dy, *x;
  const float* filter;
  E* g;
};

// Sums over one task: the filter's gradient and the two sums of the normalization's, in slots one after the other.
template <class V>
struct TaskSums {
  std::vector<float> numbers;
  int slots, places;

  TaskSums() = default;
  TaskSums(const Channels<V>& channels, int places)
      : numbers((places + 2) * channels.slots()), slots(channels.slots()), places(places) {}
  float* filter() { return numbers.data(); }
  float* ofG() { return &numbers[places * slots]; }
  float* ofGTimesX() { return &numbers[(places + 1) * slots]; }
};

// The rows of dy that one row of x takes part in: `count` of them, and the filter's row for each.
template <int kKernel>
struct Partners {
  int count = 0;
  const float* rows[kKernel];
  int places[kKernel];
};

// dFilter[place, j] += sum over the row of normalized[column * stride + j] * dy[column], for `kCount` rows of dy at once.
template <class V, int kKernel, int kStride, int kCount>
void addToFilter(const float* normalized, const Partners<kKernel>& partners, int first, int outWidth,
                 const Channels<V>& channels, int vector, float* dFilter) {
  const int at = channels.at(vector);
  V sum[kCount][kKernel] = {};
  for (int column = 0; column < outWidth; column++) {
    const float* from = normalized + column * kStride * channels.count + at;
    V x[kKernel];
    for (int j = 0; j < kKernel; j++) x[j] = load<V>(from + j * channels.count);
    for (int i = 0; i < kCount; i++) {
      const V dy = load<V>(partners.rows[first + i] + column * channels.count + at);
      for (int j = 0; j < kKernel; j++) sum[i][j] += x[j] * dy;
    }
  }
  for (int i = 0; i < kCount; i++)
    for (int j = 0; j < kKernel; j++) {
      float* place = dFilter + (partners.places[first + i] * kKernel + j) * channels.slots() + vector * lanes<V>();
      store(place, load<V>(place) + sum[i][j]);
    }
}

template <class V, int kKernel, int kStride>
void filterRow(const float* normalized, const Partners<kKernel>& partners, int outWidth, const Channels<V>& channels,
               float* dFilter) {
  // As many rows at once as there are registers for their sums.
  constexpr int kMost = kLanes == 16 ? kKernel : (kKernel == 3 ? 3 : 2);
  for (int v = 0; v < channels.vectors; v++)
    for (int i = 0; i < partners.count;) {
      const auto add = [&](auto count) {
        constexpr int kCount = decltype(count)::value;
        addToFilter<V, kKernel, kStride, kCount>(normalized, partners, i, outWidth, channels, v, dFilter);
        i += kCount;
      };
      const int left = std::min(partners.count - i, kMost);
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

// One row of g, the gradient by the normalized x where the activation let it through, and its sums.
template <class V, int kKernel, int kStride, class E>
void inputRow(const GradientArguments<E>& a, const float* filter, const Partners<kKernel>& partners,
              const float* normalized, const E* x, const Channels<V>& channels, const AffineSlots<V>& slots,
              TaskSums<V>& sums, E* g) {
  const DepthwiseSizes& sizes = a.sizes;
  const V low = spread<V>(a.activation.low), high = spread<V>(a.activation.high);
  for (int v = 0; v < channels.vectors; v++) {
    const int at = channels.at(v), slot = v * lanes<V>();
    const V mean = load<V>(&slots.mean[slot]);
    V ofG = load<V>(sums.ofG() + slot), ofGTimesX = load<V>(sums.ofGTimesX() + slot);
    for (int phase = 0; phase < kStride; phase++) {
      // Columns phase, phase + stride, ... of x meet the filter's columns of the same remainder.
      const int firstColumn = (phase + sizes.left) % kStride;
      inTiles((sizes.width - phase + kStride - 1) / kStride, [&](int first, auto tile) {
        constexpr int kTile = decltype(tile)::value;
        V sum[kTile] = {};
        for (int i = 0; i < partners.count; i++)
          for (int j = firstColumn; j < kKernel; j += kStride) {
            const V weight = load<V>(filter + (partners.places[i] * kKernel + j) * channels.slots() + slot);
            const int column = first + (phase + sizes.left - j) / kStride;
            const float* from = partners.rows[i] + column * channels.count + at;
            for (int t = 0; t < kTile; t++) sum[t] += weight * load<V>(from + t * channels.count);
          }
        for (int t = 0; t < kTile; t++) {
          const int column = phase + (first + t) * kStride;
          const V part = masked<V, true>(sum[t], load<V>(normalized + column * channels.count + at), low, high);
          ofG += part;
          ofGTimesX += part * (load<V>(x + column * sizes.channels + at) - mean);
          store(g + column * sizes.channels + at, part);
        }
      });
    }
    store(sums.ofG() + slot, ofG);
    store(sums.ofGTimesX() + slot, ofGTimesX);
  }
}

// A row of pixels, each of `channels` numbers, from among wider ones.
template <class V, class E>
void copyRow(const E* from, int width, int stride, const Channels<V>& channels, float* to) {
  for (int w = 0; w < width; w++, from += stride, to += channels.count)
    for (int v = 0; v < channels.vectors; v++) store(to + channels.at(v), load<V>(from + channels.at(v)));
}

template <class V, int kKernel, int kStride, class E>
TaskSums<V> differentiateTask(const GradientArguments<E>& a, const DepthwiseTask& task) {
  const DepthwiseSizes& sizes = a.sizes;
  const Channels<V> channels(task.channels);
  const AffineSlots<V> slots(channels, a.affine, task.firstChannel);
  const auto filter = layOutFilter(channels, a.filter, sizes, task.firstChannel);
  const V low = spread<V>(a.activation.low), high = spread<V>(a.activation.high);
  const int rowSize = (sizes.paddedWidth() + kKernel) * channels.count;
  const int dyRowSize = (sizes.outWidth + 2 * kKernel) * channels.count, dyBorder = kKernel * channels.count;
  std::vector<float> row(rowSize), ring(kKernel * dyRowSize);
  float* const normalized = &row[sizes.left * channels.count];
  const int64_t xRow = static_cast<int64_t>(sizes.width) * sizes.channels;
  const int64_t dyRow = static_cast<int64_t>(sizes.outWidth) * sizes.channels;
  const int64_t xStart = task.image * sizes.height * xRow + task.firstChannel;
  const E* const dy = a.dy + task.image * sizes.outHeight * dyRow + task.firstChannel;
  TaskSums<V> sums(channels, kKernel * kKernel);
  int ready = 0;
  for (int h = 0; h < sizes.height; h++) {
    for (; ready <= std::min((h + sizes.top) / kStride, sizes.outHeight - 1); ready++)
      copyRow(dy + ready * dyRow, sizes.outWidth, sizes.channels, channels,
              &ring[ready % kKernel * dyRowSize + dyBorder]);
    Partners<kKernel> partners;
    for (int i = (h + sizes.top) % kStride; i < kKernel; i += kStride) {
      const int out = (h + sizes.top - i) / kStride;
      if (h + sizes.top < i || out >= sizes.outHeight) continue;
      partners.rows[partners.count] = &ring[out % kKernel * dyRowSize + dyBorder];
      partners.places[partners.count++] = i;
    }
    const E* x = a.x + xStart + h * xRow;
    for (int w = 0; w < sizes.width; w++)
      for (int v = 0; v < channels.vectors; v++) {
        const V value = slots.apply(load<V>(x + w * sizes.channels + channels.at(v)), v * lanes<V>());
        store(normalized + w * channels.count + channels.at(v), clamp(value, low, high));
      }
    filterRow<V, kKernel, kStride>(row.data(), partners, sizes.outWidth, channels, sums.filter());
    inputRow<V, kKernel, kStride>(a, filter.data(), partners, normalized, x, channels, slots, sums,
                                  a.g + xStart + h * xRow);
  }
  return sums;
}

template <class E>
struct NormDepthwiseGradient {
  explicit NormDepthwiseGradient(const Attributes& attributes)
      : activation{attributes.number("low"), attributes.number("high")}, stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1), inverse = context.input(5), filter = context.input(6);
    const Extent extent(x);
    const DepthwiseSizes sizes(x, filter, stride);
    require(dy.shape() == sizes.outShape(), "a gradient of the convolution's shape");
    const int channels = sizes.channels, places = sizes.kernel * sizes.kernel;
    const Affine affine(channels, context.input(2), context.input(3), context.input(4), inverse);
    const Tensor dx = context.output<E>(0, x.shape()), dScale = context.output(1, {channels}),
                 dShift = context.output(2, {channels}), dFilter = context.output(3, filter.shape());
    const GradientArguments<E> arguments{sizes,         affine,        activation,   dy.data<E>(),
                                         x.data<E>(), filter.data(), dx.data<E>()};
    std::vector<double> totals((places + 2) * channels);
    withDepthwiseConstants(sizes, [&](auto vector, auto kernel, auto stride) {
      using V = decltype(vector);
      std::vector<DepthwiseTask> tasks = depthwiseTasks(sizes);
      std::vector<TaskSums<V>> sums(tasks.size());
      parallel(static_cast<int>(tasks.size()), [&](int i) {
        sums[i] = differentiateTask<V, decltype(kernel)::value, decltype(stride)::value>(arguments, tasks[i]);
      });
      for (size_t i = 0; i < tasks.size(); i++) {
        std::vector<float> plain(tasks[i].channels);
        for (int row = 0; row < places + 2; row++) {
          Channels<V>(tasks[i].channels).gather(&sums[i].numbers[row * sums[i].slots], plain.data());
          double* total = &totals[row * channels + tasks[i].firstChannel];
          for (int c = 0; c < tasks[i].channels; c++) total[c] += plain[c];
        }
      }
    });
    GradientSums sums(channels);
    sums.ofG.assign(&totals[places * channels], &totals[(places + 1) * channels]);
    sums.ofGTimesX.assign(&totals[(places + 1) * channels], totals.data() + totals.size());
    for (int i = 0; i < places * channels; i++) dFilter.data()[i] = static_cast<float>(totals[i]);
    sums.write(inverse, dScale, dShift);
    applyInPlace(dx.data<E>(), x.data<E>(), extent, affine, GradientRule(sums, extent, affine, inverse));
  }

  const Activation activation;
  const int stride;
};

}  // namespace

void registerDepthwiseGradient() {
  registerKernels<NormDepthwiseGradient>(
      "FoveaNormDepthwiseGrad", {"dy: T", "x: T", "scale", "shift", "mean", "inverse_deviation", "filter"},
      {"dx: T", "d_scale", "d_shift", "d_filter"}, {"low: float", "high: float", "stride: int"});
}

}  // namespace fovea
