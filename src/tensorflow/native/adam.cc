#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

// The coefficients of a step, the same for all weights, in the order of the input.
struct Coefficients {
  float momentum, gradientFactor, squareMomentum, squareFactor, rate, rootFactor, epsilon;
};

// A range of the numbers of one weight. Weight decay multiplies the weight by `decayFactor` first.
struct Slice {
  float *weight, *average, *squaredAverage;
  const float* gradient;
  int64_t size;
  float decayFactor;
};

template <class V>
inline void updateAt(const Slice& slice, const Coefficients& coefficients, int64_t i) {
  const V gradient = load<V>(slice.gradient + i);
  const V average = load<V>(slice.average + i) * coefficients.momentum + gradient * coefficients.gradientFactor;
  const V squared = load<V>(slice.squaredAverage + i) * coefficients.squareMomentum + gradient * gradient * coefficients.squareFactor;
  const V move = average * coefficients.rate / (squareRoot(squared) * coefficients.rootFactor + coefficients.epsilon);
  store(slice.average + i, average);
  store(slice.squaredAverage + i, squared);
  store(slice.weight + i, load<V>(slice.weight + i) * slice.decayFactor - move);
}

// By value: the compiler must assume that a store changes what a reference refers to.
void updateSlice(const Slice slice, const Coefficients coefficients) {
  int64_t i = 0;
  for (; i + kLanes <= slice.size; i += kLanes) updateAt<Wide>(slice, coefficients, i);
  for (; i < slice.size; i++) updateAt<float>(slice, coefficients, i);
}

// One step of Adam with decoupled weight decay for many weights. Weights and averages are updated in place: new tensors each step would
// fragment the memory.
// Kingma and Ba 2015, arXiv:1412.6980; Loshchilov and Hutter 2019, arXiv:1711.05101.
struct Adam {
  explicit Adam(const Attributes& attributes) : count(attributes.integer("N")) {}

  void compute(const Context& context) const {
    const Tensor decayFactor = context.input(4 * count), numbers = context.input(4 * count + 1);
    require(decayFactor.size() == count && numbers.size() == sizeof(Coefficients) / sizeof(float), "a factor for each weight, and seven numbers");
    Coefficients coefficients;
    std::memcpy(&coefficients, numbers.data(), sizeof coefficients);
    std::vector<Slice> slices;
    for (int i = 0; i < count; i++) addSlices(context, i, decayFactor.data()[i], slices);
    parallel(static_cast<int>(slices.size()), [&](int i) { updateSlice(slices[i], coefficients); });
  }

 private:
  void addSlices(const Context& context, int i, float decayFactor, std::vector<Slice>& slices) const {
    constexpr int64_t kSliceSize = 1 << 14;
    const Tensor weight = context.input(i), average = context.input(count + i), squaredAverage = context.input(2 * count + i),
                 gradient = context.input(3 * count + i);
    for (const Tensor* other : {&average, &squaredAverage, &gradient})
      require(other->shape() == weight.shape(), "averages and a gradient of the weight's shape");
    for (int64_t at = 0; at < weight.size(); at += kSliceSize)
      slices.push_back({weight.data() + at, average.data() + at, squaredAverage.data() + at, gradient.data() + at,
                        std::min(kSliceSize, weight.size() - at), decayFactor});
  }

  const int count;
};

}  // namespace

void registerAdam() {
  registerKernel<Adam>("FoveaAdam",
                       {"weights: N * float", "averages: N * float", "squared_averages: N * float", "gradients: N * float", "decay_factors", "coefficients"},
                       {}, {"N: int >= 1"});
}

}  // namespace fovea
