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

// Sums over the rows of each channel, of vectors by their position. They do not depend on the number of threads.
template <class V, class VectorAt>
void sumRows(const Extent& extent, const VectorAt& vectorAt, float* sums) {
  const Channels<V> channels(extent.channels);
  const RowPartition partition(extent.rows, extent.channels);
  std::vector<std::vector<float>> parts(partition.parts, std::vector<float>(channels.slots()));
  partition.run([&](int part, int64_t first, int64_t last) {
    float* const slots = parts[part].data();
    for (int64_t row = first; row < last; row++)
      for (int v = 0; v < channels.vectors; v++) {
        float* const slot = slots + v * lanes<V>();
        store(slot, load<V>(slot) + vectorAt(row * channels.count + channels.at(v)));
      }
  });
  std::vector<double> totals(channels.slots()), channelTotals(channels.count);
  for (const auto& slots : parts)
    for (int slot = 0; slot < channels.slots(); slot++) totals[slot] += slots[slot];
  channels.gather(totals.data(), channelTotals.data());
  std::copy(channelTotals.begin(), channelTotals.end(), sums);
}

// The gradient by a bias that no activation follows.
template <class E>
struct ChannelSums {
  explicit ChannelSums(const Attributes&) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Extent extent(x);
    const Tensor sums = context.output(0, {extent.channels});
    const E* const numbers = x.data<E>();
    withVectorsFor(extent.channels, [&](auto vector) {
      using V = decltype(vector);
      sumRows<V>(extent, [=](int64_t at) { return load<V>(numbers + at); }, sums.data());
    });
  }
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
    const V low = broadcast<V>(activation.low), high = broadcast<V>(activation.high);
    const auto passedAt = [=](int64_t at) {
      const V passed = masked<V, true>(load<V>(dy + at), load<V>(y + at), low, high);
      store(dx + at, passed);
      return passed;
    };
    sumRows<V>(extent, passedAt, dBias);
  }

  const Activation activation;
};

}  // namespace

void registerBias() {
  registerKernels<Bias>("FoveaBias", {"x: T", "bias"}, {"y: T"}, {"low: float", "high: float"});
  registerKernels<ChannelSums>("FoveaChannelSums", {"x: T"}, {"sums"}, {});
  registerKernels<BiasGradient>("FoveaBiasGrad", {"dy: T", "y: T"}, {"dx: T", "d_bias"}, {"low: float", "high: float"});
}

}  // namespace fovea
