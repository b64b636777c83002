import type { Random } from './random';

/**
 * A draw from the beta distribution with both shapes equal.
 *
 * @param random Where to draw from; a varying number of times.
 * @param shape Above 0: below 1 draws lie near 0 and 1, above 1 near a half.
 * @returns A number in [0, 1].
 * @see Jöhnk 1964 for shapes up to 1; Cheng 1978 (algorithm BA) above.
 */
export function drawBeta(random: Random, shape: number): number {
  return shape <= 1 ? johnk(random, shape) : cheng(random, shape);
}

function johnk(random: Random, shape: number): number {
  for (;;) {
    const x = random.uniform() ** (1 / shape);
    const y = random.uniform() ** (1 / shape);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

function cheng(random: Random, shape: number): number {
  const root = Math.sqrt(shape);
  for (;;) {
    const u = 1 - random.uniform();
    const z = u * u * (1 - random.uniform());
    const v = Math.log(u / (1 - u)) / root;
    const w = shape * Math.exp(v);
    const bound = 2 * shape * Math.log((2 * shape) / (shape + w)) + (shape + root) * v - Math.log(4);
    if (bound >= Math.log(z)) return w / (shape + w);
  }
}
