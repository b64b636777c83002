#include "filter-gradient.h"
#include "patches.h"
#include "few-pixels.h"

namespace fovea {
namespace {

// A convolution of any filter, stride and padding (-1: SAME), as the matrix product of patches and filter; the patches are not stored.
struct ConvolutionSizes {
  const int stride, padding;

  explicit ConvolutionSizes(const Attributes& attributes)
      : stride(attributes.integer("stride")), padding(attributes.integer("padding")) {}

  Patches patches(const Shape& x, const Shape& filter) const {
    require(x.size() == 4 && filter.size() == 4 && stride > 0, "an image batch and a filter of four axes, and a stride");
    require(x[0] > 0 && x[3] > 0, "at least one image of at least one channel");
    require(filter[2] == x[3], "a filter for as many channels as the images have");
    const Patches patches(x, filter[0], filter[1], stride, padding);
    require(patches.outHeight > 0 && patches.outWidth > 0, "images no smaller than the filter");
    return patches;
  }
};

Shape resultShape(const Patches& patches, int64_t outputs) {
  return {patches.images, patches.outHeight, patches.outWidth, outputs};
}

Shape shapeFrom(const Tensor& numbers) {
  const int32_t* from = numbers.data<int32_t>();
  return Shape(from, from + numbers.size());
}

template <class E>
struct PatchConvolution {
  explicit PatchConvolution(const Attributes& attributes) : sizes(attributes) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0), filter = context.input(1);
    const Patches patches = sizes.patches(x.shape(), filter.shape());
    const int outputs = filter.length(3);
    const Tensor y = context.output<E>(0, resultShape(patches, outputs));
    if (patches.rows() < outputs) {
      FewPixelConvolution(patches, outputs).convolve(x.data<E>(), filter.data(), y.data<E>());
    } else {
      const Panels panels({filter.data(), patches.channels, outputs, false});
      multiplyByPixels(x.data<E>(), patches.rows(), patches, panels, y.data<E>());
    }
  }

  const ConvolutionSizes sizes;
};

template <class E>
struct PatchFilterGradient {
  explicit PatchFilterGradient(const Attributes& attributes) : sizes(attributes) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0), dy = context.input(1);
    const Shape shape = shapeFrom(context.input(2));
    const Patches patches = sizes.patches(x.shape(), shape);
    require(dy.shape() == resultShape(patches, shape[3]), "a gradient of the result's shape");
    const Tensor filter = context.output(0, shape);
    const int outputs = static_cast<int>(shape[3]);
    if (patches.rows() < std::min(patches.inChannels, shape[3])) {
      FewPixelConvolution(patches, outputs).filterGradient(x.data<E>(), dy.data<E>(), filter.data());
    } else {
      filterGradient(x.data<E>(), patches, dy.data<E>(), Pixels(outputs), patches.rows(), filter.data());
    }
  }

  const ConvolutionSizes sizes;
};

// The gradient by the images: every pixel of dy gives a patch of gradients, which is added where the patch was read.
template <class E>
struct PatchInputGradient {
  explicit PatchInputGradient(const Attributes& attributes) : sizes(attributes) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), filter = context.input(1);
    const Shape shape = shapeFrom(context.input(2));
    const Patches patches = sizes.patches(shape, filter.shape());
    require(dy.shape() == resultShape(patches, filter.dim(3)), "a gradient of the result's shape");
    const Tensor dx = context.output<E>(0, shape);
    const int outputs = filter.length(3);
    if (patches.rows() < patches.inChannels) {
      FewPixelConvolution(patches, outputs).inputGradient(dy.data<E>(), filter.data(), dx.data<E>());
    } else {
      addAllImages(patches, Panels({filter.data(), outputs, patches.channels, true}), dy.data<E>(), dx.data<E>());
    }
  }

 private:
  // For many pixels: the filter is packed once.
  static void addAllImages(const Patches& patches, const Panels& panels, const E* dy, E* dx) {
    constexpr int64_t kRowsPerTask = 64;
    const int64_t fewest = std::min<int64_t>(threadCount(), patches.images);
    const int64_t tasks = std::clamp<int64_t>(patches.rows() / kRowsPerTask, fewest, patches.images);
    parallel(static_cast<int>(tasks), [&](int task) {
      const int64_t first = patches.images * task / tasks, end = patches.images * (task + 1) / tasks;
      const int64_t imageSize = patches.inPixels() / patches.images * patches.inChannels;
      E* const to = dx + first * imageSize;
      if constexpr (std::is_same_v<E, float>) {
        addImages(patches, panels, dy, first, end, to);
      } else {
        thread_local Numbers sums;
        sums.resize((end - first) * imageSize);
        addImages(patches, panels, dy, first, end, sums.data());
        for (size_t i = 0; i < sums.size(); i++) store<float>(to + i, sums[i]);
      }
    });
  }

  static void addImages(const Patches& patches, const Panels& filter, const E* dy, int64_t firstImage, int64_t endImage,
                        float* images) {
    thread_local Numbers gradients, products;
    const int64_t pixels = patches.outHeight * patches.outWidth, rows = (endImage - firstImage) * pixels;
    const PixelBlocks blocks(rows, std::max(filter.depth, patches.channels));
    const int64_t stride = PixelBlocks(rows, filter.depth).stride, width = paddedStride(filter.panels() * kColumns);
    const Pixels outputs(filter.depth);
    gradients.resize(blocks.size * stride);
    products.resize(blocks.size * width);
    std::fill_n(images, (endImage - firstImage) * patches.inHeight * patches.inWidth * patches.inChannels, 0.0f);
    for (int block = 0; block < blocks.count; block++) {
      const int64_t first = firstImage * pixels + blocks.first(block), size = firstImage * pixels + blocks.first(block + 1) - first;
      outputs.read(dy, first, size, gradients.data(), stride);
      for (int p = 0; p < filter.panels(); p++)
        multiplyPanel<false, Into::kMemory>(static_cast<int>(size), gradients.data(), stride, filter.panel(p), filter.columnsOf(p),
                                            filter.depth, &products[p * kColumns], width);
      patches.addTo(images, firstImage, first, size, products.data(), width);
    }
  }

  const ConvolutionSizes sizes;
};

}  // namespace

void registerPatchConvolution() {
  registerKernels<PatchConvolution>("FoveaPatchConv2D", {"x: T", "filter"}, {"y: T"}, {"stride: int", "padding: int"});
  registerKernels<PatchFilterGradient>("FoveaPatchConv2DFilterGrad", {"x: T", "dy: T", "size: int32"}, {"filter"},
                                       {"stride: int", "padding: int"});
  registerKernels<PatchInputGradient>("FoveaPatchConv2DInputGrad", {"dy: T", "filter", "size: int32"}, {"dx: T"},
                                      {"stride: int", "padding: int"});
}

}  // namespace fovea
