#include "normalization-gradient.h"

#include <cmath>

#include "rows.h"

namespace fovea {

bool isBounded(Activation activation) { return std::isfinite(activation.low) || std::isfinite(activation.high); }

void GradientSums::write(const Tensor& inverseDeviation, const Tensor& dScale, const Tensor& dShift) const {
  for (size_t c = 0; c < sumG.size(); c++) {
    dScale.data()[c] = static_cast<float>(sumGTimesX[c] * inverseDeviation.data()[c]);
    dShift.data()[c] = static_cast<float>(sumG[c]);
  }
}

GradientRule::GradientRule(const GradientSums& sums, const Extent& extent, const Affine& affine,
                           const Tensor& inverseDeviation)
    : constant(extent.channels), slope(extent.channels) {
  for (int c = 0; c < extent.channels; c++) {
    const double inverse = inverseDeviation.data()[c], factor = affine.factor[c];
    constant[c] = static_cast<float>(factor * sums.sumG[c] / extent.rows);
    slope[c] = static_cast<float>(factor * inverse * inverse * sums.sumGTimesX[c] / extent.rows);
  }
}

namespace {

template <class V, bool kBounded, class E>
inline void applyAt(int channel, const E* dy, const E* x, const Affine& affine, const GradientRule& rule, V low,
                    V high, E* dx) {
  const V centred = load<V>(x + channel) - load<V>(&affine.mean[channel]), factor = load<V>(&affine.factor[channel]);
  const V normalized = centred * factor + load<V>(&affine.shift[channel]);
  const V g = masked<V, kBounded>(load<V>(dy + channel), normalized, low, high);
  store(dx + channel, g * factor - load<V>(&rule.constant[channel]) - centred * load<V>(&rule.slope[channel]));
}

template <bool kBounded, class E>
void applyRule(const E* dy, const E* x, const Extent& extent, const Affine& affine, const GradientRule& rule,
               Activation activation, E* dx) {
  const int channels = extent.channels, whole = channels / kLanes * kLanes;
  const Wide low = broadcast<Wide>(activation.low), high = broadcast<Wide>(activation.high);
  RowPartition(extent.rows, channels).run([&](int, int64_t first, int64_t last) {
    for (int64_t start = first * channels; start < last * channels; start += channels) {
      for (int c = 0; c < whole; c += kLanes)
        applyAt<Wide, kBounded>(c, dy + start, x + start, affine, rule, low, high, dx + start);
      for (int c = whole; c < channels; c++)
        applyAt<float, kBounded>(c, dy + start, x + start, affine, rule, activation.low, activation.high, dx + start);
    }
  });
}

// Adds `Width` neighbouring vectors of a block of rows; a block has so few rows that float32 is precise enough for its sums.
template <class V, bool kBounded, int Width, class E>
void addBlock(const E* dy, const E* x, int rows, const Channels<V>& channels, const AffineSlots<V>& slots,
              V low, V high, int vector, double* sumG, double* sumGTimesX) {
  int at[Width];
  V mean[Width], factor[Width], shift[Width], g[Width] = {}, gx[Width] = {};
  for (int k = 0; k < Width; k++) {
    at[k] = channels.at(vector + k);
    const int slot = (vector + k) * lanes<V>();
    mean[k] = load<V>(&slots.mean[slot]);
    factor[k] = load<V>(&slots.factor[slot]);
    shift[k] = load<V>(&slots.shift[slot]);
  }
  for (int r = 0; r < rows; r++, dy += channels.count, x += channels.count)
    for (int k = 0; k < Width; k++) {
      const V centred = load<V>(x + at[k]) - mean[k];
      const V part = masked<V, kBounded>(load<V>(dy + at[k]), centred * factor[k] + shift[k], low, high);
      g[k] += part;
      gx[k] += part * centred;
    }
  for (int k = 0; k < Width; k++)
    for (int i = 0; i < lanes<V>(); i++) {
      sumG[(vector + k) * lanes<V>() + i] += lane(g[k], i);
      sumGTimesX[(vector + k) * lanes<V>() + i] += lane(gx[k], i);
    }
}

// Calls prepare(first row, rows) before each block; it may write the block of dy.
template <class V, bool kBounded, class E, class Prepare>
GradientSums sumGradients(const E* dy, const E* x, const Extent& extent, const Affine& affine, Activation activation,
                          const Prepare& prepare) {
  const Channels<V> channels(extent.channels);
  const AffineSlots<V> slots(channels, affine);
  const V low = broadcast<V>(activation.low), high = broadcast<V>(activation.high);
  const int blockRows = std::clamp(4096 / extent.channels, 8, 256);
  const RowPartition partition(extent.rows, extent.channels);
  std::vector<std::vector<double>> parts(partition.parts, std::vector<double>(2 * channels.slots()));
  partition.run([&](int part, int64_t first, int64_t last) {
    double *sumG = parts[part].data(), *sumGTimesX = sumG + channels.slots();
    for (int64_t row = first; row < last; row += blockRows) {
      const int rows = static_cast<int>(std::min<int64_t>(blockRows, last - row));
      prepare(row, rows);
      const E *dyBlock = dy + row * channels.count, *xBlock = x + row * channels.count;
      int v = 0;
      for (; v + 2 <= channels.vectors; v += 2)
        addBlock<V, kBounded, 2>(dyBlock, xBlock, rows, channels, slots, low, high, v, sumG, sumGTimesX);
      for (; v < channels.vectors; v++)
        addBlock<V, kBounded, 1>(dyBlock, xBlock, rows, channels, slots, low, high, v, sumG, sumGTimesX);
    }
  });
  for (int part = 1; part < partition.parts; part++)
    for (int i = 0; i < 2 * channels.slots(); i++) parts[0][i] += parts[part][i];
  GradientSums sums(extent.channels);
  channels.gather(parts[0].data(), sums.sumG.data());
  channels.gather(parts[0].data() + channels.slots(), sums.sumGTimesX.data());
  return sums;
}

}  // namespace

template <class E>
void applyInPlace(E* g, const E* x, const Extent& extent, const Affine& affine, const GradientRule& rule) {
  applyRule<false>(g, x, extent, affine, rule, {}, g);
}

template void applyInPlace(float*, const float*, const Extent&, const Affine&, const GradientRule&);
template void applyInPlace(Bfloat16*, const Bfloat16*, const Extent&, const Affine&, const GradientRule&);

namespace {

template <class E>
struct BatchNormGradient {
  explicit BatchNormGradient(const Attributes& attributes) : activation(attributes.activation()) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1), mean = context.input(4), inverse = context.input(5);
    const Extent extent(x);
    require(dy.shape() == x.shape(), "a gradient of x's shape");
    const Affine affine(extent.channels, context.input(2), context.input(3), mean, inverse);
    const Tensor dx = context.output<E>(0, x.shape()), dScale = context.output(1, {extent.channels}),
                 dShift = context.output(2, {extent.channels});
    const auto run = [&](auto vector, auto bounded) {
      using V = decltype(vector);
      const E *dyData = dy.data<E>(), *xData = x.data<E>();
      constexpr bool kBounded = decltype(bounded)::value;
      const auto sums = sumGradients<V, kBounded>(dyData, xData, extent, affine, activation, [](int64_t, int) {});
      sums.write(inverse, dScale, dShift);
      const GradientRule rule(sums, extent, affine, inverse);
      applyRule<kBounded>(dyData, xData, extent, affine, rule, activation, dx.data<E>());
    };
    withVectorsFor(extent.channels, [&](auto vector) {
      if (isBounded(activation)) {
        run(vector, std::true_type{});
      } else {
        run(vector, std::false_type{});
      }
    });
  }

