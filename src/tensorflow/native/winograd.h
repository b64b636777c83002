#pragma once
#include "vector.h"

namespace fovea {

// The transforms of F(4, 3): four outputs of a filter of three from six products, with the points 0, 1, -1, 2, -2 and infinity.
// Lavin and Gray 2016, arXiv:1509.09308. Each transforms `kIn` numbers to `kOut`.

struct InputTransform {  // B^T
  static constexpr int kIn = 6, kOut = 6;
  template <class V>
  static void apply(const V* d, V* t) {
    const V a = d[4] - d[2] * broadcast<V>(4), b = d[3] - d[1] * broadcast<V>(4);
    const V c = d[4] - d[2], e = (d[3] - d[1]) * broadcast<V>(2);
    t[0] = d[0] * broadcast<V>(4) - d[2] * broadcast<V>(5) + d[4];
    t[1] = a + b;
    t[2] = a - b;
    t[3] = c + e;
    t[4] = c - e;
    t[5] = d[1] * broadcast<V>(4) - d[3] * broadcast<V>(5) + d[5];
  }
};

struct OutputTransform {  // A^T
  static constexpr int kIn = 6, kOut = 4;
  template <class V>
  static void apply(const V* m, V* y) {
    const V a = m[1] + m[2], b = m[1] - m[2], c = m[3] + m[4], d = m[3] - m[4];
    y[0] = m[0] + a + c;
    y[1] = b + d * broadcast<V>(2);
    y[2] = a + c * broadcast<V>(4);
    y[3] = b + d * broadcast<V>(8) + m[5];
  }
};

struct OutputGradientTransform {  // A
  static constexpr int kIn = 4, kOut = 6;
  template <class V>
  static void apply(const V* y, V* m) {
    const V a = y[0] + y[2], b = y[1] + y[3];
    const V c = y[0] + y[2] * broadcast<V>(4), d = y[1] * broadcast<V>(2) + y[3] * broadcast<V>(8);
    m[0] = y[0];
    m[1] = a + b;
    m[2] = a - b;
    m[3] = c + d;
    m[4] = c - d;
    m[5] = y[3];
  }
};

struct FilterTransform {  // G
  static constexpr int kIn = 3, kOut = 6;
  template <class V>
  static void apply(const V* g, V* u) {
    const V a = (g[0] + g[2]) * broadcast<V>(-1.0f / 6), b = g[1] * broadcast<V>(-1.0f / 6);
    const V c = g[0] * broadcast<V>(1.0f / 24) + g[2] * broadcast<V>(1.0f / 6), d = g[1] * broadcast<V>(1.0f / 12);
    u[0] = g[0] * broadcast<V>(0.25f);
    u[1] = a + b;
    u[2] = a - b;
    u[3] = c + d;
    u[4] = c - d;
    u[5] = g[2];
  }
};

struct FilterGradientTransform {  // G^T
  static constexpr int kIn = 6, kOut = 3;
  template <class V>
  static void apply(const V* u, V* g) {
    const V a = (u[1] + u[2]) * broadcast<V>(-1.0f / 6), b = u[3] + u[4];
    g[0] = u[0] * broadcast<V>(0.25f) + a + b * broadcast<V>(1.0f / 24);
    g[1] = (u[2] - u[1]) * broadcast<V>(1.0f / 6) + (u[3] - u[4]) * broadcast<V>(1.0f / 12);
    g[2] = a + b * broadcast<V>(1.0f / 6) + u[5];
  }
};

// Transforms a square along both axes: kIn x kIn to kOut x kOut.
template <class Transform, class V>
inline void alongBoth(const V (&from)[Transform::kIn][Transform::kIn], V (&to)[Transform::kOut][Transform::kOut]) {
  constexpr int kIn = Transform::kIn, kOut = Transform::kOut;
  V half[kIn][kOut];
  for (int i = 0; i < kIn; i++) Transform::apply(from[i], half[i]);
  for (int j = 0; j < kOut; j++) {
    V column[kIn], result[kOut];
    for (int i = 0; i < kIn; i++) column[i] = half[i][j];
    Transform::apply(column, result);
    for (int i = 0; i < kOut; i++) to[i][j] = result[i];
  }
}

// Stores a square of vectors of channels: its number p at p * planeSize.
template <class E>
inline void storePlanes(const Wide (&square)[6][6], E* numbers, int64_t planeSize, LaneCount channels = kLanes) {
#pragma GCC unroll 6
  for (int i = 0; i < 6; i++)
#pragma GCC unroll 6
    for (int j = 0; j < 6; j++) storeChannels(numbers + (6 * i + j) * planeSize, square[i][j], channels);
}

template <class E>
inline void loadPlanes(const E* numbers, int64_t planeSize, Wide (&square)[6][6], LaneCount channels = kLanes) {
#pragma GCC unroll 6
  for (int i = 0; i < 6; i++)
#pragma GCC unroll 6
    for (int j = 0; j < 6; j++) square[i][j] = loadChannels(numbers + (6 * i + j) * planeSize, channels);
}

}  // namespace fovea
