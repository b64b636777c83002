import { mersenne } from 'pure-rand/generator/mersenne';

/** A seeded stream of random numbers. The same seed gives the same numbers on every machine. */
export interface Random {
  /** The next 32 random bits, an integer in [0, 2^32). */
  bits(): number;
  /** A number in [low, high). */
  uniform(low?: number, high?: number): number;
  /** An integer in [low, high], both ends included. */
  integer(low: number, high: number): number;
  /** A draw from the normal distribution (Box and Muller 1958). */
  normal(mean?: number, deviation?: number): number;
  /** The indices 0 ... n - 1 in random order. */
  permutation(n: number): number[];
}

/**
 * A stream from a Mersenne Twister (MT19937).
 *
 * @param seed An integer in [0, 2^32).
 */
export function randomFrom(seed: number): Random {
  const generator = mersenne(seed);
  const bits = () => generator.next() >>> 0;
  const uniform = (low = 0, high = 1) => low + ((high - low) * bits()) / 2 ** 32;
  return {
    bits,
    uniform,
    integer: (low, high) => low + Math.floor(uniform(0, high - low + 1)),
    normal: (mean = 0, deviation = 1) => {
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * uniform());
    },
    permutation: (n) => {
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = 0; i < n - 1; i++) {
        const j = i + (bits() % (n - i));
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
  };
}
