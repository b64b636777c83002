#pragma once
#include <vector>

#include "kernel.h"
#include "product.h"

namespace fovea {

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

  // Patches first ... first + size - 1, `stride` numbers apart. A vector may be written beyond the last.
  template <class E>
  void read(const E* x, int64_t first, int64_t size, float* to, int64_t rowStride) const {
    walk(first, size, [&](int64_t row, int64_t image, int64_t y, int64_t left) {
      readRow(x, image, y, left, 0, channels, to + row * rowStride);
    });
  }

  // Their numbers `from` ... `end` - 1 in panels of so many, each `panelSize` numbers from the next: [panels][size][Width].
  template <int Width, class E>
  void readPanels(const E* x, int64_t first, int64_t size, float* to, int64_t panelSize, int from, int end) const {
    // What was stored just now in other pieces is slow to load.
    constexpr int kRowsAtATime = 16;
    const int64_t rowStride = channels + Width + kLanes;
    thread_local std::vector<float> numbers;
    numbers.resize(kRowsAtATime * rowStride);
    for (int64_t start = 0; start < size; start += kRowsAtATime) {
      const int64_t rows = std::min<int64_t>(kRowsAtATime, size - start);
      walk(first + start, rows, [&](int64_t row, int64_t image, int64_t y, int64_t left) {
        readRow(x, image, y, left, from, end, &numbers[row * rowStride]);
      });
      for (int64_t row = 0; row < rows; row++) {
        float* panel = to + (start + row) * Width;
        for (int k = from; k < end; k += Width, panel += panelSize)
          for (int c = 0; c < Width; c += kLanes) store(panel + c, load<Wide>(&numbers[row * rowStride + k + c]));
      }
    }
  }

  // Adds patches of a gradient, of which the first is pixel `first`, to the gradient by the batch from image `firstImage` on.
  void addTo(float* images, int64_t firstImage, int64_t first, int64_t size, const float* from, int64_t rowStride) const {
    walk(first, size, [&](int64_t row, int64_t image, int64_t y, int64_t left) {
      forStretches(image - firstImage, y, left, 0, channels, [&](int at, int64_t pixel, int count) {
        if (pixel < 0) return;
        float* to = images + pixel * inChannels;
        const float* numbers = from + row * rowStride + at;
        for (int c = 0; c < count; c += kLanes)
          storeChannels(to + c, loadChannels(to + c, count - c) + load<Wide>(numbers + c), count - c);
      });
    });
  }

 private:
  static int64_t outSize(int64_t size, int64_t filter, int64_t stride, int padding) {
    if (padding == kSame) return (size + stride - 1) / stride;
    return size + 2 * padding < filter ? 0 : (size + 2 * padding - filter) / stride + 1;
  }
  static int64_t before(int64_t size, int64_t outSize, int64_t filter, int64_t stride, int padding) {
    return padding == kSame ? std::max<int64_t>((outSize - 1) * stride + filter - size, 0) / 2 : padding;
  }

  // take(row, image, y, x) for pixels of the result; y and x are where its patch begins, perhaps outside of the image.
  template <class Take>
  void walk(int64_t first, int64_t size, const Take& take) const {
    int64_t x = first % outWidth, y = first / outWidth % outHeight, image = first / outWidth / outHeight;
    for (int64_t row = 0; row < size; row++) {
      take(row, image, y * stride - top, x * stride - left);
      if (++x < outWidth) continue;
      x = 0;
      if (++y < outHeight) continue;
      y = 0;
      image++;
    }
  }

  // A patch's numbers `from` ... `end` - 1 as stretches that lie together in the batch: take(place in the patch, first pixel or -1 for
  // zeros, count). Stretches may begin before and end after.
  template <class Take>
  void forStretches(int64_t image, int64_t y, int64_t x, int from, int end, const Take& take) const {
    const int channels = static_cast<int>(inChannels), across = static_cast<int>(width) * channels;
    const int64_t before = std::clamp<int64_t>(-x, 0, width), inside = std::clamp<int64_t>(inWidth - x, before, width);
    for (int row = 0, at = 0; row < height; row++, at += across) {
      if (at + across <= from || at >= end) continue;
      if (y + row < 0 || y + row >= inHeight) {
        take(at, int64_t{-1}, across);
        continue;
      }
      const int first = static_cast<int>(before) * channels, last = static_cast<int>(inside) * channels;
      if (first > 0) take(at, int64_t{-1}, first);
      if (last > first) take(at + first, (image * inHeight + y + row) * inWidth + x + before, last - first);
      if (last < across) take(at + last, int64_t{-1}, across - last);
    }
  }

  // Whole vectors, the last of a stretch with what is overwritten by the next.
  template <class E>
  void readRow(const E* x, int64_t image, int64_t y, int64_t left, int from, int end, float* to) const {
    const int across = static_cast<int>(width * inChannels);
    const int64_t rowSize = inWidth * inChannels, lastFull = images * inHeight * rowSize - kLanes;
    const int64_t corner = ((image * inHeight + y) * inWidth + left) * inChannels;
    const bool isInside = y >= 0 && left >= 0 && y + height <= inHeight && left + width <= inWidth;
    if (isInside && corner + (height - 1) * rowSize + across <= lastFull) {
      for (int at = 0; at < end; at += across, to += across, x += rowSize)
        for (int c = 0; at + across > from && c < across; c += kLanes) store(to + c, load<Wide>(x + corner + c));
      return;
    }
    forStretches(image, y, left, from, end, [&](int at, int64_t pixel, int count) {
      const int64_t first = pixel * inChannels;
      for (int c = 0; c < count; c += kLanes) {
        const bool isFull = first + c <= lastFull;
        store(to + at + c, pixel < 0 ? Wide{} : isFull ? load<Wide>(x + first + c) : loadChannels(x + first + c, count - c));
      }
    });
  }
};

}  // namespace fovea
