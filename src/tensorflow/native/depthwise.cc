#include "depthwise.h"

#include "normalization.h"

namespace fovea {

DepthwiseSizes::DepthwiseSizes(const Tensor& x, const Tensor& filter, int stride) : stride(stride) {
  require(x.rank() == 4 && filter.rank() == 4 && filter.dim(3) == 1, "an image batch and a filter of four axes");
  images = static_cast<int>(x.dim(0));
  height = static_cast<int>(x.dim(1));
  width = static_cast<int>(x.dim(2));
  channels = static_cast<int>(x.dim(3));
  kernel = static_cast<int>(filter.dim(0));
  require(filter.dim(1) == kernel && (kernel == 3 || kernel == 5), "a filter of 3 x 3 or 5 x 5");
  require(filter.dim(2) == channels, "a filter with as many channels as x");
  require(stride == 1 || stride == 2, "stride 1 or 2");
  outHeight = (height + stride - 1) / stride;
  outWidth = (width + stride - 1) / stride;
  top = std::max((outHeight - 1) * stride + kernel - height, 0) / 2;
  left = std::max((outWidth - 1) * stride + kernel - width, 0) / 2;
}

std::vector<DepthwiseTask> depthwiseTasks(const DepthwiseSizes& sizes) {
  const int vectors = sizes.channels % kLanes == 0 ? sizes.channels / kLanes : 1;
  const int blocks = std::clamp(4 * threadCount() / std::max(1, sizes.images), 1, vectors);
  std::vector<DepthwiseTask> tasks;
  for (int image = 0; image < sizes.images; image++)
    for (int block = 0; block < blocks; block++) {
      const int first = vectors * block / blocks * kLanes;
      const int last = block + 1 == blocks ? sizes.channels : vectors * (block + 1) / blocks * kLanes;
      tasks.push_back({image, first, last - first});
    }
  return tasks;
}

namespace {

template <class E>
struct ForwardArguments {
  const DepthwiseSizes& sizes;
  const Affine& affine;
  const Activation activation;
  const E* x;
  const float* filter;
  E* y;
};

// One row of x, normalized, into a buffer between its borders.
template <class V, class E>
void normalizeRow(const E* x, const DepthwiseSizes& sizes, const Channels<V>& channels, const AffineSlots<V>& slots,
                  V low, V high, float* to) {
  for (int w = 0; w < sizes.width; w++, x += sizes.channels, to += channels.count)
    for (int v = 0; v < channels.vectors; v++) {
      const int at = channels.at(v);
      store(to + at, clamp(slots.apply(load<V>(x + at), v * lanes<V>()), low, high));
    }
}

template <class V, int kKernel, int kStride, class E>
void convolveRow(const float* const* rows, const float* filter, const DepthwiseSizes& sizes,
                 const Channels<V>& channels, E* y) {
  for (int v = 0; v < channels.vectors; v++) {
    const int at = channels.at(v);
    const float* weights = filter + v * lanes<V>();
    inTiles(sizes.outWidth, [&](int first, auto tile) {
      constexpr int kTile = decltype(tile)::value;
      V sum[kTile] = {};
      for (int i = 0; i < kKernel; i++)
        for (int j = 0; j < kKernel; j++) {
          const V weight = load<V>(weights + (i * kKernel + j) * channels.slots());
          const float* from = rows[i] + (first * kStride + j) * channels.count + at;
          for (int t = 0; t < kTile; t++) sum[t] += weight * load<V>(from + t * kStride * channels.count);
        }
      for (int t = 0; t < kTile; t++) store(y + (first + t) * sizes.channels + at, sum[t]);
    });
  }
}

template <class V, int kKernel, int kStride, class E>
void convolveTask(const ForwardArguments<E>& a, const DepthwiseTask& task) {
  const DepthwiseSizes& sizes = a.sizes;
  const Channels<V> channels(task.channels);
  const AffineSlots<V> slots(channels, a.affine, task.firstChannel);
  const auto filter = layOutFilter(channels, a.filter, sizes, task.firstChannel);
  const V low = spread<V>(a.activation.low), high = spread<V>(a.activation.high);
  const int rowSize = sizes.paddedWidth() * channels.count;
  // The last rows of the normalized input, in a ring, and one row of border.
  std::vector<float> buffer((kKernel + 1) * rowSize);
  const float* const border = &buffer[kKernel * rowSize];
  const E* x = a.x + static_cast<int64_t>(task.image) * sizes.height * sizes.width * sizes.channels + task.firstChannel;
  E* y = a.y + static_cast<int64_t>(task.image) * sizes.outHeight * sizes.outWidth * sizes.channels + task.firstChannel;
  int ready = 0;
  for (int out = 0; out < sizes.outHeight; out++) {
    const int start = out * kStride - sizes.top;
    for (; ready < std::min(start + kKernel, sizes.height); ready++)
      normalizeRow(x + static_cast<int64_t>(ready) * sizes.width * sizes.channels, sizes, channels, slots, low, high,
                   &buffer[ready % kKernel * rowSize + sizes.left * channels.count]);
    const float* rows[kKernel];
    for (int i = 0; i < kKernel; i++) {
      const int row = start + i;
      rows[i] = row < 0 || row >= sizes.height ? border : &buffer[row % kKernel * rowSize];
    }
    convolveRow<V, kKernel, kStride>(rows, filter.data(), sizes, channels,
                                     y + static_cast<int64_t>(out) * sizes.outWidth * sizes.channels);
  }
}

// Batch norm, activation and depthwise convolution: the normalized image never reaches the memory.
template <class E>
struct NormDepthwise {
  explicit NormDepthwise(const Attributes& attributes)
      : epsilon(attributes.number("epsilon")),
        momentum(attributes.number("momentum")),
        activation{attributes.number("low"), attributes.number("high")},
        stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0), filter = context.input(5);
    const Extent extent(x);
    const DepthwiseSizes sizes(x, filter, stride);
    const Tensor y = context.output<E>(0, sizes.outShape());
    const BatchStatistics statistics(context, 1, extent.channels);
    statistics.fill(momentsOf(x.data<E>(), extent.rows, extent.channels), extent.rows, context.input(3), context.input(4),
                    epsilon, momentum);
    const Affine affine(extent.channels, context.input(1), context.input(2), statistics.mean,
                        statistics.inverseDeviation);
    const ForwardArguments<E> arguments{sizes, affine, activation, x.data<E>(), filter.data(), y.data<E>()};
    withDepthwiseConstants(sizes, [&](auto vector, auto kernel, auto stride) {
      const std::vector<DepthwiseTask> tasks = depthwiseTasks(sizes);
      parallel(static_cast<int>(tasks.size()), [&](int i) {
        convolveTask<decltype(vector), decltype(kernel)::value, decltype(stride)::value>(arguments, tasks[i]);
      });
    });
  }

  const float epsilon, momentum;
  const Activation activation;
  const int stride;
};

}  // namespace

void registerDepthwise() {
  registerKernels<NormDepthwise>("FoveaNormDepthwise",
                                {"x: T", "scale", "shift", "running_mean", "running_variance", "filter"},
                                {"y: T", "new_mean", "new_variance", "mean", "inverse_deviation"},
                                {"epsilon: float", "momentum: float", "low: float", "high: float", "stride: int"});
}

}  // namespace fovea
