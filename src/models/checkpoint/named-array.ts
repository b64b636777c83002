/** A parameter or buffer of a model, as in a file of weights. */
export interface NamedArray {
  /** In the order of the file's framework, e.g. `[out, in, height, width]` for PyTorch's convolutions; `[]` for one number. */
  readonly shape: readonly number[];
  /** In C order of `shape`, contiguous, not shared with any other array. */
  readonly values: Float32Array;
}

/** Arrays by their names in the file, in its order. */
export type NamedArrays = Map<string, NamedArray>;

/** How many numbers an array of this shape holds. */
export function sizeOf(shape: readonly number[]): number {
  // Without the first case a malicious shape of a zero and many huge sizes gives Infinity * 0, which is NaN.
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

// PyTorch stops at 64 dimensions.
const MAX_RANK = 64;

/** True for an integer that can count numbers. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** True for what can be a tensor's shape, strides or offsets. */
export function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= MAX_RANK && value.every(isCount);
}
