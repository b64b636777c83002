#pragma once
#include "filter-gradient.h"
#include "patches.h"

namespace fovea {

// A convolution of few pixels, which stay in the cache while the filter is processed, one position of its window after the other. Nothing is
// multiplied by the padding, which is much of a patch where images are small.
class FewPixelConvolution {
 public:
  FewPixelConvolution(const Patches& patches, int outputs)
      : pairs_(patches.pairs()), inPixels_(patches.inPixels()), outPixels_(patches.rows()),
        inputs_(static_cast<int>(patches.inChannels)), outputs_(outputs) {}

  template <class E>
  void convolve(const E* x, const float* filter, E* y) const {
    addProducts(x, &PixelPairs::inputs, filter, {inputs_, outputs_, false}, y, &PixelPairs::outputs, outPixels_);
  }

  template <class E>
  void inputGradient(const E* dy, const float* filter, E* dx) const {
    addProducts(dy, &PixelPairs::outputs, filter, {outputs_, inputs_, true}, dx, &PixelPairs::inputs, inPixels_);
  }

  template <class E>
  void filterGradient(const E* x, const E* dy, float* filter) const {
    for (const PixelPairs& pairs : pairs_) {
      const std::vector<E> xPixels = copied(x, inputs_, pairs.inputs), dyPixels = copied(dy, outputs_, pairs.outputs);
      if (pairs.count() > 0) {
        fovea::filterGradient(xPixels.data(), Pixels(inputs_), dyPixels.data(), Pixels(outputs_), pairs.count(), filter);
      } else {
        std::fill_n(filter, filterSize(), 0.0f);
      }
      filter += filterSize();
    }
  }

 private:
  using Side = std::vector<int64_t> PixelPairs::*;
  struct FilterShape {
    const int depth, columns;
    const bool isTransposed;
  };

  int64_t filterSize() const { return static_cast<int64_t>(inputs_) * outputs_; }

  static int64_t strideOf(int channels) { return roundedUp(channels, kLanes) + kLanes; }

  template <class E>
  static std::vector<E> copied(const E* images, int channels, const std::vector<int64_t>& pixels) {
    std::vector<E> copy;
    copy.reserve(pixels.size() * channels);
    for (const int64_t pixel : pixels) copy.insert(copy.end(), images + pixel * channels, images + (pixel + 1) * channels);
    return copy;
  }

  template <class E>
  static Numbers numbersOf(const E* images, int channels, const std::vector<int64_t>& pixels) {
    const int64_t stride = strideOf(channels);
    Numbers rows(pixels.size() * stride);
    const Pixels one(channels);
    for (size_t i = 0; i < pixels.size(); i++) one.read(images, pixels[i], 1, &rows[i * stride], stride);
    return rows;
  }

  // Adds to each pixel on the side `target` of a pair the one on the side `source` times the filter at their position.
  template <class E>
  void addProducts(const E* from, Side source, const float* filter, const FilterShape& shape, E* to, Side target, int64_t pixels) const {
    std::vector<Numbers> rows(pairs_.size());
    parallel(static_cast<int>(rows.size()), [&](int position) { rows[position] = numbersOf(from, shape.depth, pairs_[position].*source); });
    const auto matrixAt = [&](size_t position) {
      return Matrix{filter + position * filterSize(), shape.depth, shape.columns, shape.isTransposed};
    };
    parallel(matrixAt(0).panels(), [&](int panel) {
      thread_local Numbers product, sums;
      sums.assign(pixels * kColumns, 0);
      for (size_t position = 0; position < pairs_.size(); position++) {
        const std::vector<int64_t>& targets = pairs_[position].*target;
        if (targets.empty()) continue;
        product.resize(targets.size() * kColumns);
        multiplyByPanel(static_cast<int>(targets.size()), rows[position].data(), strideOf(shape.depth), matrixAt(position), panel,
                        product.data());
        for (size_t row = 0; row < targets.size(); row++)
          for (int c = 0; c < kColumns; c += kLanes) {
            float* const sum = &sums[targets[row] * kColumns + c];
            store(sum, load<Wide>(sum) + load<Wide>(&product[row * kColumns + c]));
          }
      }
      writePanel(sums.data(), pixels, matrixAt(0).columnsOf(panel), false, to + panel * kColumns, shape.columns);
    });
  }

  const std::vector<PixelPairs> pairs_;
  const int64_t inPixels_, outPixels_;
  const int inputs_, outputs_;
};

}  // namespace fovea
