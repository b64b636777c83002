/** One parameter or buffer of a model as a file holds it. */
export interface NamedArray {
  /** In the order of the file's framework, e.g. `[out, in, height, width]` for PyTorch's convolutions; `[]` for one number. */
  readonly shape: readonly number[];
  /** In C order of `shape`, contiguous, not shared with any other array. */
  readonly values: Float32Array;
}

/** Arrays by the name the file gives them, in the file's order. */
export type NamedArrays = Map<string, NamedArray>;

/** How many numbers an array of this shape holds. */
export function sizeOf(shape: readonly number[]): number {
  // Without the first case a hostile shape of a zero and many huge sizes gives Infinity * 0, which is NaN.
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}
