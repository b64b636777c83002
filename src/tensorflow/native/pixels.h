#pragma once
#include <vector>

#include "normalization.h"
#include "product.h"

namespace fovea {

// Reads pixels from an image batch: unchanged, minus their mean, or normalized and activated.
class Pixels {
 public:
  explicit Pixels(int channels) : channels(channels) {}
  explicit Pixels(const std::vector<float>& mean) : channels(static_cast<int>(mean.size())), mean_(paddedToVectors(mean)) {}
  Pixels(const Affine& affine, Activation activation)
      : channels(static_cast<int>(affine.mean.size())),
        mean_(paddedToVectors(affine.mean)),
        factor_(paddedToVectors(affine.factor)),
        shift_(paddedToVectors(affine.shift)),
        activation_(activation) {}

  // Reads pixels first ... first + size - 1 in whole vectors, `stride` numbers apart.
  template <class E>
  void read(const E* x, int64_t first, int64_t size, float* to, int64_t stride) const {
    read(x + first * channels, size, [=, channels = channels](int64_t row, const auto& numbersAt) {
      for (int c = 0; c < channels; c += kLanes) store(to + row * stride + c, numbersAt(c));
    });
  }

  // Reads their channels `from` ... `end` - 1 in panels of `Width` channels, `panelSize` numbers apart: [panels][size][Width].
  template <int Width, class E>
  void readPanels(const E* x, int64_t first, int64_t size, float* to, int64_t panelSize, int from, int end) const {
    read(x + first * channels, size, [=](int64_t row, const auto& numbersAt) {
      float* panel = to + row * Width;
      int start = from;
      for (; start + Width <= end; start += Width, panel += panelSize)
        for (int c = 0; c < Width; c += kLanes) store(panel + c, numbersAt(start + c));
      for (int c = 0; start + c < end; c += kLanes) store(panel + c, numbersAt(start + c));
    });
  }

  const int channels;

 private:
  // Calls take(row, numbersAt) for each row; numbersAt(channel) is a vector of its numbers. Members are copied first: the compiler must
  // assume that a store changes them.
  template <class E, class Take>
  void read(const E* x, int64_t size, const Take& take) const {
    const int channels = this->channels;
    const float *mean = mean_.data(), *factor = factor_.data(), *shift = shift_.data();
    const auto all = [&](const auto& numbersOf) {
      for (int64_t row = 0; row < size; row++, x += channels)
        take(row, [=](int c) { return numbersOf(loadChannels(x + c, channels - c), c); });
    };
    if (mean_.empty()) {
      all([](const Wide& value, int) { return value; });
    } else if (factor_.empty()) {
      all([=](const Wide& value, int c) { return value - load<Wide>(mean + c); });
    } else {
      const Wide low = broadcast<Wide>(activation_.low), high = broadcast<Wide>(activation_.high);
      all([=](const Wide& value, int c) {
        return clamp((value - load<Wide>(mean + c)) * load<Wide>(factor + c) + load<Wide>(shift + c), low, high);
      });
    }
  }

  std::vector<float> mean_, factor_, shift_;
  Activation activation_{};
};

// Is an image batch of so many pixels written by non-temporal stores? Only whole panels of float32 can be.
template <class E>
inline bool usesNonTemporalStores(int64_t pixels, int channels) {
  return std::is_same_v<E, float> && pixels * channels >= kNonTemporalSize && channels % kColumns == 0;
}

// Writes the first `columns` channels of a panel of pixels into an image batch.
template <class E>
inline void writePanel(const float* panel, int64_t size, int columns, bool isNonTemporal, E* to, int channels) {
  if constexpr (std::is_same_v<E, float>) {
    if (isNonTemporal) {
      for (int64_t row = 0; row < size; row++, panel += kColumns, to += channels)
        for (int c = 0; c < kColumns; c += kLanes) storeNonTemporal(to + c, load<Wide>(panel + c));
      return;
    }
  }
  for (int64_t row = 0; row < size; row++, panel += kColumns, to += channels)
    for (int c = 0; c < columns; c += kLanes) storeChannels(to + c, load<Wide>(panel + c), columns - c);
}

}  // namespace fovea
