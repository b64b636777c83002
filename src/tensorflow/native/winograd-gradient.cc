#include <algorithm>

#include "product.h"
#include "winograd-tiles.h"

namespace fovea {
namespace {

// The transformed tiles of images and of gradients: [36][tiles][stride] and [36][panels][tiles][kColumns], zero beyond the last channel.
struct Planes {
  const Tiles from, to;
  const int panels;
  const int64_t most, stride, inputSize, panelSize;
  Numbers inputs, gradients;

  Planes(const Tiles& from, const Tiles& to, int64_t most)
      : from(from),
        to(to),
        panels((to.channels + kColumns - 1) / kColumns),
        most(most),
        stride(paddedStride(from.channels)),
        inputSize(paddedStride(most * stride)),
        panelSize(paddedStride(most * kColumns)),
        inputs(kPlanes * inputSize),
        gradients(kPlanes * panels * panelSize, 0.0f) {}

  float* inputsOf(int plane) { return &inputs[plane * inputSize]; }
  float* gradientsOf(int plane, int panel) { return &gradients[(plane * panels + panel) * panelSize]; }

  // Transforms tiles first ... first + size - 1.
  void fill(const float* x, const float* dy, int64_t first, int64_t size) {
    constexpr int kTilesPerTask = 8;
    parallel(static_cast<int>((size + kTilesPerTask - 1) / kTilesPerTask), [&](int task) {
      const int64_t end = std::min<int64_t>(size, (task + 1) * kTilesPerTask);
      for (int64_t t = task * kTilesPerTask; t < end; t++) {
        from.transform<InputTransform>(x, first + t, 1, [&](int v, const auto& square) {
          storePlanes(square, inputsOf(0) + t * stride + v * kLanes, inputSize);
        });
        to.transform<OutputGradientTransform>(dy, first + t, 0, [&](int v, const auto& square) {
          storePlanes(square, gradientsOf(0, v / 2) + t * kColumns + v % 2 * kLanes, panels * panelSize);
        });
      }
    });
  }
};

// Writes the filter's gradient for inputs `channel` ... `end` - 1 and a panel of outputs, from sums over the tiles: [36][planeSize], rows
// `stride` apart, from `channel` on.
void writeFilter(const float* sums, int64_t planeSize, int64_t stride, int channel, int end, int panel, const Tiles& from,
                 const Tiles& to, float* filter) {
  const int first = panel * kColumns;
  for (; channel < end; channel++, sums += stride)
    for (int v = 0; v < vectorsFor(std::min(kColumns, to.channels - first)); v++) {
      Wide square[6][6], result[3][3];
      loadPlanes(sums + v * kLanes, planeSize, square);
      alongBoth<FilterGradientTransform>(square, result);
      const int output = first + v * kLanes;
      for (int position = 0; position < 9; position++) {
        const int64_t at = (static_cast<int64_t>(position) * from.channels + channel) * to.channels + output;
        storeChannels(filter + at, result[position / 3][position % 3], to.channels - output);
      }
    }
}

// For many tiles: the sums are kept while the tiles are processed, as many at a time as fit into the processor's last cache.
void sumByTiles(const Tiles& from, const float* x, const Tiles& to, const float* dy, float* filter) {
  constexpr int64_t kNumbersAtATime = 3 << 19, kFewestTiles = 64;
  const int64_t outputs = roundedUp(to.channels, kColumns), sumsSize = paddedStride(from.channels * outputs);
  const int64_t most = std::max(kFewestTiles, kNumbersAtATime / (kPlanes * (from.channels + outputs)));
  Planes planes(from, to, std::min(most, from.count()));
  Numbers sums(kPlanes * sumsSize);
  for (int64_t first = 0; first < from.count(); first += planes.most) {
    const int64_t size = std::min(planes.most, from.count() - first);
    planes.fill(x, dy, first, size);
    parallel(kPlanes * planes.panels, [&](int task) {
      const int plane = task / planes.panels, panel = task % planes.panels;
      const auto multiplied = first == 0 ? multiplyPanel<true, Into::kMemory> : multiplyPanel<true, Into::kSum>;
      multiplied(from.channels, planes.inputsOf(plane), planes.stride, planes.gradientsOf(plane, panel),
                 to.channels - panel * kColumns, size, &sums[plane * sumsSize + panel * kColumns], outputs);
    });
  }
  parallel(from.channels, [&](int channel) {
    for (int panel = 0; panel < planes.panels; panel++)
      writeFilter(&sums[channel * outputs + panel * kColumns], sumsSize, outputs, channel, channel + 1, panel, from, to, filter);
  });
}

// For few tiles: all of them stay in the processor's last cache while the filter is processed. The sums, four times its size, are not
// stored.
void sumByFilter(const Tiles& from, const float* x, const Tiles& to, const float* dy, float* filter) {
  constexpr int kInputsAtATime = kRowPanel * 4;
  constexpr int64_t kSumsSize = paddedStride(kInputsAtATime * kColumns);
  Planes planes(from, to, from.count());
  planes.fill(x, dy, 0, from.count());
  const int groups = (from.channels + kInputsAtATime - 1) / kInputsAtATime;
  parallel(groups * planes.panels, [&](int task) {
    thread_local Numbers sums(kPlanes * kSumsSize);
    const int panel = task / groups, channel = task % groups * kInputsAtATime;
    const int end = std::min(channel + kInputsAtATime, from.channels);
    for (int plane = 0; plane < kPlanes; plane++)
      multiply<true, Into::kMemory>(end - channel, planes.inputsOf(plane) + channel, planes.stride,
                                    planes.gradientsOf(plane, panel), from.count(), &sums[plane * kSumsSize], kColumns);
    writeFilter(sums.data(), kSumsSize, kColumns, channel, end, panel, from, to, filter);
  });
}

// The gradient of a convolution of 3 x 3, stride 1, SAME, by its filter.
struct WinogradFilterGradient {
  explicit WinogradFilterGradient(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor x = context.input(0), dy = context.input(1);
    const Tiles from = Tiles::of(x), to = Tiles::of(dy);
    require(from.images == to.images && from.height == to.height && from.width == to.width,
            "gradients for as many pixels as the images have");
    const Tensor filter = context.output(0, {3, 3, from.channels, to.channels});
    const int64_t tileNumbers = from.count() * (from.channels + to.channels), filterNumbers = int64_t{from.channels} * to.channels;
    const auto sum = tileNumbers < 2 * filterNumbers ? sumByFilter : sumByTiles;
    sum(from, x.data(), to, dy.data(), filter.data());
  }
};

}  // namespace

void registerWinogradGradient() {
  registerKernel<WinogradFilterGradient>("FoveaWinogradConv2DFilterGrad", {"x", "dy"}, {"filter"}, {});
}

}  // namespace fovea