  const Activation activation;
};

// dy where the result lies between the activation's bounds.
template <class V, class E>
void maskAt(const E* dy, const E* y, const Activation& activation, E* g) {
  store(g, masked<V, true>(load<V>(dy), load<V>(y), broadcast<V>(activation.low), broadcast<V>(activation.high)));
}

// The gradient of a normalization to which a shortcut is added before the activation.
template <class E>
struct BatchNormSumGradient {
  explicit BatchNormSumGradient(const Attributes& attributes) : activation(attributes.activation()) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1), y = context.input(2), inverse = context.input(6);
    const Extent extent(x);
    const int channels = extent.channels;
    require(dy.shape() == x.shape() && y.shape() == x.shape(), "a gradient and a result of x's shape");
    const Affine affine(channels, context.input(3), context.input(4), context.input(5), inverse);
    const Tensor dx = context.output<E>(0, x.shape()), dScale = context.output(1, {channels}),
                 dShift = context.output(2, {channels}), g = context.output<E>(3, x.shape());
    const E *dyData = dy.data<E>(), *yData = y.data<E>(), *xData = x.data<E>();
    E* const gData = g.data<E>();
    const auto mask = [&](int64_t row, int rows) {
      const int64_t last = (row + rows) * channels;
      int64_t i = row * channels;
      for (; i + kLanes <= last; i += kLanes) maskAt<Wide>(dyData + i, yData + i, activation, gData + i);
      for (; i < last; i++) maskAt<float>(dyData + i, yData + i, activation, gData + i);
    };
    withVectorsFor(channels, [&](auto vector) {
      const E* passed = gData;
      const auto sums = sumGradients<decltype(vector), false>(passed, xData, extent, affine, activation, mask);
      sums.write(inverse, dScale, dShift);
      const GradientRule rule(sums, extent, affine, inverse);
      applyRule<false>(passed, xData, extent, affine, rule, activation, dx.data<E>());
    });
  }

  const Activation activation;
};

}  // namespace

void registerNormalizationGradient() {
  registerKernels<BatchNormGradient>("FoveaBatchNormGrad", {"dy: T", "x: T", "scale", "shift", "mean", "inverse_deviation"},
                                    {"dx: T", "d_scale", "d_shift"}, {"low: float", "high: float"});
  registerKernels<BatchNormSumGradient>(
      "FoveaBatchNormSumGrad", {"dy: T", "x: T", "y: T", "scale", "shift", "mean", "inverse_deviation"},
      {"dx: T", "d_scale", "d_shift", "d_shortcut: T"}, {"low: float", "high: float"});
}

}  // namespace fovea
