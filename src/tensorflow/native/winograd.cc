#include "winograd.h"

#include "kernel.h"
#include "threads.h"

namespace fovea {
namespace {

constexpr int kTile = 4;
constexpr int kPlanes = 36;

// An image batch cut into tiles of 4 x 4.
struct Tiles {
  int images, height, width, channels, down, across;

  Tiles(int images, int height, int width, int channels)
      : images(images),
        height(height),
        width(width),
        channels(channels),
        down((height + kTile - 1) / kTile),
        across((width + kTile - 1) / kTile) {}

  static Tiles of(const Tensor& x) {
    require(x.rank() == 4, "an image batch of four axes");
    return Tiles(static_cast<int>(x.dim(0)), static_cast<int>(x.dim(1)), static_cast<int>(x.dim(2)),
                 static_cast<int>(x.dim(3)));
  }
  int64_t count() const { return static_cast<int64_t>(images) * down * across; }
  int64_t planeSize() const { return count() * channels; }
  Shape planesShape() const { return {kPlanes, count(), channels}; }

  // Runs task(image, tile row, tile column, first number of the tile in a plane) in parallel.
  template <class Task>
  void each(const Task& task) const {
    parallel(images * down, [&](int job) {
      for (int j = 0; j < across; j++)
        task(job / down, job % down, j, (static_cast<int64_t>(job) * across + j) * channels);
    });
  }
};

// From images to planes: each tile, begun `margin` pixels before it, is transformed; pixels outside count as zero.
template <class Transform, class V, class E>
void toPlanes(const Tiles& tiles, int margin, const E* x, E* planes) {
  constexpr int kIn = Transform::kIn;
  const Channels<V> channels(tiles.channels);
  tiles.each([&](int image, int row, int column, int64_t place) {
    const int top = row * kTile - margin, left = column * kTile - margin;
    const E* from = x + static_cast<int64_t>(image) * tiles.height * tiles.width * tiles.channels;
    for (int v = 0; v < channels.vectors; v++) {
      const int at = channels.at(v);
      V patch[kIn][kIn], result[6][6];
      for (int i = 0; i < kIn; i++)
        for (int j = 0; j < kIn; j++) {
          const int h = top + i, w = left + j;
          const bool isInside = h >= 0 && h < tiles.height && w >= 0 && w < tiles.width;
          patch[i][j] = isInside ? load<V>(from + (h * tiles.width + w) * tiles.channels + at) : V{};
        }
      alongBoth<Transform>(patch, result);
      for (int plane = 0; plane < kPlanes; plane++)
        store(planes + plane * tiles.planeSize() + place + at, result[plane / 6][plane % 6]);
    }
  });
}

template <class V>
void fromPlanes(const Tiles& tiles, const float* planes, float* y) {
  const Channels<V> channels(tiles.channels);
  tiles.each([&](int image, int row, int column, int64_t place) {
    float* to = y + static_cast<int64_t>(image) * tiles.height * tiles.width * tiles.channels;
    for (int v = 0; v < channels.vectors; v++) {
      const int at = channels.at(v);
      V square[6][6], result[kTile][kTile];
      for (int plane = 0; plane < kPlanes; plane++)
        square[plane / 6][plane % 6] = load<V>(planes + plane * tiles.planeSize() + place + at);
      alongBoth<OutputTransform>(square, result);
      for (int i = 0; i < std::min(kTile, tiles.height - row * kTile); i++)
        for (int j = 0; j < std::min(kTile, tiles.width - column * kTile); j++)
          store(to + ((row * kTile + i) * tiles.width + column * kTile + j) * tiles.channels + at, result[i][j]);
    }
  });
}

// Between filters, `kIn` x `kIn` of `size` numbers each, and planes; in pieces of a row of channels.
template <class Transform, class E>
void transformFilter(const E* from, int64_t size, bool isTurned, float* to) {
  constexpr int kIn = Transform::kIn, kOut = Transform::kOut;
  constexpr int64_t kPiece = 4096;
  const auto one = [&](int64_t i, auto vector) {
    using V = decltype(vector);
    V square[kIn][kIn], result[kOut][kOut];
    for (int place = 0; place < kIn * kIn; place++) {
      const int source = isTurned ? kIn * kIn - 1 - place : place;
      square[place / kIn][place % kIn] = load<V>(from + source * size + i);
    }
    alongBoth<Transform>(square, result);
    for (int place = 0; place < kOut * kOut; place++)
      store(to + place * size + i, result[place / kOut][place % kOut]);
  };
  parallel(static_cast<int>((size + kPiece - 1) / kPiece), [&](int piece) {
    const int64_t last = std::min(size, (piece + 1) * kPiece);
    int64_t i = piece * kPiece;
    for (; i + kLanes <= last; i += kLanes) one(i, Wide{});
    for (; i < last; i++) one(i, float{});
  });
}

// x -> planes of its overlapping 6 x 6 patches.
template <class E>
struct WinogradInput {
  explicit WinogradInput(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Tiles tiles = Tiles::of(x);
    const Tensor planes = context.output<E>(0, tiles.planesShape());
    withVectorsFor(tiles.channels, [&](auto vector) {
      toPlanes<InputTransform, decltype(vector)>(tiles, 1, x.data<E>(), planes.data<E>());
    });
  }
};

// dy -> planes of its 4 x 4 tiles, for the filter's gradient.
template <class E>
struct WinogradOutputGradient {
  explicit WinogradOutputGradient(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor dy = context.input(0);
    const Tiles tiles = Tiles::of(dy);
    const Tensor planes = context.output<E>(0, tiles.planesShape());
    withVectorsFor(tiles.channels, [&](auto vector) {
      toPlanes<OutputGradientTransform, decltype(vector)>(tiles, 0, dy.data<E>(), planes.data<E>());
    });
  }
};

// Planes -> images of the given height and width.
struct WinogradOutput {
  explicit WinogradOutput(const Attributes& attributes)
      : images(attributes.integer("images")),
        height(attributes.integer("height")),
        width(attributes.integer("width")) {}
  void compute(const Context& context) const {
    const Tensor planes = context.input(0);
    require(planes.rank() == 3, "planes of three axes");
    const Tiles tiles(images, height, width, static_cast<int>(planes.dim(2)));
    require(planes.shape() == tiles.planesShape(), "planes of as many tiles as the images have");
    const Tensor y = context.output(0, {images, height, width, tiles.channels});
    withVectorsFor(tiles.channels,
                   [&](auto vector) { fromPlanes<decltype(vector)>(tiles, planes.data(), y.data()); });
  }
  const int images, height, width;
};

// Filter -> planes; turned by half a turn for the gradient by the input.
struct WinogradFilter {
  explicit WinogradFilter(const Attributes& attributes) : isTurned(attributes.integer("turned") != 0) {}
  void compute(const Context& context) const {
    const Tensor filter = context.input(0);
    require(filter.rank() == 4 && filter.dim(0) == 3 && filter.dim(1) == 3, "a filter of 3 x 3");
    const Tensor planes = context.output(0, {kPlanes, filter.dim(2), filter.dim(3)});
    transformFilter<FilterTransform>(filter.data(), filter.dim(2) * filter.dim(3), isTurned, planes.data());
  }
  const bool isTurned;
};

// Planes -> the filter's gradient.
template <class E>
struct WinogradFilterGradient {
  explicit WinogradFilterGradient(const Attributes&) {}
  void compute(const Context& context) const {
    const Tensor planes = context.input(0);
    require(planes.rank() == 3 && planes.dim(0) == kPlanes, "36 planes");
    const Tensor filter = context.output(0, {3, 3, planes.dim(1), planes.dim(2)});
    transformFilter<FilterGradientTransform>(planes.data<E>(), planes.dim(1) * planes.dim(2), false, filter.data());
  }
};

}  // namespace

void registerWinograd() {
  registerKernels<WinogradInput>("FoveaWinogradInput", {"x: T"}, {"planes: T"}, {});
  registerKernels<WinogradOutputGradient>("FoveaWinogradOutputGrad", {"dy: T"}, {"planes: T"}, {});
  registerKernel<WinogradOutput>("FoveaWinogradOutput", {"planes"}, {"y"},
                                 {"images: int", "height: int", "width: int"});
  registerKernel<WinogradFilter>("FoveaWinogradFilter", {"filter"}, {"planes"}, {"turned: int"});
  registerKernels<WinogradFilterGradient>("FoveaWinogradFilterGrad", {"planes: T"}, {"filter"}, {});
}

}  // namespace fovea
