#include "normalization-gradient.h"
#include "rows.h"

namespace fovea {
namespace {

// Adds a bias to each channel, then applies an activation.
template <class E>
struct Bias {
  explicit Bias(const Attributes& attributes) : activation(attributes.activation()) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0), bias = context.input(1), y = context.output<E>(0, x.shape());
    const Extent extent(x);
    require(bias.size() == extent.channels, "a number for each channel");
    withVectorsFor(extent.channels, [&](auto v) { add<decltype(v)>(x.data<E>(), bias.data(), extent, y.data<E>()); });
  }

 private:
  template <class V>
  void add(const E* x, const float* bias, const Extent& extent, E* y) const {
    const Channels<V> channels(extent.channels);
    const std::vector<float> slots = channels.layOut(bias);
    RowPartition(extent.rows, extent.channels).run([&](int, int64_t first, int64_t last) {
      const V low = broadcast<V>(activation.low), high = broadcast<V>(activation.high);
      for (int64_t row = first; row < last; row++)
        for (int v = 0; v < channels.vectors; v++) {
          const int64_t at = row * channels.count + channels.at(v);
          store(y + at, clamp(load<V>(x + at) + load<V>(&slots[v * lanes<V>()]), low, high));
        }
    });
  }

  const Activation activation;
};

// The gradients by x and by the bias; y says where the activation passes the gradient on.
template <class E>
struct BiasGradient {
  explicit BiasGradient(const Attributes& attributes) : activation(attributes.activation()) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), y = context.input(1);
    const Extent extent(y);
    require(dy.shape() == y.shape(), "a gradient of the result's shape");
    const Tensor dx = context.output<E>(0, y.shape()), dBias = context.output(1, {extent.channels});
    withVectorsFor(extent.channels, [&](auto v) {
      mask<decltype(v)>(dy.data<E>(), y.data<E>(), extent, dx.data<E>(), dBias.data());
    });
  }

 private:
  template <class V>
  void mask(const E* dy, const E* y, const Extent& extent, E* dx, float* dBias) const {
    const Channels<V> channels(extent.channels);
    const RowPartition partition(extent.rows, extent.channels);
    std::vector<std::vector<float>> parts(partition.parts, std::vector<float>(channels.slots()));
    partition.run([&](int part, int64_t first, int64_t last) {
      const V low = broadcast<V>(activation.low), high = broadcast<V>(activation.high);
      float* const sums = parts[part].data();
      for (int64_t row = first; row < last; row++)
        for (int v = 0; v < channels.vectors; v++) {
          const int64_t at = row * channels.count + channels.at(v);
          const V passed = masked<V, true>(load<V>(dy + at), load<V>(y + at), low, high);
          store(dx + at, passed);
          store(sums + v * lanes<V>(), load<V>(sums + v * lanes<V>()) + passed);
        }
    });
    std::vector<double> totals(channels.slots()), channelTotals(channels.count);
    for (const auto& sums : parts)
      for (int slot = 0; slot < channels.slots(); slot++) totals[slot] += sums[slot];
    channels.gather(totals.data(), channelTotals.data());
    std::copy(channelTotals.begin(), channelTotals.end(), dBias);
  }

  const Activation activation;
};

}  // namespace

void registerBias() {
  registerKernels<Bias>("FoveaBias", {"x: T", "bias"}, {"y: T"}, {"low: float", "high: float"});
  registerKernels<BiasGradient>("FoveaBiasGrad", {"dy: T", "y: T"}, {"dx: T", "d_bias"}, {"low: float", "high: float"});
}

}  // namespace fovea
