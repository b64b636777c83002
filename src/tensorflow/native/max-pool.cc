#include <limits>

#include "kernel.h"
#include "threads.h"
#include "vector.h"

namespace fovea {
namespace {

struct Window {
  int height, width, stride, padding;

  explicit Window(const Attributes& attributes)
      : height(attributes.integer("height")),
        width(attributes.integer("width")),
        stride(attributes.integer("stride")),
        padding(attributes.integer("padding")) {
    require(height >= 1 && width >= 1 && stride >= 1 && padding >= 0 && 2 * padding <= std::min(height, width),
            "a window and a stride of at least 1, and a padding of at most half the window");
  }
};

// The sizes of a max-pooling, and its loops.
struct Pooling {
  const Window& window;
  int images, height, width, channels, outHeight, outWidth;

  Pooling(const Tensor& x, const Window& window) : window(window) {
    require(x.rank() == 4, "an image batch of four axes");
    images = x.length(0);
    height = x.length(1);
    width = x.length(2);
    channels = x.length(3);
    require(height + 2 * window.padding >= window.height && width + 2 * window.padding >= window.width,
            "an image at least as large as the window");
    outHeight = (height + 2 * window.padding - window.height) / window.stride + 1;
    outWidth = (width + 2 * window.padding - window.width) / window.stride + 1;
  }

  Shape outShape() const { return {images, outHeight, outWidth, channels}; }

  // The part of a window that lies within the image.
  struct Area {
    int firstRow, lastRow, firstColumn, lastColumn;
  };

  // Finds the first pixel with the largest value in each window; NaN counts as larger than every number.
  // Calls visit(pixel of the result, channel, largest, its position in the area, area) for each vector of the result.
  template <class V, class E, class Visit>
  void eachWindow(const E* x, int image, const Visit& visit) const {
    const Channels<V> vectors(channels);
    const E* from = x + static_cast<int64_t>(image) * height * width * channels;
    for (int row = 0; row < outHeight; row++)
      for (int column = 0; column < outWidth; column++) {
        const int top = row * window.stride - window.padding, left = column * window.stride - window.padding;
        const int firstRow = std::max(top, 0), lastRow = std::min(top + window.height, height);
        const int firstColumn = std::max(left, 0), lastColumn = std::min(left + window.width, width);
        for (int v = 0; v < vectors.vectors; v++) {
          const int at = vectors.at(v);
          V largest = broadcast<V>(-std::numeric_limits<float>::infinity());
          V position = V{};
          float count = 0;
          for (int h = firstRow; h < lastRow; h++)
            for (int w = firstColumn; w < lastColumn; w++, count++) {
              const V value = load<V>(from + (int64_t{h} * width + w) * channels + at);
              const auto larger = (value > largest) | ((value != value) & (largest == largest));
              largest = larger ? value : largest;
              position = larger ? broadcast<V>(count) : position;
            }
          visit((static_cast<int64_t>(image) * outHeight + row) * outWidth + column, at, largest, position,
                Area{firstRow, lastRow, firstColumn, lastColumn});
        }
      }
  }
};

template <class E>
struct MaxPool {
  explicit MaxPool(const Attributes& attributes) : window(attributes) {}

  void compute(const Context& context) const {
    const Tensor x = context.input(0);
    const Pooling pooling(x, window);
    const Tensor y = context.output<E>(0, pooling.outShape());
    E* const to = y.data<E>();
    withVectorsFor(pooling.channels, [&](auto vector) {
      using V = decltype(vector);
      parallel(pooling.images, [&](int image) {
        pooling.eachWindow<V>(x.data<E>(), image, [&](int64_t out, int at, const V& largest, const V&, auto) {
          store(to + out * pooling.channels + at, largest);
        });
      });
    });
  }

  const Window window;
};

// Passes each gradient on to the pixel that the value came from.
template <class E>
struct MaxPoolGradient {
  explicit MaxPoolGradient(const Attributes& attributes) : window(attributes) {}

  void compute(const Context& context) const {
    const Tensor dy = context.input(0), x = context.input(1);
    const Pooling pooling(x, window);
    require(dy.shape() == pooling.outShape(), "a gradient of the pooled shape");
    const Tensor dx = context.output<E>(0, x.shape());
    // One number at a time where vectors would overlap: a gradient would be added twice.
    if (pooling.channels % kLanes == 0) {
      scatter<Wide>(pooling, dy.data<E>(), x.data<E>(), dx.data<E>());
    } else {
      scatter<float>(pooling, dy.data<E>(), x.data<E>(), dx.data<E>());
    }
  }

  template <class V>
  static void scatter(const Pooling& pooling, const E* dy, const E* x, E* dx) {
    const int64_t imageSize = static_cast<int64_t>(pooling.height) * pooling.width * pooling.channels;
    parallel(pooling.images, [&](int image) {
      E* const to = dx + image * imageSize;
      std::fill_n(to, imageSize, E{});
      pooling.eachWindow<V>(x, image, [&](int64_t out, int at, const V&, const V& position, auto area) {
        const V gradient = load<V>(dy + out * pooling.channels + at);
        float count = 0;
        for (int h = area.firstRow; h < area.lastRow; h++)
          for (int w = area.firstColumn; w < area.lastColumn; w++, count++) {
            E* pixel = to + (int64_t{h} * pooling.width + w) * pooling.channels + at;
            store(pixel, load<V>(pixel) + (position == broadcast<V>(count) ? gradient : V{}));
          }
      });
    });
  }

  const Window window;
};

}  // namespace

void registerMaxPool() {
  const std::vector<const char*> attributes = {"height: int", "width: int", "stride: int", "padding: int"};
  registerKernels<MaxPool>("FoveaMaxPool", {"x: T"}, {"y: T"}, attributes);
  registerKernels<MaxPoolGradient>("FoveaMaxPoolGrad", {"dy: T", "x: T"}, {"dx: T"}, attributes);
}

}  // namespace fovea
