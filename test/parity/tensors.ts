import type { NamedArray } from '../../src/layers';

/** Element `k` of tensor number `t`: a number in [0, 1) that Python's side computes by the same integer arithmetic. */
export function u(k: number, t: number): number {
  let h = (Math.imul(k, 2654435761) + Math.imul(t, 0x9e3779b1)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** `n` numbers of tensor `t`, each put through `f`. */
export function numbers(n: number, t: number, f: (value: number) => number = (value) => value): Float32Array {
  return Float32Array.from({ length: n }, (_, k) => f(u(k, t)));
}

/** Images `[n, 3, h, w]` of `2u - 1` in PyTorch's order, given in ours, `[n, h, w, 3]`. */
export function images(n: number, height: number, width: number, t: number): Float32Array {
  const values = new Float32Array(n * height * width * 3);
  const plane = height * width;
  for (let i = 0; i < n; i++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let p = 0; p < plane; p++) {
        values[(i * plane + p) * 3 + channel] = 2 * u((i * 3 + channel) * plane + p, t) - 1;
      }
    }
  }
  return values;
}

/** The values the fixtures give to a parameter, by its name and shape. */
export function parameterValues(name: string, shape: readonly number[], t: number): NamedArray {
  const size = shape.reduce((a, b) => a * b, 1);
  const fanIn = size / shape[0];
  const isShift = name.endsWith('running_mean') || name.endsWith('bias');
  const value = (x: number) => {
    if (isShift) return 0.2 * (x - 0.5);
    if (shape.length === 1) return 1 + 0.2 * (x - 0.5);
    return (2 * x - 1) * Math.sqrt(6 / fanIn);
  };
  return { shape, values: numbers(size, t, value) };
}
