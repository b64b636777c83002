#include "winograd-tiles.h"

namespace fovea {
namespace {

// Writes the transformed tiles of a batch: 36 planes of [tiles, channels].
template <class Transform, class E>
void writePlanes(const Context& context, int margin) {
  const Tensor x = context.input(0);
  const Tiles tiles = Tiles::of(x);
  const Tensor planes = context.output<E>(0, {kPlanes, tiles.count(), tiles.channels});
  E* const to = planes.data<E>();
  parallel(tiles.images * tiles.down, [&](int row) {
    for (int64_t t = static_cast<int64_t>(row) * tiles.across; t < (row + 1) * tiles.across; t++)
      tiles.transform<Transform>(x.data<E>(), t, margin, [&](int v, const auto& square) {
        storePlanes(square, to + t * tiles.channels + v * kLanes, tiles.count() * tiles.channels, tiles.channels - v * kLanes);
      });
  });
}

// x -> planes of its overlapping 6 x 6 patches.
template <class E>
struct WinogradInput {
  explicit WinogradInput(const Attributes&) {}
  void compute(const Context& context) const { writePlanes<InputTransform, E>(context, 1); }
};

// dy -> planes of its 4 x 4 tiles.
template <class E>
struct WinogradOutputGradient {
  explicit WinogradOutputGradient(const Attributes&) {}
  void compute(const Context& context) const { writePlanes<OutputGradientTransform, E>(context, 0); }
};

// The product of both -> the filter's gradient.
template <class E>
struct WinogradFilterGradient {
  explicit WinogradFilterGradient(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor planes = context.input(0);
    require(planes.rank() == 3 && planes.dim(0) == kPlanes, "36 planes");
    const int inputs = planes.length(1), outputs = planes.length(2);
    const Tensor filter = context.output(0, {3, 3, inputs, outputs});
    const int64_t size = static_cast<int64_t>(inputs) * outputs;
    const E* const from = planes.data<E>();
    float* const to = filter.data();
    parallel(inputs, [&](int input) {
      for (int v = 0; v < vectorsFor(outputs); v++) {
        const int64_t at = static_cast<int64_t>(input) * outputs + v * kLanes;
        Wide square[6][6], result[3][3];
        loadPlanes(from + at, size, square, outputs - v * kLanes);
        alongBoth<FilterGradientTransform>(square, result);
        for (int position = 0; position < 9; position++)
          storeChannels(to + position * size + at, result[position / 3][position % 3], outputs - v * kLanes);
      }
    });
  }
};

}  // namespace

// The steps of the filter's gradient one by one, for bfloat16: TensorFlow's matrix product between them uses the processor's
// instructions for bfloat16, which ours does not.
void registerWinogradPlanes() {
  registerKernels<WinogradInput>("FoveaWinogradInput", {"x: T"}, {"planes: T"}, {});
  registerKernels<WinogradOutputGradient>("FoveaWinogradOutputGrad", {"dy: T"}, {"planes: T"}, {});
  registerKernels<WinogradFilterGradient>("FoveaWinogradFilterGrad", {"planes: T"}, {"filter"}, {});
}

}  // namespace fovea
