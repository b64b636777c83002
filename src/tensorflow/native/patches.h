#pragma once
#include <vector>

#include "kernel.h"
#include "product.h"

namespace fovea {

// The pixels of an image batch that one position of a filter's window reads, and, for each, the pixel of the result that it is read for.
struct PixelPairs {
  std::vector<int64_t> inputs, outputs;

  int64_t count() const { return static_cast<int64_t>(inputs.size()); }
};

// The patches of an image batch that a filter of height x width x channels reads, one for each pixel of the result, in the filter's order.
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

  // Reads patches first ... first + size - 1, `rowStride` numbers apart. Up to a vector may be written behind the last one.
  template <class E>
  void read(const E* x, int64_t first, int64_t size, float* to, int64_t rowStride) const {
    walk(first, size, [&](int64_t row, const Corner& corner) { readPatch(x, corner, 0, channels, to + row * rowStride); });
  }

  // Reads their numbers `from` ... `end` - 1 in panels of `Width` numbers, `panelSize` apart: [panels][size][Width].
  template <int Width, class E>
  void readPanels(const E* x, int64_t first, int64_t size, float* to, int64_t panelSize, int from, int end) const {
    // Several patches are read before they are copied: loading what was stored a moment ago in other pieces is slow.
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

  // Adds the gradients of patches first ... first + size - 1 to the gradient of the batch, `dx`, which begins with image `firstImage`.
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

  // The pairs of each position of the window; where it lies outside of the image, there is no pair.
  std::vector<PixelPairs> pairs() const {
    std::vector<PixelPairs> positions(height * width);
    walk(0, rows(), [&](int64_t row, const Corner& corner) {
      for (int64_t position = 0; position < height * width; position++) {
        const int64_t y = corner.y + position / width, x = corner.x + position % width;
        if (y < 0 || y >= inHeight || x < 0 || x >= inWidth) continue;
        positions[position].inputs.push_back((corner.image * inHeight + y) * inWidth + x);
        positions[position].outputs.push_back(row);
      }
    });
    return positions;
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

  // Calls take(position in the patch, first pixel or -1 for padding, count) for the stretches of a patch that are contiguous in the batch, in
  // the rows that hold numbers `from` ... `end` - 1.
  template <class Take>
  void forStretches(const Corner& corner, int from, int end, const Take& take) const {
    const int pixelSize = static_cast<int>(inChannels), across = static_cast<int>(width) * pixelSize;
    const int64_t first = std::clamp<int64_t>(-corner.x, 0, width), last = std::clamp<int64_t>(inWidth - corner.x, first, width);
    const int inside = static_cast<int>(first) * pixelSize, outside = static_cast<int>(last) * pixelSize;
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

  // Writes whole vectors: the next stretch overwrites what the last one wrote too much.
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
