#include "normalization-gradient.h"
#include "pointwise.h"

namespace fovea {
namespace {

// How the gradient by a filter is shared out, by the sizes alone: in parts of the pixels, whose sums are added in the end, and, where those
// are few, in groups of outputs.
struct FilterShares {
  int parts, groups;

  FilterShares(int64_t rows, int outputs) {
    constexpr int64_t kRowsPerPart = 768, kMost = 16;
    constexpr int kOutputsPerGroup = 128;
    parts = static_cast<int>(std::clamp<int64_t>(rows / kRowsPerPart, 1, kMost));
    groups = std::clamp<int>(outputs / kOutputsPerGroup, 1, kMost / parts);
  }
};

// In x out: sums over pixels of x times dy.
template <class E>
void filterGradient(const E* x, const Pixels& inputs, const E* dy, const Pixels& outputs, int64_t rows, float* filter) {
  const int panels = (outputs.channels + kColumns - 1) / kColumns;
  const int64_t width = int64_t{panels} * kColumns, sumsSize = inputs.channels * width;
  const FilterShares shares(rows, outputs.channels);
  const std::unique_ptr<float[]> sums(new float[shares.parts * sumsSize]);
  parallel(shares.parts * shares.groups, [&](int task) {
    thread_local std::vector<float> ofX, ofDy;
    const int part = task / shares.groups, group = task % shares.groups;
    const int firstPanel = panels * group / shares.groups, lastPanel = panels * (group + 1) / shares.groups;
    const int64_t start = rows * part / shares.parts, end = rows * (part + 1) / shares.parts;
    const PixelBlocks blocks(end - start, std::max(inputs.channels, outputs.channels));
    const int64_t xPanel = spreadApart(blocks.size * kRowPanel), dyPanel = spreadApart(blocks.size * kColumns);
    ofX.resize((inputs.channels + kRowPanel - 1) / kRowPanel * xPanel);
    ofDy.resize(panels * dyPanel);
    for (int block = 0; block < blocks.count; block++) {
      const int64_t first = start + blocks.first(block), size = start + blocks.first(block + 1) - first;
      inputs.readPanels<kRowPanel>(x, first, size, ofX.data(), xPanel);
      outputs.readPanels<kColumns>(dy, first, size, ofDy.data(), dyPanel);
      for (int i = 0; i * kRowPanel < inputs.channels; i++)
        for (int o = firstPanel; o < lastPanel; o++) {
          const int height = std::min(kRowPanel, inputs.channels - i * kRowPanel);
          const int columns = std::min(kColumns, outputs.channels - o * kColumns);
          const float *a = &ofX[i * xPanel], *b = &ofDy[o * dyPanel];
          float* c = &sums[part * sumsSize + i * kRowPanel * width + o * kColumns];
          if (block == 0) {
            multiplyPanel<true, Into::kMemory>(height, a, kRowPanel, b, columns, size, c, width);
          } else {
            multiplyPanel<true, Into::kSum>(height, a, kRowPanel, b, columns, size, c, width);
          }
        }
    }
  });
  RowShare(inputs.channels, outputs.channels).run([&](int, int64_t firstInput, int64_t lastInput) {
    for (int64_t k = firstInput; k < lastInput; k++)
      for (int c = 0; c < outputs.channels; c += kLanes) {
        Wide sum = load<Wide>(&sums[k * width + c]);
        for (int part = 1; part < shares.parts; part++) sum += load<Wide>(&sums[part * sumsSize + k * width + c]);
        storeChannels(filter + k * outputs.channels + c, sum, outputs.channels - c);
      }
  });
}

template <class E>
void filterGradientOf(const Context& context, const Tensor& x, const Pixels& pixels, const Tensor& dy) {
  const Extent from(x), to(dy);
  require(from.rows == to.rows, "gradients for as many pixels as the images have");
  const Tensor filter = context.output(0, {1, 1, from.channels, to.channels});
  filterGradient(x.data<E>(), pixels, dy.data<E>(), Pixels(to.channels), from.rows, filter.data());
}

// Of a convolution of 1 x 1, stride 1, by its filter.
template <class E>
struct PointwiseFilterGradient {
  explicit PointwiseFilterGradient(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    filterGradientOf<E>(context, x, Pixels(Extent(x).channels), context.input(1));
  }
};

// The same where x was normalized and activated before.
template <class E>
struct NormPointwiseFilterGradient {
  explicit NormPointwiseFilterGradient(const Attributes& attributes)
      : activation{attributes.number("low"), attributes.number("high")} {}

