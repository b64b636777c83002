#pragma once
#include <vector>

#include "kernel.h"
#include "product.h"

namespace fovea {

// Pixels of an image batch that one place of a filter's window falls on, and, for each, the pixel of the result that it does so for.
struct PixelPairs {
  std::vector<int64_t> inputs, outputs;

  int64_t count() const { return static_cast<int64_t>(inputs.size()); }
};

// What a filter of height x width x channels sees of an image batch: for each pixel of the result as many numbers, in the filter's order.
struct Patches {
  static constexpr int kSame = -1;

  const int64_t images, inHeight, inWidth, inChannels, height, width, stride, outHeight, outWidth, top, left;
  const int channels;

  // `padding` pixels of zeros on every side, or as TensorFlow's SAME.
  Patches(const Shape& x, int64_t height, int64_t width, int64_t stride, int padding)
      : images(x[0]),
        inHeight(x[1]),
        inWidth(x[2]),
        inChannels(x[3]),
        height(height),
        width(width),
        stride(stride),
        outHeight(outSize(inHeight, height, stride, padding)),
        outWidth(outSize(inWidth, width, stride, padding)),
        top(before(inHeight, outHeight, height, stride, padding)),
        left(before(inWidth, outWidth, width, stride, padding)),
        channels(static_cast<int>(height * width * inChannels)) {}

  int64_t rows() const { return images * outHeight * outWidth; }
  int64_t inPixels() const { return images * inHeight * inWidth; }

  // Patches first ... first + size - 1, `rowStride` numbers apart. A vector may be written beyond the last.
  template <class E>
  void read(const E* x, int64_t first, int64_t size, float* to, int64_t rowStride) const {
    walk(first, size, [&](int64_t row, const Corner& corner) { readPatch(x, corner, 0, channels, to + row * rowStride); });
  }

  // Their numbers `from` ... `end` - 1 in panels of so many, each `panelSize` numbers from the next: [panels][size][Width].
  template <int Width, class E>
  void readPanels(const E* x, int64_t first, int64_t size, float* to, int64_t panelSize, int from, int end) const {
    // Several patches before they are copied: what was stored just now in other pieces is slow to load.
    constexpr int kPatchesAtATime = 16;
    const int64_t rowStride = channels + Width + kLanes;
    thread_local Numbers numbers;
    numbers.resize(kPatchesAtATime * rowStride);
    for (int64_t start = 0; start < size; start += kPatchesAtATime) {
      const int64_t count = std::min<int64_t>(kPatchesAtATime, size - start);
      walk(first + start, count, [&](int64_t row, const Corner& corner) {
        readPatch(x, corner, from, end, &numbers[row * rowStride]);
      });
      for (int64_t row = 0; row < count; row++) {
        float* panel = to + (start + row) * Width;
        for (int k = from; k < end; k += Width, panel += panelSize)
          for (int c = 0; c < Width; c += kLanes) store(panel + c, load<Wide>(&numbers[row * rowStride + k + c]));
      }
    }
  }

  // Adds gradients by patches first ... first + size - 1 to the gradient by the batch, of which `dx` begins with image `firstImage`.
  void addTo(float* dx, int64_t firstImage, int64_t first, int64_t size, const float* gradients, int64_t rowStride) const {
    dx -= firstImage * inHeight * inWidth * inChannels;
    walk(first, size, [&](int64_t row, const Corner& corner) {
      forStretches(corner, 0, channels, [&](int at, int64_t pixel, int count) {
        if (pixel < 0) return;
        float* to = dx + pixel * inChannels;
        const float* from = gradients + row * rowStride + at;
        for (int c = 0; c < count; c += kLanes)
          storeChannels(to + c, loadChannels(to + c, count - c) + load<Wide>(from + c), count - c);
      });
    });
  }

