#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// What a step needs, the same for all weights, in this order.
struct Hyper {
  float momentum, ofGradient, squaredMomentum, ofSquare, rate, rootFactor, epsilon;
};

// Some of the numbers of one weight. The weight is multiplied by `kept` first.
struct Share {
  float *weight, *average, *squaredAverage;
  const float* gradient;
  int64_t size;
  float kept;
};

template <class V>
inline void stepAt(const Share& share, const Hyper& hyper, int64_t i) {
  const V gradient = load<V>(share.gradient + i);
  const V average = load<V>(share.average + i) * hyper.momentum + gradient * hyper.ofGradient;
  const V squared = load<V>(share.squaredAverage + i) * hyper.squaredMomentum + gradient * gradient * hyper.ofSquare;
  const V move = average * hyper.rate / (squareRoot(squared) * hyper.rootFactor + hyper.epsilon);
  store(share.average + i, average);
  store(share.squaredAverage + i, squared);
  store(share.weight + i, load<V>(share.weight + i) * share.kept - move);
}

// By value: for all the compiler knows, what is stored might change what is referred to.
void stepShare(const Share share, const Hyper hyper) {
  int64_t i = 0;
  for (; i + kLanes <= share.size; i += kLanes) stepAt<Wide>(share, hyper, i);
  for (; i < share.size; i++) stepAt<float>(share, hyper, i);
}

// One step of Adam with decoupled weight decay for many weights, which it writes over with their averages: made anew they would lie
// elsewhere each time, and leave holes for which memory grows.
// Kingma and Ba 2015, arXiv:1412.6980; Loshchilov and Hutter 2019, arXiv:1711.05101.
struct Adam {
  explicit Adam(const Attributes& attributes) : count(attributes.integer("N")) {}

  void compute(const Context& context) const {
    const Tensor kept = context.input(4 * count), numbers = context.input(4 * count + 1);
    require(kept.size() == count && numbers.size() == sizeof(Hyper) / sizeof(float), "a factor for each weight, and seven numbers");
    Hyper hyper;
    std::memcpy(&hyper, numbers.data(), sizeof hyper);
    std::vector<Share> shares;
    for (int i = 0; i < count; i++) addShares(context, i, kept.data()[i], shares);
    parallel(static_cast<int>(shares.size()), [&](int i) { stepShare(shares[i], hyper); });
  }

 private:
  void addShares(const Context& context, int i, float kept, std::vector<Share>& shares) const {
    constexpr int64_t kNumbersOfShare = 1 << 14;
    const Tensor weight = context.input(i), average = context.input(count + i), squaredAverage = context.input(2 * count + i),
                 gradient = context.input(3 * count + i);
    for (const Tensor* other : {&average, &squaredAverage, &gradient})
      require(other->shape() == weight.shape(), "averages and a gradient of the weight's shape");
    for (int64_t at = 0; at < weight.size(); at += kNumbersOfShare)
      shares.push_back({weight.data() + at, average.data() + at, squaredAverage.data() + at, gradient.data() + at,
                        std::min(kNumbersOfShare, weight.size() - at), kept});
  }

  const int count;
};

}  // namespace

void registerAdam() {
  registerKernel<Adam>("FoveaAdam",
                       {"weights: N * float", "averages: N * float", "squared_averages: N * float", "gradients: N * float", "kept", "hyper"},
                       {}, {"N: int >= 1"});
}

}  // namespace fovea
