import type { BenchCase, PeerSetting, Who } from './cases';
import { type Contestant, enter, type Setup, type Turn } from './contestants';

/** The turns of all who took part in a case, in the order in which they were taken. */
export type Turns = ReadonlyMap<Who, readonly Turn[]>;

/**
 * Times a case, each who takes part in a process of its own. Turns are interleaved, so that what else the machine does
 * meets all alike, and only one process runs at a time.
 *
 * @param settings The peer's settings to compare with, of those the case has.
 * @param numTurns Of each.
 */
export async function measure(
  benchCase: BenchCase,
  settings: readonly PeerSetting[],
  numTurns: number,
  setup: Setup,
): Promise<Turns> {
  const all: Who[] = ['fovea', ...benchCase.settings.filter((setting) => settings.includes(setting))];
  const contestants = new Map<Who, Contestant>();
  const turns = new Map<Who, Turn[]>(all.map((who) => [who, []]));
  try {
    for (const who of all) contestants.set(who, await enter(benchCase, who, setup));
    for (let i = 0; i < numTurns; i++) {
      for (const [who, contestant] of contestants) turns.get(who)?.push(await contestant.turn());
    }
  } finally {
    for (const contestant of contestants.values()) await contestant.stop();
  }
  return turns;
}
