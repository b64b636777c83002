#include <algorithm>
#include <vector>

#include "product.h"
#include "winograd-tiles.h"

namespace fovea {
namespace {

// A filter of 3 x 3 x depth x outputs; or transposed, for the gradient by the input: 3 x 3 x outputs x depth, rotated by 180 degrees.
struct Filter {
  const float* const numbers;
  const int depth, outputs;
  const bool isTransposed;

  int panels() const { return (outputs + kColumns - 1) / kColumns; }
  int columnsOf(int panel) const { return std::min(kColumns, outputs - panel * kColumns); }

  // Inputs `from` ... `end` - 1 of a panel of kColumns outputs, transformed: [36][planeSize], zero beyond the last output.
  void transform(int panel, int from, int end, float* planes, int64_t planeSize) const {
    for (int k = from; k < end; k++, planes += kColumns)
      for (int v = 0; v < 2; v++) {
        const int output = panel * kColumns + v * kLanes;
        Wide square[3][3], result[6][6];
        for (int position = 0; position < 9; position++) square[position / 3][position % 3] = at(position, k, output);
        alongBoth<FilterTransform>(square, result);
        storePlanes(result, planes + v * kLanes, planeSize);
      }
  }

 private:
  Wide at(int position, int k, int output) const {
    if (output >= outputs) return Wide{};
    const int64_t size = static_cast<int64_t>(depth) * outputs;
    const LaneCount count = outputs - output;
    if (!isTransposed) {
      const float* const row = numbers + position * size + static_cast<int64_t>(k) * outputs + output;
      __builtin_prefetch(row + kRowsAhead * outputs);
      return loadChannels(row, count);
    }
    const float* const first = numbers + (8 - position) * size + static_cast<int64_t>(output) * depth + k;
    Wide value{};
    for (int i = 0; i < count; i++) value[i] = first[static_cast<int64_t>(i) * depth];
    return value;
  }
};

// How many tiles to process at a time, so that their planes stay in a core's cache and all cores have as much to do.
int64_t tilesAtATime(int64_t count, int depth) {
  const int64_t most = depth >= 256 ? 48 : 24;
  const int64_t rounds = (count + threadCount() * most - 1) / (threadCount() * most);
  const int64_t tasks = threadCount() * rounds;
  return roundedUp((count + tasks - 1) / tasks, kRows);
}

// Transforms tiles first ... first + size - 1: [36][planeSize], `stride` numbers for each tile.
void readTiles(const Tiles& tiles, const float* x, int64_t first, int64_t size, float* planes, int64_t planeSize, int64_t stride) {
  for (int64_t t = 0; t < size; t++)
    tiles.transform<InputTransform>(x, first + t, 1, [=](int v, const auto& square) {
      storePlanes(square, planes + t * stride + v * kLanes, planeSize);
    });
}

// Writes channels `firstChannel` ... `firstChannel` + `channels` - 1 of the result for `size` tiles, from their products: [36][planeSize].
void writeTiles(const Tiles& tiles, int64_t first, int64_t size, const float* products, int64_t planeSize, int64_t stride,
                float* y, int outputs, int firstChannel, int channels) {
  for (int64_t t = 0; t < size; t++) {
    const Tiles::Origin at = tiles.origin(first + t);
    const int rows = std::min(kTile, tiles.height - at.top), across = std::min(kTile, tiles.width - at.left);
    for (int v = 0; v < vectorsFor(channels); v++) {
      const LaneCount count = channels - v * kLanes;
      Wide square[6][6], result[kTile][kTile];
      loadPlanes(products + t * stride + v * kLanes, planeSize, square);
      alongBoth<OutputTransform>(square, result);
      for (int i = 0; i < rows; i++)
        for (int j = 0; j < across; j++) {
          const int64_t pixel = at.image + (at.top + i) * tiles.width + at.left + j;
          float* const to = y + pixel * outputs + firstChannel + v * kLanes;
          __builtin_prefetch(to + kTile * outputs, 1);
          storeChannels(to, result[i][j], count);
        }
    }
  }
}

// For many tiles: the filter is transformed once and stays in the cache while the tiles are processed.
void convolveByTiles(const Tiles& tiles, const float* x, const Filter& filter, float* y) {
  constexpr int kPanelsAtATime = 64 / kColumns;
  const int64_t filterPlane = paddedStride(static_cast<int64_t>(filter.depth) * kColumns);
  Numbers panels(filter.panels() * kPlanes * filterPlane);
  const auto panelAt = [&](int panel) { return &panels[panel * kPlanes * filterPlane]; };
  parallel(filter.panels(), [&](int panel) { filter.transform(panel, 0, filter.depth, panelAt(panel), filterPlane); });

  const int64_t most = tilesAtATime(tiles.count(), filter.depth), stride = paddedStride(filter.depth);
  parallel(static_cast<int>((tiles.count() + most - 1) / most), [&](int task) {
    thread_local Numbers inputs, products;
    const int64_t first = task * most, size = std::min(most, tiles.count() - first), inputPlane = paddedStride(size * stride);
    inputs.resize(kPlanes * inputPlane);
    readTiles(tiles, x, first, size, inputs.data(), inputPlane, stride);
    for (int panel = 0; panel < filter.panels(); panel += kPanelsAtATime) {
      const int count = std::min(kPanelsAtATime, filter.panels() - panel), firstChannel = panel * kColumns;
      const int64_t columns = count * kColumns, productPlane = paddedStride(size * columns);
      products.resize(kPlanes * productPlane);
      for (int plane = 0; plane < kPlanes; plane++)
        for (int p = 0; p < count; p++)
          multiplyPanel<false, Into::kMemory>(static_cast<int>(size), &inputs[plane * inputPlane], stride,
                                              panelAt(panel + p) + plane * filterPlane, filter.columnsOf(panel + p), filter.depth,
                                              &products[plane * productPlane + p * kColumns], columns);
      writeTiles(tiles, first, size, products.data(), productPlane, columns, y, filter.outputs, firstChannel,
                 std::min<int>(columns, filter.outputs - firstChannel));
    }
  });
}

// For few tiles: they are transformed once and stay in the cache while the filter is processed. Its planes, four times its size, are
// not stored.
void convolveByPanels(const Tiles& tiles, const float* x, const Filter& filter, float* y) {
  constexpr int kDepthAtATime = 128;
  const int64_t count = tiles.count(), stride = paddedStride(filter.depth), inputPlane = paddedStride(count * stride);
  Numbers inputs(kPlanes * inputPlane);
  parallel(static_cast<int>(count), [&](int tile) {
    readTiles(tiles, x, tile, 1, &inputs[tile * stride], inputPlane, stride);
  });
  parallel(filter.panels(), [&](int panel) {
    constexpr int64_t kFilterPlane = paddedStride(kDepthAtATime * kColumns);
    thread_local Numbers planes(kPlanes * kFilterPlane), products;
    const int64_t productPlane = paddedStride(count * kColumns);
    products.resize(kPlanes * productPlane);
    for (int k = 0; k < filter.depth; k += kDepthAtATime) {
      const int depth = std::min(kDepthAtATime, filter.depth - k);
      filter.transform(panel, k, k + depth, planes.data(), kFilterPlane);
      for (int plane = 0; plane < kPlanes; plane++) {
        const auto multiplied = k == 0 ? multiply<false, Into::kMemory> : multiply<false, Into::kSum>;
        multiplied(static_cast<int>(count), &inputs[plane * inputPlane + k], stride, &planes[plane * kFilterPlane], depth,
                   &products[plane * productPlane], kColumns);
      }
    }
    const int firstChannel = panel * kColumns;
    writeTiles(tiles, 0, count, products.data(), productPlane, kColumns, y, filter.outputs, firstChannel,
               filter.columnsOf(panel));
  });
}

// Convolution of 3 x 3, stride 1, SAME; transposed, its gradient by the input, where x is dy.
struct WinogradConvolution {
  explicit WinogradConvolution(const Attributes& attributes) : isTransposed(attributes.integer("transposed") != 0) {}
  void compute(const Context& context) const {
    const Tensor x = context.input(0), weights = context.input(1);
    require(weights.rank() == 4 && weights.dim(0) == 3 && weights.dim(1) == 3, "a filter of 3 x 3");
    const Tiles tiles = Tiles::of(x);
    require(weights.dim(isTransposed ? 3 : 2) == tiles.channels, "a filter for as many channels as the images have");
    const Filter filter{weights.data(), tiles.channels, weights.length(isTransposed ? 2 : 3), isTransposed};
    const Tensor y = context.output(0, {tiles.images, tiles.height, tiles.width, filter.outputs});
    const auto convolve = tiles.count() < filter.outputs ? convolveByPanels : convolveByTiles;
    convolve(tiles, x.data(), filter, y.data());
  }
  const bool isTransposed;
};

}  // namespace

void registerWinogradConvolution() {
  registerKernel<WinogradConvolution>("FoveaWinogradConv2D", {"x", "filter"}, {"y"}, {"transposed: int"});
}

}  // namespace fovea
