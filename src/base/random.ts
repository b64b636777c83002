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

const STATE_SIZE = 624;
const SHIFT = 397;

/**
 * A Mersenne Twister, the generator PyTorch uses on CPUs.
 *
 * @param seed An integer in [0, 2^32).
 * @see Matsumoto and Nishimura 1998, MT19937.
 */
export function randomFrom(seed: number): Random {
  const state = new Uint32Array(STATE_SIZE);
  state[0] = seed;
  for (let i = 1; i < STATE_SIZE; i++) {
    const previous = state[i - 1] ^ (state[i - 1] >>> 30);
    state[i] = Math.imul(1812433253, previous) + i;
  }
  let index = STATE_SIZE;

  const refill = () => {
    for (let i = 0; i < STATE_SIZE; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % STATE_SIZE] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % STATE_SIZE] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    index = 0;
  };

  const bits = () => {
    if (index === STATE_SIZE) refill();
    let y = state[index++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };

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

let shared = randomFrom(Date.now() >>> 0);

/**
 * Makes everything drawn afterwards repeatable: shuffling, augmentation, dropout, initial weights. On a CPU a run is then the same
 * bit by bit; a GPU adds up in another order each time, and runs drift apart as far as rounding takes them.
 *
 * @param seed An integer in [0, 2^32).
 */
export function setSeed(seed: number): void {
  shared = randomFrom(seed);
}

/** A new stream, seeded by the shared one. Take one where an order of use is fixed, e.g. at the start of an epoch. */
export function newStream(): Random {
  return randomFrom(shared.bits());
}