  void compute(const Context& context) const {
    const Tensor x = context.input(1);
    const Affine affine(Extent(x).channels, context.input(2), context.input(3), context.input(4), context.input(5));
    filterGradientOf<E>(context, x, Pixels(affine, activation), context.input(0));
  }

  const Activation activation;
};

// For V vectors of channels of a block of pixels: g, the gradient by the normalized x where the activation let it through, and its
// sums. `product` is the gradient by the activated x; mean, factor and shift are kColumns apart, as are the two sums.
template <int V, bool isPastCaches, class E>
void maskVectors(const float* product, const E* x, int64_t rows, int channels, int columns, const float* affine,
                 Activation activation, E* g, float* sums) {
  const Wide low = spread<Wide>(activation.low), high = spread<Wide>(activation.high);
  Wide mean[V], factor[V], shift[V], ofG[V] = {}, ofGTimesX[V] = {};
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
      ofG[v] += part;
      ofGTimesX[v] += part * centred;
      if constexpr (isPastCaches) {
        storePastCaches(g + c, part);
      } else {
        storeChannels(g + c, part, columns - c);
      }
    }
  for (int v = 0; v < V; v++) {
    store(sums + v * kLanes, ofG[v]);
    store(sums + kColumns + v * kLanes, ofGTimesX[v]);
  }
}

// Of NormPointwise by its x and the normalization's scale and shift.
template <class E>
struct NormPointwiseGradient {
  explicit NormPointwiseGradient(const Attributes& attributes)
      : activation{attributes.number("low"), attributes.number("high")} {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1), inverse = context.input(5), weights = context.input(6);
    const Extent extent(x), outer(dy);
    require(outer.rows == extent.rows, "gradients for as many pixels as the images have");
    require(weights.size() == static_cast<int64_t>(extent.channels) * outer.channels, "a filter of 1 x 1");
    const Affine affine(extent.channels, context.input(2), context.input(3), context.input(4), inverse);
    const Tensor dx = context.output<E>(0, x.shape()), dScale = context.output(1, {extent.channels}),
                 dShift = context.output(2, {extent.channels});
    const Panels filter(weights.data(), outer.channels, extent.channels, true);
    const GradientSums sums = maskedProduct(dy.data<E>(), filter, x.data<E>(), extent, affine, dx.data<E>());
    sums.write(inverse, dScale, dShift);
    applyInPlace(dx.data<E>(), x.data<E>(), extent, affine, GradientRule(sums, extent, affine, inverse));
  }

 private:
  GradientSums maskedProduct(const E* dy, const Panels& filter, const E* x, const Extent& extent, const Affine& affine,
                             E* g) const {
    const int channels = extent.channels, width = filter.count * kColumns;
    std::vector<float> vectors(3 * width);
    for (int c = 0; c < channels; c++) {
      float* const panel = &vectors[c / kColumns * 3 * kColumns + c % kColumns];
      panel[0] = affine.mean[c];
      panel[kColumns] = affine.factor[c];
      panel[2 * kColumns] = affine.shift[c];
    }
    const bool isPastCaches = goesPastCaches<E>(extent.rows, channels);
    const Pixels pixels(filter.depth);
    const RowShare share(extent.rows, channels);
    std::vector<std::vector<double>> parts(share.parts, std::vector<double>(2 * width));
    share.run([&](int part, int64_t start, int64_t end) {
      thread_local std::vector<float> gradients, product;
      const PixelBlocks blocks(end - start, std::max(filter.depth, channels));
      const int64_t stride = PixelBlocks(end - start, filter.depth).stride;
      gradients.resize(blocks.size * stride);
      product.resize(blocks.size * kColumns);
      float sums[2 * kColumns];
      for (int block = 0; block < blocks.count; block++) {
        const int64_t first = start + blocks.first(block), size = start + blocks.first(block + 1) - first;
        pixels.read(dy, first, size, gradients.data(), stride);
        for (int p = 0; p < filter.count; p++) {
          const int columns = filter.columnsOf(p);
          multiplyPanel<false, Into::kMemory>(size, gradients.data(), stride, filter.panel(p), columns, filter.depth,
                                      product.data(), kColumns);
          const int64_t at = first * channels + p * kColumns;
          const auto mask = [&](auto v, auto isPastCaches) {
            maskVectors<decltype(v)::value, decltype(isPastCaches)::value>(
                product.data(), x + at, size, channels, columns, &vectors[p * 3 * kColumns], activation, g + at, sums);
          };
          if (isPastCaches) {
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
        all.ofG[c] += part[c];
        all.ofGTimesX[c] += part[width + c];
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
