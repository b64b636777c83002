import type { Peer, PeerSetting } from './peer';
import { type Spread, spread } from './spread';
import type { BenchCase } from './workload';

/** Images per second of a case, and how they compare with the peer's. */
export interface Measured {
  readonly fovea: Spread;
  readonly peer: Partial<Record<PeerSetting, { readonly speed: Spread; readonly ratio: Spread }>>;
}

/** How often, and how long at a time. */
export interface Repeats {
  /** Times that fovea and each setting of the peer take their turns. */
  readonly runs: number;
  /** Timed steps of a turn. */
  readonly steps: number;
}

/**
 * Times a case. With a peer the turns are interleaved, so that what else the machine does meets all alike: a ratio is
 * between turns next to each other, and the ratio reported is the median over the runs.
 */
export async function measure(
  benchCase: BenchCase,
  { runs, steps }: Repeats,
  peer?: Peer,
): Promise<Measured> {
  const { name, images, targets } = benchCase;
  const settings = peer ? (Object.keys(targets) as PeerSetting[]) : [];
  const request = peer && (await benchCase.request?.());
  const workload = await benchCase.prepare();
  const fovea: number[] = [];
  const theirs = new Map(settings.map((setting) => [setting, [] as number[]]));
  try {
    for (let run = 0; run < runs; run++) {
      const turn = (seconds: number[]) => images / spread(seconds).median;
      fovea.push(turn(await workload.run(steps)));
      for (const setting of settings) {
        theirs.get(setting)?.push(turn(await (peer as Peer).run(name, setting, steps, request)));
      }
    }
  } finally {
    workload.dispose();
  }
  const compare = (speeds: readonly number[]) => ({
    speed: spread(speeds),
    ratio: spread(speeds.map((speed, run) => fovea[run] / speed)),
  });
  return {
    fovea: spread(fovea),
    peer: Object.fromEntries([...theirs].map(([setting, speeds]) => [setting, compare(speeds)])),
  };
}
