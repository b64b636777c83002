#pragma once
#include "pointwise.h"

namespace fovea {

// A share of some panels.
struct PanelRange {
  int first, count;

  PanelRange(int numbers, int width, int group, int groups) {
    const int64_t panels = (numbers + width - 1) / width;
    first = static_cast<int>(panels * group / groups);
    count = static_cast<int>(panels * (group + 1) / groups) - first;
  }
};

// How the gradient by a filter is shared out, by the sizes alone: in parts of the pixels, whose sums are added in the end, in groups of
// inputs that stay in a core's cache, and, where those are few, in groups of outputs.
struct FilterShares {
  int parts, inputGroups, outputGroups;

  FilterShares(int64_t rows, int inputs, int outputs) {
    constexpr int64_t kRowsPerPart = 768, kMostParts = 16;
    constexpr int kMost = 24, kInputsPerGroup = 1024, kOutputsPerGroup = 128, kFewest = 4, kFewestInputs = 96;
    parts = static_cast<int>(std::clamp<int64_t>(rows / kRowsPerPart, 1, kMostParts));
    inputGroups = std::max(1, (inputs + kInputsPerGroup / 2) / kInputsPerGroup);
    outputGroups = std::clamp<int>(outputs / kOutputsPerGroup, 1, std::max<int>(1, kMost / (parts * inputGroups)));
    if (count() < kFewest) inputGroups = std::clamp<int>(inputs / kFewestInputs, inputGroups, kFewest);
  }
  int count() const { return parts * inputGroups * outputGroups; }
};

// In x out: sums over pixels of x, or of its patches, times dy.
template <class E, class Inputs>
void filterGradient(const E* x, const Inputs& inputs, const E* dy, const Pixels& outputs, int64_t rows, float* filter) {
  const int64_t width = roundedUp(outputs.channels, kColumns), sumsSize = inputs.channels * width;
  const FilterShares shares(rows, inputs.channels, outputs.channels);
  const bool isDirect = shares.parts == 1 && width == outputs.channels;
  const bool isPastCaches = isDirect && sumsSize >= kMuch;
  Numbers partSums(isDirect ? 0 : shares.parts * sumsSize);
  float* const sums = isDirect ? filter : partSums.data();
  parallel(shares.count(), [&](int task) {
    thread_local Numbers ofX, ofDy;
    const int part = task / (shares.inputGroups * shares.outputGroups);
    const PanelRange of(inputs.channels, kRowPanel, task / shares.outputGroups % shares.inputGroups, shares.inputGroups);
    const PanelRange by(outputs.channels, kColumns, task % shares.outputGroups, shares.outputGroups);
    const int firstInput = of.first * kRowPanel, endInput = std::min(inputs.channels, firstInput + of.count * kRowPanel);
    const int firstOutput = by.first * kColumns, endOutput = std::min(outputs.channels, firstOutput + by.count * kColumns);
    const int64_t start = rows * part / shares.parts, end = rows * (part + 1) / shares.parts;
    const PixelBlocks blocks(end - start, std::max(endInput - firstInput, endOutput - firstOutput));
    const int64_t xPanel = spreadApart(blocks.size * kRowPanel), dyPanel = spreadApart(blocks.size * kColumns);
    ofX.resize(of.count * xPanel);
    ofDy.resize(by.count * dyPanel);
    for (int block = 0; block < blocks.count; block++) {
      const int64_t first = start + blocks.first(block), size = start + blocks.first(block + 1) - first;
      inputs.template readPanels<kRowPanel>(x, first, size, ofX.data(), xPanel, firstInput, endInput);
      outputs.readPanels<kColumns>(dy, first, size, ofDy.data(), dyPanel, firstOutput, endOutput);
      for (int i = 0; i < of.count; i++)
        for (int o = 0; o < by.count; o++) {
          const int input = firstInput + i * kRowPanel, output = firstOutput + o * kColumns;
          const int height = std::min(kRowPanel, endInput - input), columns = std::min(kColumns, endOutput - output);
          const float *a = &ofX[i * xPanel], *b = &ofDy[o * dyPanel];
          float* c = &sums[part * sumsSize + input * width + output];
          if (isPastCaches && blocks.count == 1) {
            multiply<true, Into::kPastCaches>(height, a, kRowPanel, b, size, c, width);
          } else if (block == 0) {
            multiplyPanel<true, Into::kMemory>(height, a, kRowPanel, b, columns, size, c, width);
          } else {
            multiplyPanel<true, Into::kSum>(height, a, kRowPanel, b, columns, size, c, width);
          }
        }
    }
  });
  if (isDirect) return;
  RowShare(inputs.channels, outputs.channels).run([&](int, int64_t firstInput, int64_t lastInput) {
    for (int64_t k = firstInput; k < lastInput; k++)
      for (int c = 0; c < outputs.channels; c += kLanes) {
        Wide sum = load<Wide>(&sums[k * width + c]);
        for (int part = 1; part < shares.parts; part++) sum += load<Wide>(&sums[part * sumsSize + k * width + c]);
        storeChannels(filter + k * outputs.channels + c, sum, outputs.channels - c);
      }
  });
}

}  // namespace fovea
