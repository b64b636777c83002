#include "filter-gradient.h"
#include "normalization-gradient.h"

namespace fovea {
namespace {

template <class E>
void filterGradientOf(const Context& context, const Tensor& x, const Pixels& pixels, const Tensor& dy) {
  const Extent from(x), to(dy);
  require(from.rows == to.rows, "gradients for as many pixels as the images have");
  const Tensor filter = context.output(0, {1, 1, from.channels, to.channels});
  filterGradient(x.data<E>(), pixels, dy.data<E>(), Pixels(to.channels), from.rows, filter.data());
}

// The gradient of a convolution of 1 x 1, stride 1, by its filter.
template <class E>
struct PointwiseFilterGradient {
  explicit PointwiseFilterGradient(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    filterGradientOf<E>(context, x, Pixels(Extent(x).channels), context.input(1));
  }
};

// The same for an x that is normalized and activated before the convolution.
template <class E>
struct NormPointwiseFilterGradient {
  explicit NormPointwiseFilterGradient(const Attributes& attributes) : activation(attributes.activation()) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(1);
    const Affine affine(Extent(x).channels, context.input(2), context.input(3), context.input(4), context.input(5));
    filterGradientOf<E>(context, x, Pixels(affine, activation), context.input(0));
  }

  const Activation activation;
};

// For V vectors of channels of a block of pixels: g, the gradient by the normalized x where the activation passes it on, and its
// sums. `product` is the gradient by the activated x; mean, factor and shift are kColumns apart, as are the two sums.
template <int V, bool isNonTemporal, class E>
void maskVectors(const float* product, const E* x, int64_t rows, int channels, int columns, const float* affine,
                 Activation activation, E* g, float* sums) {
  const Wide low = broadcast<Wide>(activation.low), high = broadcast<Wide>(activation.high);
  Wide mean[V], factor[V], shift[V], sumG[V] = {}, sumGTimesX[V] = {};
  for (int v = 0; v < V; v++) {
    mean[v] = load<Wide>(affine + v * kLanes);
    factor[v] = load<Wide>(affine + kColumns + v * kLanes);
    shift[v] = load<Wide>(affine + 2 * kColumns + v * kLanes);
  }
  for (int64_t row = 0; row < rows; row++, product += kColumns, x += channels, g += channels)
#pragma GCC unroll 2
    for (int v = 0; v < V; v++) {
      const int c = v * kLanes;
      const Wide centred = loadChannels(x + c, columns - c) - mean[v];
      const Wide part = masked<Wide, true>(load<Wide>(product + c), centred * factor[v] + shift[v], low, high);
      sumG[v] += part;
      sumGTimesX[v] += part * centred;
      if constexpr (isNonTemporal) {
        storeNonTemporal(g + c, part);
      } else {
        storeChannels(g + c, part, columns - c);
      }
    }
  for (int v = 0; v < V; v++) {
    store(sums + v * kLanes, sumG[v]);
    store(sums + kColumns + v * kLanes, sumGTimesX[v]);
  }
}

// The gradients of NormPointwise by its x and by the normalization's scale and shift.
template <class E>
struct NormPointwiseGradient {
  explicit NormPointwiseGradient(const Attributes& attributes) : activation(attributes.activation()) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1), inverse = context.input(5), weights = context.input(6);
    const Extent extent(x), outer(dy);
    require(outer.rows == extent.rows, "gradients for as many pixels as the images have");
    require(weights.size() == static_cast<int64_t>(extent.channels) * outer.channels, "a filter of 1 x 1");
    const Affine affine(extent.channels, context.input(2), context.input(3), context.input(4), inverse);
    const Tensor dx = context.output<E>(0, x.shape()), dScale = context.output(1, {extent.channels}),
                 dShift = context.output(2, {extent.channels});
    const Panels filter({weights.data(), outer.channels, extent.channels, true});
    const GradientSums sums = maskedProduct(dy.data<E>(), filter, x.data<E>(), extent, affine, dx.data<E>());
    sums.write(inverse, dScale, dShift);
    applyInPlace(dx.data<E>(), x.data<E>(), extent, affine, GradientRule(sums, extent, affine, inverse));
  }

 private:
  GradientSums maskedProduct(const E* dy, const Panels& filter, const E* x, const Extent& extent, const Affine& affine,
                             E* g) const {
    const int channels = extent.channels, width = filter.panels() * kColumns;
    std::vector<float> vectors(3 * width);
    for (int c = 0; c < channels; c++) {
      float* const panel = &vectors[c / kColumns * 3 * kColumns + c % kColumns];
      panel[0] = affine.mean[c];
      panel[kColumns] = affine.factor[c];
      panel[2 * kColumns] = affine.shift[c];
    }
    const bool isNonTemporal = usesNonTemporalStores<E>(extent.rows, channels);
    const Pixels pixels(filter.depth);
    const RowPartition partition(extent.rows, channels);
    std::vector<std::vector<double>> parts(partition.parts, std::vector<double>(2 * width));
    partition.run([&](int part, int64_t start, int64_t end) {
      thread_local Numbers gradients, product;
      const PixelBlocks blocks(end - start, std::max(filter.depth, channels));
      const int64_t stride = PixelBlocks(end - start, filter.depth).stride;
      gradients.resize(blocks.size * stride);
      product.resize(blocks.size * kColumns);
      float sums[2 * kColumns];
      for (int block = 0; block < blocks.count; block++) {
        const int64_t first = start + blocks.first(block), size = start + blocks.first(block + 1) - first;
        pixels.read(dy, first, size, gradients.data(), stride);
        for (int p = 0; p < filter.panels(); p++) {
          const int columns = filter.columnsOf(p);
          multiplyPanel<false, Into::kMemory>(size, gradients.data(), stride, filter.panel(p), columns, filter.depth,
                                      product.data(), kColumns);
          const int64_t at = first * channels + p * kColumns;
          const auto mask = [&](auto v, auto isNonTemporal) {
            maskVectors<decltype(v)::value, decltype(isNonTemporal)::value>(
                product.data(), x + at, size, channels, columns, &vectors[p * 3 * kColumns], activation, g + at, sums);
          };
          if (isNonTemporal) {
            if constexpr (std::is_same_v<E, float>) mask(std::integral_constant<int, 2>{}, std::true_type{});
          } else if (columns <= kLanes) {
            mask(std::integral_constant<int, 1>{}, std::false_type{});
          } else {
            mask(std::integral_constant<int, 2>{}, std::false_type{});
          }
          for (int c = 0; c < columns; c++) {
            parts[part][p * kColumns + c] += sums[c];
            parts[part][width + p * kColumns + c] += sums[kColumns + c];
          }
        }
      }
    });
    GradientSums all(channels);
    for (const auto& part : parts)
      for (int c = 0; c < channels; c++) {
        all.sumG[c] += part[c];
        all.sumGTimesX[c] += part[width + c];
      }
    return all;
  }

  const Activation activation;
};

}  // namespace

void registerPointwiseGradient() {
  registerKernels<PointwiseFilterGradient>("FoveaPointwiseFilterGrad", {"x: T", "dy: T"}, {"filter"}, {});
  registerKernels<NormPointwiseFilterGradient>("FoveaNormPointwiseFilterGrad",
                                              {"dy: T", "x: T", "scale", "shift", "mean", "inverse_deviation"}, {"filter"},
                                              {"low: float", "high: float"});
  registerKernels<NormPointwiseGradient>("FoveaNormPointwiseGrad",
                                        {"dy: T", "x: T", "scale", "shift", "mean", "inverse_deviation", "filter"},
                                        {"dx: T", "d_scale", "d_shift"}, {"low: float", "high: float"});
}

}  // namespace fovea
