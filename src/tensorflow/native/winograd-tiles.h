#pragma once
#include "kernel.h"
#include "threads.h"
#include "winograd.h"

namespace fovea {

constexpr int kTile = 4;
constexpr int kPlanes = 36;

// An image batch divided into tiles of 4 x 4, in the order of images, rows, columns.
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
    require(x.rank() == 4 && x.size() > 0, "an image batch of four axes, of at least one pixel of at least one channel");
    return Tiles(x.length(0), x.length(1), x.length(2),
                 x.length(3));
  }
  int64_t count() const { return static_cast<int64_t>(images) * down * across; }

  struct Origin {
    int top, left;
    int64_t image;  // The image's first pixel.
  };
  Origin origin(int64_t tile) const {
    const int64_t row = tile / across;
    return {static_cast<int>(row % down) * kTile, static_cast<int>(tile % across) * kTile,
            row / down * height * width};
  }

  // Transforms a tile's numbers, from `margin` pixels before it on: calls take(v, square) with each vector v of its channels, the last one
  // padded with zeros. Pixels outside the image are zero. The next tile is prefetched: its pixels lie too far apart for the processor to do so
  // by itself.
  template <class Transform, class E, class Take>
  void transform(const E* x, int64_t tile, int margin, const Take& take) const {
    const Origin at = origin(tile);
    const int top = at.top - margin, left = at.left - margin;
    const bool isInside =
        top >= 0 && left >= 0 && top + Transform::kIn <= height && left + Transform::kIn <= width;
    if (isInside) {
      transformAt<Transform, true>(x, at.image, top, left, take);
    } else {
      transformAt<Transform, false>(x, at.image, top, left, take);
    }
  }

 private:
  template <class Transform, bool isInside, class E, class Take>
  void transformAt(const E* x, int64_t image, int top, int left, const Take& take) const {
    constexpr int kIn = Transform::kIn;
    for (int v = 0; v < vectorsFor(channels); v++) {
      const LaneCount count = channels - v * kLanes;
      Wide patch[kIn][kIn], result[6][6];
      for (int i = 0; i < kIn; i++)
        for (int j = 0; j < kIn; j++) {
          const int h = top + i, w = left + j;
          if (isInside || (h >= 0 && h < height && w >= 0 && w < width)) {
            const E* from = x + (image + h * width + w) * channels + v * kLanes;
            if (j >= kIn - kTile) __builtin_prefetch(from + kTile * channels);
            patch[i][j] = loadChannels(from, count);
          } else {
            patch[i][j] = Wide{};
          }
        }
      alongBoth<Transform>(patch, result);
      take(v, result);
    }
  }
};

}  // namespace fovea
