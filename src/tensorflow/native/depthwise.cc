#include "depthwise.h"

#include "normalization.h"

namespace fovea {

DepthwiseSizes::DepthwiseSizes(const Tensor& x, const Tensor& filter, int stride) : stride(stride) {
  require(x.rank() == 4 && filter.rank() == 4 && filter.dim(3) == 1, "an image batch and a filter of four axes");
  require(x.size() > 0, "at least one pixel of at least one channel");
  images = x.length(0);
  height = x.length(1);
  width = x.length(2);
  channels = x.length(3);
  kernel = filter.length(0);
  require(filter.dim(1) == kernel && (kernel == 3 || kernel == 5), "a filter of 3 x 3 or 5 x 5");
  require(filter.dim(2) == channels, "a filter with as many channels as x");
  require(stride == 1 || stride == 2, "stride 1 or 2");
  outHeight = (height + stride - 1) / stride;
  outWidth = (width + stride - 1) / stride;
  top = std::max((outHeight - 1) * stride + kernel - height, 0) / 2;
  left = std::max((outWidth - 1) * stride + kernel - width, 0) / 2;
}

std::vector<DepthwiseTask> depthwiseTasks(int images, int height) {
  constexpr int kWanted = 64, kFewestRows = 8;
  const int parts = std::clamp(kWanted / std::max(1, images), 1, std::max(1, height / kFewestRows));
  std::vector<DepthwiseTask> tasks;
  for (int image = 0; image < images; image++)
    for (int part = 0; part < parts; part++)
      tasks.push_back({image, height * part / parts, height * (part + 1) / parts});
  return tasks;
}

std::vector<float> layOutFilter(const float* filter, const DepthwiseSizes& sizes) {
  const int positions = sizes.kernel * sizes.kernel;
  std::vector<float> numbers(positions * sizes.slots());
  for (int position = 0; position < positions; position++)
    std::copy_n(filter + position * sizes.channels, sizes.channels, &numbers[position * sizes.slots()]);
  return numbers;
}

namespace {

template <class E>
struct ForwardArguments {
  const DepthwiseSizes& sizes;
  const Pixels pixels;
  const std::vector<float> filter;
  const E* x;
  E* y;
};

// Computes one row of the result in one panel of channels.
template <int kKernel, int kStride>
void convolveRow(const float* const* rows, const float* filter, int slots, int outWidth, int columns, float* to) {
  for (int c = 0; c < columns; c += kLanes)
    inTiles(outWidth, [&](int first, auto tile) {
      constexpr int kTile = decltype(tile)::value;
      Wide sum[kTile] = {};
      for (int i = 0; i < kKernel; i++)
        for (int j = 0; j < kKernel; j++) {
          const Wide weight = load<Wide>(filter + (i * kKernel + j) * slots + c);
          const float* from = rows[i] + (first * kStride + j) * kColumns + c;
          for (int t = 0; t < kTile; t++) sum[t] += weight * load<Wide>(from + t * kStride * kColumns);
        }
      for (int t = 0; t < kTile; t++) store(to + (first + t) * kColumns + c, sum[t]);
    });
}

template <int kKernel, int kStride, class E>
void convolveTask(const ForwardArguments<E>& a, const DepthwiseTask& task) {
  const DepthwiseSizes& sizes = a.sizes;
  // The row with index kKernel stays zero: it is the border above and below the image.
  RowRing ring(sizes, kKernel + 1, sizes.paddedWidth());
  std::vector<float> result(sizes.outWidth * kColumns);
  const bool isNonTemporal = usesNonTemporalStores<E>(int64_t{sizes.images} * sizes.outHeight * sizes.outWidth, sizes.channels);
  const int64_t firstRow = int64_t{task.image} * sizes.height;
  int ready = std::max(0, task.first * kStride - sizes.top);
  for (int out = task.first; out < task.last; out++) {
    const int start = out * kStride - sizes.top;
    for (; ready < std::min(start + kKernel, sizes.height); ready++)
      ring.put(ready % kKernel, sizes.left, a.pixels, a.x, (firstRow + ready) * sizes.width, sizes.width);
    for (int panel = 0; panel * kColumns < sizes.channels; panel++) {
      const float* rows[kKernel];
      for (int i = 0; i < kKernel; i++) {
        const int row = start + i;
        rows[i] = ring.at(panel, row < 0 || row >= sizes.height ? kKernel : row % kKernel);
      }
      const int columns = sizes.columnsOf(panel);
      convolveRow<kKernel, kStride>(rows, &a.filter[panel * kColumns], sizes.slots(), sizes.outWidth, columns, result.data());
      const int64_t pixel = (int64_t{task.image} * sizes.outHeight + out) * sizes.outWidth;
      writePanel(result.data(), sizes.outWidth, columns, isNonTemporal, a.y + pixel * sizes.channels + panel * kColumns,
                 sizes.channels);
    }
  }
}

template <class E>
void convolve(const ForwardArguments<E>& arguments) {
  const std::vector<DepthwiseTask> tasks = depthwiseTasks(arguments.sizes.images, arguments.sizes.outHeight);
  withDepthwiseConstants(arguments.sizes, [&](auto kernel, auto stride) {
    parallel(static_cast<int>(tasks.size()), [&](int i) {
      convolveTask<decltype(kernel)::value, decltype(stride)::value>(arguments, tasks[i]);
    });
  });
}

template <class E>
struct Depthwise {
  explicit Depthwise(const Attributes& attributes) : stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0), filter = context.input(1);
    const DepthwiseSizes sizes(x, filter, stride);
    const Tensor y = context.output<E>(0, sizes.outShape());
    convolve<E>({sizes, Pixels(sizes.channels), layOutFilter(filter.data(), sizes), x.data<E>(), y.data<E>()});
  }

  const int stride;
};

// Batch normalization, activation and depthwise convolution; the normalized image is not stored.
template <class E>
struct NormDepthwise {
  explicit NormDepthwise(const Attributes& attributes) : normalization(attributes), stride(attributes.integer("stride")) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0), filter = context.input(5);
    const DepthwiseSizes sizes(x, filter, stride);
    const Tensor y = context.output<E>(0, sizes.outShape());
    const Pixels pixels(normalization.affine<E>(context, x, Extent(x)), normalization.activation);
    convolve<E>({sizes, pixels, layOutFilter(filter.data(), sizes), x.data<E>(), y.data<E>()});
  }

  const TrainingNormalization normalization;
  const int stride;
};

}  // namespace

void registerDepthwise() {
  registerKernels<Depthwise>("FoveaDepthwise", {"x: T", "filter"}, {"y: T"}, {"stride: int"});
  registerTrainingKernels<NormDepthwise>("FoveaNormDepthwise", {"filter"}, {"stride: int"});
}

}  // namespace fovea
