import { mersenne, mersenneFromState } from 'pure-rand/generator/mersenne';

/** A seeded stream of random numbers. The same seed gives the same numbers on every machine. */
export interface Random {
  /** The next 32 random bits, an integer in [0, 2^32). */
  bits(): number;
  /** A number in [low, high). */
  uniform(low?: number, high?: number): number;
  /** An integer in [low, high], both ends included, as Python's `random.randint`. */
  integer(low: number, high: number): number;
  /** A draw from the normal distribution (Box and Muller 1958). */
  normal(mean?: number, deviation?: number): number;
  /** The indices 0 ... n - 1 in the order PyTorch's `torch.randperm(n)` gives on a CPU for the same seed. */
  permutation(n: number): number[];
}

/**
 * A stream from a Mersenne Twister, the generator that PyTorch uses on CPUs.
 *
 * @param seed An integer in [0, 2^32).
 * @see Matsumoto and Nishimura 1998, MT19937.
 */
export function randomFrom(seed: number): Random {
  return randomBy(mersenne(seed));
}

function randomBy(generator: { next(): number }): Random {
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

/** The state of the shared stream: what is drawn next follows from it. */
export interface SharedRandom {
  /** False where the numbers follow from the time at which the process began, so that no other process draws the same. */
  readonly isSeeded: boolean;
  /** The generator's state, 32-bit integers. */
  readonly state: readonly number[];
}

let generator = mersenne(Date.now() >>> 0);
let shared = randomBy(generator);
let isSeeded = false;

/**
 * Makes all random numbers taken afterwards reproducible: shuffling, augmentation, dropout, initial weights. On a CPU a run is then
 * the same bit by bit. A GPU sums in another order each time, so runs drift apart by rounding errors.
 *
 * @param seed An integer in [0, 2^32).
 */
export function setSeed(seed: number): void {
  drawFrom(mersenne(seed), true);
}

/** The state of the shared stream now, for {@link putSharedRandom}. */
export function sharedRandom(): SharedRandom {
  return { isSeeded, state: generator.getState() };
}

/** Puts the shared stream into a state that {@link sharedRandom} gave, in this process or an earlier one. */
export function putSharedRandom({ state, isSeeded: seeded }: SharedRandom): void {
  drawFrom(mersenneFromState(state), seeded);
}

function drawFrom(from: typeof generator, seeded: boolean): void {
  generator = from;
  shared = randomBy(from);
  isSeeded = seeded;
}

/** A new stream, seeded by the shared one. Take one where an order of use is fixed, e.g. at the start of an epoch. */
export function newStream(): Random {
  return randomFrom(shared.bits());
}
