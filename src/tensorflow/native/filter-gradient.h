#pragma once
#include "pointwise.h"

namespace fovea {

// The panels of one of several groups.
struct PanelRange {
  int first, count;

  PanelRange(int numbers, int width, int group, int groups) {
    const int64_t panels = (numbers + width - 1) / width;
    first = static_cast<int>(panels * group / groups);
    count = static_cast<int>(panels * (group + 1) / groups) - first;
  }
};

// How the work of a filter's gradient is divided, by the sizes alone: into parts of the pixels, whose sums are added at the end, into groups
// of inputs that stay in a core's cache, and, where those are few, into groups of outputs.
struct FilterPartition {
  int parts, inputGroups, outputGroups;

  FilterPartition(int64_t rows, int inputs, int outputs) {
    constexpr int64_t kRowsPerPart = 768, kMostParts = 16;
    constexpr int kMost = 24, kInputsPerGroup = 1024, kOutputsPerGroup = 128, kFewest = 4, kFewestInputs = 96;
    parts = static_cast<int>(std::clamp<int64_t>(rows / kRowsPerPart, 1, kMostParts));
    inputGroups = std::max(1, (inputs + kInputsPerGroup / 2) / kInputsPerGroup);
    outputGroups = std::clamp<int>(outputs / kOutputsPerGroup, 1, std::max<int>(1, kMost / (parts * inputGroups)));
    if (count() < kFewest) inputGroups = std::clamp<int>(inputs / kFewestInputs, inputGroups, kFewest);
  }
  int count() const { return parts * inputGroups * outputGroups; }
};

// The filter's gradient, [in][out]: sums over the pixels of x, or its patches, times dy.
template <class E, class Inputs>
void filterGradient(const E* x, const Inputs& inputs, const E* dy, const Pixels& outputs, int64_t rows, float* filter) {
  const int64_t width = roundedUp(outputs.channels, kColumns), sumsSize = inputs.channels * width;
  const FilterPartition partition(rows, inputs.channels, outputs.channels);
  const bool isDirect = partition.parts == 1 && width == outputs.channels;
  const bool isNonTemporal = isDirect && sumsSize >= kNonTemporalSize;
  Numbers partSums(isDirect ? 0 : partition.parts * sumsSize);
  float* const sums = isDirect ? filter : partSums.data();
  parallel(partition.count(), [&](int task) {
    thread_local Numbers xPanels, dyPanels;
    const int part = task / (partition.inputGroups * partition.outputGroups);
    const PanelRange inputPanels(inputs.channels, kRowPanel, task / partition.outputGroups % partition.inputGroups, partition.inputGroups);
    const PanelRange outputPanels(outputs.channels, kColumns, task % partition.outputGroups, partition.outputGroups);
    const int firstInput = inputPanels.first * kRowPanel, endInput = std::min(inputs.channels, firstInput + inputPanels.count * kRowPanel);
    const int firstOutput = outputPanels.first * kColumns, endOutput = std::min(outputs.channels, firstOutput + outputPanels.count * kColumns);
    const int64_t start = rows * part / partition.parts, end = rows * (part + 1) / partition.parts;
    const PixelBlocks blocks(end - start, std::max(endInput - firstInput, endOutput - firstOutput));
    const int64_t xPanel = paddedStride(blocks.size * kRowPanel), dyPanel = paddedStride(blocks.size * kColumns);
    xPanels.resize(inputPanels.count * xPanel);
    dyPanels.resize(outputPanels.count * dyPanel);
    for (int block = 0; block < blocks.count; block++) {
      const int64_t first = start + blocks.first(block), size = start + blocks.first(block + 1) - first;
      inputs.template readPanels<kRowPanel>(x, first, size, xPanels.data(), xPanel, firstInput, endInput);
      outputs.readPanels<kColumns>(dy, first, size, dyPanels.data(), dyPanel, firstOutput, endOutput);
      for (int i = 0; i < inputPanels.count; i++)
        for (int o = 0; o < outputPanels.count; o++) {
          const int input = firstInput + i * kRowPanel, output = firstOutput + o * kColumns;
          const int height = std::min(kRowPanel, endInput - input), columns = std::min(kColumns, endOutput - output);
          const float *a = &xPanels[i * xPanel], *b = &dyPanels[o * dyPanel];
          float* c = &sums[part * sumsSize + input * width + output];
          if (isNonTemporal && blocks.count == 1) {
            multiply<true, Into::kNonTemporal>(height, a, kRowPanel, b, size, c, width);
          } else if (block == 0) {
            multiplyPanel<true, Into::kMemory>(height, a, kRowPanel, b, columns, size, c, width);
          } else {
            multiplyPanel<true, Into::kSum>(height, a, kRowPanel, b, columns, size, c, width);
          }
        }
    }
  });
  if (isDirect) return;
  RowPartition(inputs.channels, outputs.channels).run([&](int, int64_t firstInput, int64_t lastInput) {
    for (int64_t k = firstInput; k < lastInput; k++)
      for (int c = 0; c < outputs.channels; c += kLanes) {
        Wide sum = load<Wide>(&sums[k * width + c]);
        for (int part = 1; part < partition.parts; part++) sum += load<Wide>(&sums[part * sumsSize + k * width + c]);
        storeChannels(filter + k * outputs.channels + c, sum, outputs.channels - c);
      }
  });
}

}  // namespace fovea