  // For each place of the window: where it falls outside of an image, it is in no pair.
  std::vector<PixelPairs> pairs() const {
    std::vector<PixelPairs> places(height * width);
    walk(0, rows(), [&](int64_t row, const Corner& corner) {
      for (int64_t place = 0; place < height * width; place++) {
        const int64_t y = corner.y + place / width, x = corner.x + place % width;
        if (y < 0 || y >= inHeight || x < 0 || x >= inWidth) continue;
        places[place].inputs.push_back((corner.image * inHeight + y) * inWidth + x);
        places[place].outputs.push_back(row);
      }
    });
    return places;
  }

 private:
  // Where a patch begins, perhaps outside of the image.
  struct Corner {
    int64_t image, y, x;
  };

  static int64_t outSize(int64_t size, int64_t filter, int64_t stride, int padding) {
    if (padding == kSame) return (size + stride - 1) / stride;
    return size + 2 * padding < filter ? 0 : (size + 2 * padding - filter) / stride + 1;
  }
  static int64_t before(int64_t size, int64_t outSize, int64_t filter, int64_t stride, int padding) {
    return padding == kSame ? std::max<int64_t>((outSize - 1) * stride + filter - size, 0) / 2 : padding;
  }

  // take(row, corner) for patches first ... first + size - 1, rows counted from 0.
  template <class Take>
  void walk(int64_t first, int64_t size, const Take& take) const {
    int64_t x = first % outWidth, y = first / outWidth % outHeight, image = first / outWidth / outHeight;
    for (int64_t row = 0; row < size; row++) {
      take(row, Corner{image, y * stride - top, x * stride - left});
      if (++x < outWidth) continue;
      x = 0;
      if (++y < outHeight) continue;
      y = 0;
      image++;
    }
  }

  // The stretches of a patch that lie together in the batch: take(place in the patch, first pixel or -1 for zeros, count), of those rows
  // in which numbers `from` ... `end` - 1 are.
  template <class Take>
  void forStretches(const Corner& corner, int from, int end, const Take& take) const {
    const int ofPixel = static_cast<int>(inChannels), across = static_cast<int>(width) * ofPixel;
    const int64_t first = std::clamp<int64_t>(-corner.x, 0, width), last = std::clamp<int64_t>(inWidth - corner.x, first, width);
    const int inside = static_cast<int>(first) * ofPixel, outside = static_cast<int>(last) * ofPixel;
    for (int row = 0, at = 0; row < height; row++, at += across) {
      if (at + across <= from || at >= end) continue;
      const int64_t y = corner.y + row;
      if (y < 0 || y >= inHeight) {
        take(at, int64_t{-1}, across);
        continue;
      }
      if (inside > 0) take(at, int64_t{-1}, inside);
      if (outside > inside) take(at + inside, (corner.image * inHeight + y) * inWidth + corner.x + first, outside - inside);
      if (outside < across) take(at + outside, int64_t{-1}, across - outside);
    }
  }

  // Whole vectors, the last of a stretch with what the next overwrites.
  template <class E>
  void readPatch(const E* x, const Corner& corner, int from, int end, float* to) const {
    const int across = static_cast<int>(width * inChannels);
    const int64_t rowSize = inWidth * inChannels, lastFull = images * inHeight * rowSize - kLanes;
    const int64_t start = ((corner.image * inHeight + corner.y) * inWidth + corner.x) * inChannels;
    const bool isInside =
        corner.y >= 0 && corner.x >= 0 && corner.y + height <= inHeight && corner.x + width <= inWidth;
    if (isInside && start + (height - 1) * rowSize + across <= lastFull) {
      for (int at = 0; at < end; at += across, to += across, x += rowSize)
        for (int c = 0; at + across > from && c < across; c += kLanes) store(to + c, load<Wide>(x + start + c));
      return;
    }
    forStretches(corner, from, end, [&](int at, int64_t pixel, int count) {
      const int64_t first = pixel * inChannels;
      for (int c = 0; c < count; c += kLanes) {
        const bool isFull = first + c <= lastFull;
        store(to + at + c, pixel < 0 ? Wide{} : isFull ? load<Wide>(x + first + c) : loadChannels(x + first + c, count - c));
      }
    });
  }
};

}  // namespace fovea
