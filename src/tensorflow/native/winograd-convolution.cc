#include <algorithm>
#include <memory>
#include <vector>

#include "product.h"
#include "winograd-tiles.h"

namespace fovea {
namespace {

// A filter's planes, in panels of kColumns outputs: [panels][36][depth][kColumns], zero beyond the last output.
struct FilterPanels {
  const int depth, outputs, panels;
  const std::unique_ptr<float[]> numbers;

  FilterPanels(int depth, int outputs)
      : depth(depth),
        outputs(outputs),
        panels((outputs + kColumns - 1) / kColumns),
        numbers(new float[panels * kPlanes * planeSize()]) {}

  int64_t planeSize() const { return spreadApart(static_cast<int64_t>(depth) * kColumns); }
  float* plane(int panel, int plane) const { return &numbers[(panel * kPlanes + plane) * planeSize()]; }

  // From a filter of 3 x 3 x depth x outputs.
  void fill(const float* filter) const {
    parallel(panels, [&](int panel) {
      for (int k = 0; k < depth; k++)
        for (int v = 0; v < 2; v++) {
          const int first = panel * kColumns + v * kLanes;
          const int64_t size = static_cast<int64_t>(depth) * outputs, from = static_cast<int64_t>(k) * outputs + first;
          transform([&](int place) { return loadChannels(filter + place * size + from, outputs - first); },
                    [&](int plane, const Wide& value) { store(this->plane(panel, plane) + k * kColumns + v * kLanes, value); });
        }
    });
  }

  // From a filter of 3 x 3 x outputs x depth, turned by half a turn: for the gradient by the input.
  void fillTurned(const float* filter) const {
    parallel(panels, [&](int panel) {
      for (int k = 0; k < depth; k += kLanes)
        for (int column = 0; column < kColumns; column++) {
          const int output = panel * kColumns + column;
          const int64_t size = static_cast<int64_t>(depth) * outputs, from = static_cast<int64_t>(output) * depth + k;
          transform(
              [&](int place) {
                return output < outputs ? loadChannels(filter + (8 - place) * size + from, depth - k) : Wide{};
              },
              [&](int plane, const Wide& value) {
                float* to = this->plane(panel, plane) + k * kColumns + column;
                for (int i = 0; i < std::min(kLanes, depth - k); i++) to[i * kColumns] = value[i];
              });
        }
    });
  }

 private:
  template <class Load, class Store>
  static void transform(const Load& loadAt, const Store& storeAt) {
    Wide square[3][3], result[6][6];
    for (int place = 0; place < 9; place++) square[place / 3][place % 3] = loadAt(place);
    alongBoth<FilterTransform>(square, result);
    for (int plane = 0; plane < kPlanes; plane++) storeAt(plane, result[plane / 6][plane % 6]);
  }
};

// So many tiles at a time that their planes stay in a core's cache, and that all cores end together.
int64_t tilesAtATime(int64_t count, int depth) {
  const int64_t most = depth >= 256 ? 48 : 24;
  const int64_t rounds = (count + threadCount() * most - 1) / (threadCount() * most);
  const int64_t tasks = threadCount() * rounds;
  return roundedUp((count + tasks - 1) / tasks, kRows);
}

constexpr int kPanelsAtATime = 64 / kColumns;

// Tiles first ... first + size - 1 of the result.
void convolveTiles(const Tiles& tiles, const float* x, const FilterPanels& filter, int64_t first, int64_t size,
                   float* y) {
  thread_local std::vector<float> inputs, products;
  const int64_t stride = spreadApart(filter.depth), inputSize = spreadApart(size * stride);
  inputs.resize(kPlanes * inputSize);
  for (int64_t t = 0; t < size; t++)
    tiles.transform<InputTransform>(x, first + t, 1, [&](int plane, int v, const Wide& value) {
      store(&inputs[plane * inputSize + t * stride + v * kLanes], value);
    });

  for (int panel = 0; panel < filter.panels; panel += kPanelsAtATime) {
    const int panels = std::min(kPanelsAtATime, filter.panels - panel);
    const int64_t columns = panels * kColumns, productSize = spreadApart(size * columns);
    products.resize(kPlanes * productSize);
    for (int plane = 0; plane < kPlanes; plane++)
      for (int p = 0; p < panels; p++)
        multiply<false, Into::kMemory>(static_cast<int>(size), &inputs[plane * inputSize], stride,
                               filter.plane(panel + p, plane), filter.depth,
                               &products[plane * productSize + p * kColumns], columns);

    const int firstChannel = panel * kColumns;
    const int channels = std::min<int>(columns, filter.outputs - firstChannel);
    for (int64_t t = 0; t < size; t++) {
      const Tiles::Place at = tiles.place(first + t);
      const int rows = std::min(kTile, tiles.height - at.top), across = std::min(kTile, tiles.width - at.left);
      for (int v = 0; v < vectorsFor(channels); v++) {
        Wide square[6][6], result[kTile][kTile];
        for (int plane = 0; plane < kPlanes; plane++)
          square[plane / 6][plane % 6] = load<Wide>(&products[plane * productSize + t * columns + v * kLanes]);
        alongBoth<OutputTransform>(square, result);
        for (int i = 0; i < rows; i++)
          for (int j = 0; j < across; j++) {
            const int64_t pixel = at.image + (at.top + i) * tiles.width + at.left + j;
            storeChannels(y + pixel * filter.outputs + firstChannel + v * kLanes, result[i][j], channels - v * kLanes);
          }
      }
    }
  }
}

// Convolution of 3 x 3, stride 1, SAME; or, turned, its gradient by the input, for which x is dy.
struct WinogradConvolution {
  explicit WinogradConvolution(const Attributes& attributes) : isTurned(attributes.integer("turned") != 0) {}
  void compute(const Context& context) const {
    const Tensor x = context.input(0), weights = context.input(1);
    require(weights.rank() == 4 && weights.dim(0) == 3 && weights.dim(1) == 3, "a filter of 3 x 3");
    const Tiles tiles = Tiles::of(x);
    require(weights.dim(isTurned ? 3 : 2) == tiles.channels, "a filter for as many channels as the images have");
    const FilterPanels filter(tiles.channels, static_cast<int>(weights.dim(isTurned ? 2 : 3)));
    isTurned ? filter.fillTurned(weights.data()) : filter.fill(weights.data());
    const Tensor y = context.output(0, {tiles.images, tiles.height, tiles.width, filter.outputs});
    const int64_t size = tilesAtATime(tiles.count(), filter.depth);
    parallel(static_cast<int>((tiles.count() + size - 1) / size), [&](int task) {
      const int64_t first = task * size;
      convolveTiles(tiles, x.data(), filter, first, std::min(size, tiles.count() - first), y.data());
    });
  }
  const bool isTurned;
};

}  // namespace

void registerWinogradConvolution() {
  registerKernel<WinogradConvolution>("FoveaWinogradConv2D", {"x", "filter"}, {"y"}, {"turned: int"});
}

}  // namespace fovea
