import type { BenchCase, PeerSetting, Targets, Who } from './cases';
import { markdownTable } from './markdown-table';
import type { Turns } from './measure';
import { type Spread, spread } from './spread';

/** One quantity of a case, of all who took part. */
export interface Row {
  readonly name: string;
  readonly unit: 'images/s' | 's' | 'GB';
  readonly values: Readonly<Partial<Record<Who, Spread>>>;
  /** How many times better fovea is, turn by turn. */
  readonly ratios: Readonly<Partial<Record<PeerSetting, Spread>>>;
  readonly targets: Targets;
}

/** What a case's turns come to: its time or speed, and its peak memory where that was measured. */
export function rowsOf(benchCase: BenchCase, turns: Turns): Row[] {
  const { name, images, targets, memoryTargets = {} } = benchCase;
  const column = (quantity: 'seconds' | 'peakMb') =>
    new Map([...turns].map(([who, taken]) => [who, taken.map((turn) => turn[quantity] ?? Number.NaN)]));
  const seconds = column('seconds');
  const time = images
    ? row(seconds, (value) => images / value, { name, unit: 'images/s', targets })
    : row(seconds, (value) => value, { name, unit: 's', targets });
  if (turns.get('fovea')?.[0].peakMb === undefined) return [time];
  return [time, row(column('peakMb'), (value) => value / 1024, { name, unit: 'GB', targets: memoryTargets })];
}

/** Costs, of which less is better, as a row. */
function row(
  costs: ReadonlyMap<Who, readonly number[]>,
  told: (cost: number) => number,
  about: Pick<Row, 'name' | 'unit' | 'targets'>,
): Row {
  const own = costs.get('fovea') ?? [];
  const values = [...costs].map(([who, theirs]) => [who, spread(theirs.map(told))]);
  const ratios = [...costs]
    .filter(([who]) => who !== 'fovea')
    .map(([who, theirs]) => [who, spread(theirs.map((cost, turn) => cost / own[turn]))]);
  return { ...about, values: Object.fromEntries(values), ratios: Object.fromEntries(ratios) };
}

const DIGITS = { 'images/s': 1, s: 1, GB: 2 };
const TITLES: Readonly<Record<PeerSetting, string>> = { default: 'fastai', best: 'PyTorch best' };

/** The table of the rows as they come, in Markdown: medians, and in brackets the lowest and the highest. */
export function rowTable(settings: readonly PeerSetting[]) {
  const theirs = settings.flatMap((setting) => [
    [TITLES[setting], 20] as const,
    ['ratio', 17] as const,
    ['target', 6] as const,
  ]);
  const table = markdownTable([['case', 33], ['unit', 8], ['fovea', 20], ...theirs]);
  return { head: table.head, line: (row: Row) => table.line(cellsOf(row, settings)) };
}

function cellsOf({ name, unit, values, ratios, targets }: Row, settings: readonly PeerSetting[]): string[] {
  const told = (value: Spread | undefined, digits: number) =>
    value
      ? `${value.median.toFixed(digits)} (${value.lowest.toFixed(digits)}-${value.highest.toFixed(digits)})`
      : '';
  const theirs = settings.flatMap((setting) => {
    const ratio = ratios[setting];
    const target = targets[setting];
    const isMet = ratio && target !== undefined && ratio.median >= target;
    const goal = ratio && target !== undefined ? `${target} ${isMet ? '✓' : '✗'}` : '';
    return [told(values[setting], DIGITS[unit]), told(ratio, 2), goal];
  });
  return [name, unit, told(values.fovea, DIGITS[unit]), ...theirs];
}

/** What the last fit of each reached, a line for each: that nobody is fast by learning less. */
export function scoreLines({ name }: BenchCase, turns: Turns): string[] {
  return [...turns].flatMap(([who, taken]) => {
    const scores = taken.at(-1)?.scores;
    if (!scores) return [];
    const told = Object.entries(scores).map(([score, value]) => `${score} ${value.toFixed(4)}`);
    return `${name}, ${who === 'fovea' ? who : TITLES[who]}: ${told.join(', ')}`;
  });
}
