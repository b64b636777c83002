#include <algorithm>
#include <memory>

#include "product.h"
#include "winograd-tiles.h"

namespace fovea {
namespace {

// So many tiles at a time that their planes stay in the processor's last cache.
constexpr int64_t kNumbersAtATime = 3 << 19;
constexpr int64_t kFewestTiles = 64;

// The gradient of a convolution of 3 x 3, stride 1, SAME, by its filter.
struct WinogradFilterGradient {
  explicit WinogradFilterGradient(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor x = context.input(0), dy = context.input(1);
    const Tiles from = Tiles::of(x), to = Tiles::of(dy);
    require(from.images == to.images && from.height == to.height && from.width == to.width,
            "gradients for as many pixels as the images have");
    const Tensor filter = context.output(0, {3, 3, from.channels, to.channels});
    const int64_t outputs = roundedUp(to.channels, kColumns), planeSize = spreadApart(from.channels * outputs);
    const std::unique_ptr<float[]> sums(new float[kPlanes * planeSize]);
    sumProducts(from, x.data(), to, dy.data(), sums.get(), planeSize);
    parallel(from.channels, [&](int channel) {
      for (int v = 0; v < vectorsFor(to.channels); v++) {
        Wide square[6][6], result[3][3];
        for (int plane = 0; plane < kPlanes; plane++)
          square[plane / 6][plane % 6] = load<Wide>(&sums[plane * planeSize + channel * outputs + v * kLanes]);
        alongBoth<FilterGradientTransform>(square, result);
        for (int place = 0; place < 9; place++) {
          const int64_t at = (static_cast<int64_t>(place) * from.channels + channel) * to.channels + v * kLanes;
          storeChannels(filter.data() + at, result[place / 3][place % 3], to.channels - v * kLanes);
        }
      }
    });
  }

 private:
  // For each plane the product of inputs and gradients, summed over the tiles: [36][inputs][outputs in whole panels].
  static void sumProducts(const Tiles& from, const float* x, const Tiles& to, const float* dy, float* sums,
                          int64_t planeSize) {
    const int panels = (to.channels + kColumns - 1) / kColumns;
    const int64_t outputs = panels * kColumns;
    const int64_t stride = spreadApart(from.channels);
    const int64_t most = std::max(kFewestTiles, kNumbersAtATime / (kPlanes * (stride + outputs)));
    const int64_t tilesAtATime = std::min(most, from.count());
    const int64_t inputSize = spreadApart(tilesAtATime * stride), panelSize = spreadApart(tilesAtATime * kColumns);
    const std::unique_ptr<float[]> inputs(new float[kPlanes * inputSize]);
    const std::unique_ptr<float[]> gradients(new float[kPlanes * panels * panelSize]());
    for (int64_t first = 0; first < from.count(); first += tilesAtATime) {
      const int64_t size = std::min(tilesAtATime, from.count() - first);
      constexpr int kTilesOfTask = 8;
      parallel(static_cast<int>((size + kTilesOfTask - 1) / kTilesOfTask), [&](int task) {
        const int64_t end = std::min<int64_t>(size, (task + 1) * kTilesOfTask);
        for (int64_t t = task * kTilesOfTask; t < end; t++) {
          from.transform<InputTransform>(x, first + t, 1, [&](int plane, int v, const Wide& value) {
            store(&inputs[plane * inputSize + t * stride + v * kLanes], value);
          });
          to.transform<OutputGradientTransform>(dy, first + t, 0, [&](int plane, int v, const Wide& value) {
            const int64_t panel = plane * panels + v / 2;
            store(&gradients[panel * panelSize + t * kColumns + v % 2 * kLanes], value);
          });
        }
      });
      parallel(kPlanes * panels, [&](int task) {
        const int plane = task / panels, panel = task % panels;
        const float* a = &inputs[plane * inputSize];
        const float* b = &gradients[task * panelSize];
        float* c = sums + plane * planeSize + panel * kColumns;
        if (first == 0) {
          multiply<true, Into::kMemory>(from.channels, a, stride, b, size, c, outputs);
        } else {
          multiply<true, Into::kSum>(from.channels, a, stride, b, size, c, outputs);
        }
      });
    }
  }
};

}  // namespace

void registerWinogradGradient() {
  registerKernel<WinogradFilterGradient>("FoveaWinogradConv2DFilterGrad", {"x", "dy"}, {"filter"}, {});
}

}  // namespace fovea
