/** A number in [0, 1) that belongs to a cell (x, y) of a grid: always the same one, unlike its neighbours'. */
export function cellValue(x: number, y: number, seed = 0): number {
  let h = Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(seed, 1442695041);
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  h = Math.imul(h ^ (h >>> 16), 2246822519);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

/** Value noise: smooth, in [0, 1), about one hill to a unit; `seed` is which of many such landscapes. */
export function smoothNoise(x: number, y: number, seed = 0): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = x - column;
  const fy = y - row;
  const tx = fx * fx * (3 - 2 * fx);
  const ty = fy * fy * (3 - 2 * fy);
  const top = cellValue(column, row, seed) * (1 - tx) + cellValue(column + 1, row, seed) * tx;
  const bottom = cellValue(column, row + 1, seed) * (1 - tx) + cellValue(column + 1, row + 1, seed) * tx;
  return top * (1 - ty) + bottom * ty;
}

/**
 * Noise with detail at several scales, in [0, 1): clouds, bark, worn paint.
 *
 * @param options.octaves How many scales, each half as large and half as strong as the one before.
 */
export function fractalNoise(x: number, y: number, { octaves = 4, seed = 0 } = {}): number {
  let sum = 0;
  let total = 0;
  for (let octave = 0, scale = 1; octave < octaves; octave++, scale *= 2) {
    sum += smoothNoise(x * scale, y * scale, seed + octave) / scale;
    total += 1 / scale;
  }
  return sum / total;
}
