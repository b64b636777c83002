#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace fovea {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif

// The floats that one register holds.
typedef float Wide __attribute__((vector_size(4 * kLanes)));

template <class V>
constexpr int lanes() {
  return sizeof(V) / sizeof(float);
}

template <class V>
inline V load(const float* from) {
  V value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class V>
inline void store(float* to, const V& value) {
  // For memcpy the compiler copies half a vector at a time.
  typedef float Anywhere __attribute__((vector_size(sizeof(V)), aligned(4), may_alias));
  *reinterpret_cast<Anywhere*>(to) = reinterpret_cast<const Anywhere&>(value);
}

// A non-temporal store, for large results that are not read again soon: it passes by the caches, which neither fetch what is overwritten nor
// lose what they hold. `to` must be aligned to a vector, and the rest of its cache line must be stored next.
inline void storeNonTemporal(float* to, const Wide& value) {
#if defined(__AVX512F__)
  _mm512_stream_ps(to, reinterpret_cast<const __m512&>(value));
#elif defined(__AVX__)
  _mm256_stream_ps(to, reinterpret_cast<const __m256&>(value));
#else
  store(to, value);
#endif
}

// From so many numbers on, non-temporal stores are faster.
constexpr int64_t kNonTemporalSize = 1 << 20;

// The upper half of a float.
struct Bfloat16 {
  uint16_t bits;
};

typedef uint16_t WideHalves __attribute__((vector_size(2 * kLanes)));
typedef uint32_t WideBits __attribute__((vector_size(4 * kLanes)));

template <class V>
inline V load(const Bfloat16* from) {
  V value;
  if constexpr (std::is_same_v<V, float>) {
    const uint32_t bits = static_cast<uint32_t>(from->bits) << 16;
    std::memcpy(&value, &bits, sizeof value);
  } else {
    WideHalves halves;
    std::memcpy(&halves, from, sizeof halves);
    const WideBits bits = __builtin_convertvector(halves, WideBits) << 16;
    std::memcpy(&value, &bits, sizeof value);
  }
  return value;
}

// Rounded to the nearest, ties to even. A NaN stays one.
template <class V>
inline void store(Bfloat16* to, const V& value) {
  using Bits = std::conditional_t<std::is_same_v<V, float>, uint32_t, WideBits>;
#if defined(__AVX512BF16__)
  if constexpr (!std::is_same_v<V, float>) {
    const __m256bh halves = _mm512_cvtneps_pbh(reinterpret_cast<const __m512&>(value));
    std::memcpy(to, &halves, sizeof halves);
    return;
  }
#endif
  Bits bits;
  std::memcpy(&bits, &value, sizeof bits);
  const Bits rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  const Bits result = (bits & 0x7fffffff) > 0x7f800000 ? (bits >> 16) | 0x40 : rounded;
  if constexpr (std::is_same_v<V, float>) {
    to->bits = static_cast<uint16_t>(result);
  } else {
    const WideHalves halves = __builtin_convertvector(result, WideHalves);
    std::memcpy(to, &halves, sizeof halves);
  }
}

template <class V>
inline V broadcast(float value) {
  return value - V{};
}

inline float squareRoot(float x) { return __builtin_sqrtf(x); }

inline Wide squareRoot(const Wide& x) {
#if defined(__AVX512F__)
  return _mm512_sqrt_ps(reinterpret_cast<const __m512&>(x));
#elif defined(__AVX__)
  return _mm256_sqrt_ps(reinterpret_cast<const __m256&>(x));
#else
  Wide root;
  for (int i = 0; i < kLanes; i++) root[i] = __builtin_sqrtf(x[i]);
  return root;
#endif
}

template <class V>
inline float lane(const V& value, int i) {
  return value[i];
}
template <>
inline float lane<float>(const float& value, int) {
  return value;
}

// The number of vectors that the channels of an image fill, the last one perhaps in part.
inline int vectorsFor(int channels) { return (channels + kLanes - 1) / kLanes; }

// How many lanes of a vector hold channels: all, some or none, whatever number of channels is left, negative ones included.
class LaneCount {
 public:
  LaneCount(int64_t channelsLeft) : count_(static_cast<int>(std::clamp<int64_t>(channelsLeft, 0, kLanes))) {}

  bool isAll() const { return count_ == kLanes; }
  operator int() const { return count_; }

#if defined(__AVX512F__)
  __mmask16 mask() const { return static_cast<__mmask16>((1u << count_) - 1); }
#elif defined(__AVX__)
  __m256i mask() const {
    typedef int32_t Signs __attribute__((vector_size(4 * kLanes)));
    const Signs counted = Signs{0, 1, 2, 3, 4, 5, 6, 7} < count_;
    return reinterpret_cast<const __m256i&>(counted);
  }
#endif

 private:
  const int count_;  // 0 to kLanes
};

// Loads as many channels, and zeros in the other lanes. Memory behind the last channel is not read.
template <class E>
inline Wide loadChannels(const E* from, LaneCount channels) {
  if (channels.isAll()) return load<Wide>(from);
#if defined(__AVX512F__)
  if constexpr (std::is_same_v<E, float>) return _mm512_maskz_loadu_ps(channels.mask(), from);
#elif defined(__AVX__)
  if constexpr (std::is_same_v<E, float>) return _mm256_maskload_ps(from, channels.mask());
#endif
  Wide value{};
  for (int i = 0; i < channels; i++) value[i] = load<float>(from + i);
  return value;
}

template <class E>
inline void storeChannels(E* to, const Wide& value, LaneCount channels) {
  if (channels.isAll()) return store(to, value);
#if defined(__AVX512F__)
  if constexpr (std::is_same_v<E, float>)
    return _mm512_mask_storeu_ps(to, channels.mask(), reinterpret_cast<const __m512&>(value));
#endif
  for (int i = 0; i < channels; i++) store<float>(to + i, value[i]);
}

inline std::vector<float> paddedToVectors(std::vector<float> numbers) {
  numbers.resize((numbers.size() + kLanes - 1) / kLanes * kLanes);
  return numbers;
}

// The channels of an image as vectors. The last vector is moved back so that it ends with the last channel, and repeats channels of
// the vector before. Numbers for each channel are kept in slots: one for each lane of each vector.
template <class V>
struct Channels {
  const int count;
  const int vectors;

  explicit Channels(int channels) : count(channels), vectors((channels + lanes<V>() - 1) / lanes<V>()) {}

  int at(int vector) const { return std::min(vector * lanes<V>(), count - lanes<V>()); }
  int slots() const { return vectors * lanes<V>(); }

  std::vector<float> layOut(const float* values) const {
    std::vector<float> slots(this->slots());
    for (int v = 0; v < vectors; v++) store(&slots[v * lanes<V>()], load<V>(values + at(v)));
    return slots;
  }
  template <class Number>
  void gather(const Number* slots, Number* values) const {
    for (int v = 0; v < vectors; v++)
      for (int i = 0; i < lanes<V>(); i++) values[at(v) + i] = slots[v * lanes<V>() + i];
  }
};

// Calls run(V{}) with a vector where the channels fill one, else with a float.
template <class Run>
void withVectorsFor(int channels, const Run& run) {
  if (channels >= kLanes) {
    run(Wide{});
  } else {
    run(float{});
  }
}

// An activation that clamps to two bounds: identity (-inf, inf), ReLU (0, inf), ReLU6 (0, 6). NaN passes through.
struct Activation {
  float low;
  float high;
};

template <class V>
inline V clamp(const V& x, const V& low, const V& high) {
  const V above = x < low ? low : x;
  return above > high ? high : above;
}

}  // namespace fovea
