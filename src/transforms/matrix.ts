/** A 3 x 3 matrix, row by row: a projective map of the plane. */
export type Matrix3 = readonly number[];

/** The identity map. */
export const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** The map that does `b` first, then `a`. */
export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  return Array.from({ length: 9 }, (_, i) => {
    const row = 3 * Math.floor(i / 3);
    const column = i % 3;
    return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
  });
}

/** The inverse of a map, up to a common factor, which does not change a projective map. */
export function invert(m: Matrix3): Matrix3 {
  const [a, b, c, d, e, f, g, h, i] = m;
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}

/** Applies a map to a point. */
export function apply(m: Matrix3, point: { x: number; y: number }): { x: number; y: number } {
  const { x, y } = point;
  const k = m[6] * x + m[7] * y + m[8];
  return { x: (m[0] * x + m[1] * y + m[2]) / k, y: (m[3] * x + m[4] * y + m[5]) / k };
}

/**
 * Solves a square system of linear equations by Gaussian elimination with partial pivoting.
 *
 * @param rows One equation per row: the coefficients, then the right-hand side.
 * @returns The unknowns.
 */
export function solve(rows: readonly (readonly number[])[]): number[] {
  const system = rows.map((row) => [...row]);
  const n = system.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) pivot = row;
    }
    [system[column], system[pivot]] = [system[pivot], system[column]];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = system[row][column] / system[column][column];
      for (let k = column; k <= n; k++) system[row][k] -= factor * system[column][k];
    }
  }
  return system.map((row, i) => row[n] / row[i]);
}
