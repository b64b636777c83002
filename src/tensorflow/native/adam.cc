#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// What a step needs, the same for all weights, in this order.
struct Hyper {
  float momentum, ofGradient, squaredMomentum, ofSquare, rate, rootFactor, epsilon;
};

// Some of the numbers of one weight, before and after the step. The weight is multiplied by `kept` first.
struct Share {
  const float *weight, *average, *squaredAverage, *gradient;
  float *newWeight, *newAverage, *newSquaredAverage;
  int64_t size;
  float kept;
};

template <class V, class Store>
inline void stepAt(const Share& share, const Hyper& hyper, int64_t i, const Store& storeAt) {
  const V gradient = load<V>(share.gradient + i);
  const V average = load<V>(share.average + i) * hyper.momentum + gradient * hyper.ofGradient;
  const V squared = load<V>(share.squaredAverage + i) * hyper.squaredMomentum + gradient * gradient * hyper.ofSquare;
  const V move = average * hyper.rate / (squareRoot(squared) * hyper.rootFactor + hyper.epsilon);
  storeAt(share.newAverage + i, average);
  storeAt(share.newSquaredAverage + i, squared);
  storeAt(share.newWeight + i, load<V>(share.weight + i) * share.kept - move);
}

// By value: for all the compiler knows, what is stored might change what is referred to.
template <class Store>
void stepShare(const Share share, const Hyper hyper, const Store& storeAt) {
  int64_t i = 0;
  for (; i + kLanes <= share.size; i += kLanes) stepAt<Wide>(share, hyper, i, storeAt);
  for (; i < share.size; i++) stepAt<float>(share, hyper, i, [](float* to, float value) { *to = value; });
}

// One step of Adam with decoupled weight decay for many weights, into tensors of their own: whoever read a weight keeps what was read.
// Kingma and Ba 2015, arXiv:1412.6980; Loshchilov and Hutter 2019, arXiv:1711.05101.
struct Adam {
  explicit Adam(const Attributes& attributes) : count(attributes.integer("N")) {}

  void compute(const Context& context) const {
    const Tensor kept = context.input(4 * count), numbers = context.input(4 * count + 1);
    require(kept.size() == count && numbers.size() == sizeof(Hyper) / sizeof(float), "a factor for each weight, and seven numbers");
    Hyper hyper;
    std::memcpy(&hyper, numbers.data(), sizeof hyper);
    std::vector<Tensor> held;
    std::vector<Share> shares;
    for (int i = 0; i < count; i++) addShares(context, i, kept.data()[i], held, shares);
    const bool isMuch = static_cast<int64_t>(shares.size()) * kNumbersOfShare >= kMuch;
    parallel(static_cast<int>(shares.size()), [&](int i) {
      isMuch ? stepShare(shares[i], hyper, [](float* to, const Wide& value) { storePastCaches(to, value); }) : stepShare(shares[i], hyper, [](float* to, const Wide& value) { store(to, value); });
    });
  }

 private:
  static constexpr int64_t kNumbersOfShare = 1 << 14;

  void addShares(const Context& context, int i, float kept, std::vector<Tensor>& held, std::vector<Share>& shares) const {
    const size_t first = held.size();
    for (int input = 0; input < 4; input++) held.push_back(context.input(input * count + i));
    const Shape shape = held[first].shape();
    for (int input = 1; input < 4; input++) require(held[first + input].shape() == shape, "averages and a gradient of the weight's shape");
    for (int output = 0; output < 3; output++) held.push_back(context.output(output * count + i, shape));
    const auto data = [&](int k) { return held[first + k].data(); };
    const int64_t size = held[first].size();
    for (int64_t at = 0; at < size; at += kNumbersOfShare)
      shares.push_back({data(0) + at, data(1) + at, data(2) + at, data(3) + at, data(4) + at, data(5) + at, data(6) + at,
                        std::min(kNumbersOfShare, size - at), kept});
  }

  const int count;
};

}  // namespace

void registerAdam() {
  registerKernel<Adam>("FoveaAdam",
                       {"weights: N * float", "averages: N * float", "squared_averages: N * float", "gradients: N * float", "kept", "hyper"},
                       {"new_weights: N * float", "new_averages: N * float", "new_squared_averages: N * float"}, {"N: int >= 1"});
}

}  // namespace fovea
