import type { BaselineSetting, BenchCase, Side } from './cases';
import { type Competitor, type Setup, startCompetitor } from './competitors';
import type { Turn } from './fovea/turn';

/** The turns of all sides of a case, in the order in which they were taken. */
export type Turns = ReadonlyMap<Side, readonly Turn[]>;

/**
 * Times a case, each side in a process of its own. Turns are interleaved, so that other work of the machine slows all sides
 * alike, and only one process runs at a time.
 *
 * @param settings The baseline's settings to compare with, of those the case has.
 * @param numTurns Turns of each side.
 */
export async function measure(
  benchCase: BenchCase,
  settings: readonly BaselineSetting[],
  numTurns: number,
  setup: Setup,
): Promise<Turns> {
  const sides: Side[] = ['fovea', ...benchCase.settings.filter((setting) => settings.includes(setting))];
  const competitors = new Map<Side, Competitor>();
  const turns = new Map<Side, Turn[]>(sides.map((side) => [side, []]));
  try {
    for (const side of sides) competitors.set(side, await startCompetitor(benchCase, side, setup));
    for (let i = 0; i < numTurns; i++) {
      for (const [side, competitor] of competitors) turns.get(side)?.push(await competitor.turn());
    }
  } finally {
    for (const competitor of competitors.values()) await competitor.stop();
  }
  return turns;
}
