import type { BaselineSetting, BenchCase, Side, Targets } from './cases';
import { markdownTable } from './markdown-table';
import type { Turns } from './measure';
import { type Spread, spread } from './spread';

/** One quantity of a case, for all sides. */
export interface Row {
  readonly name: string;
  readonly unit: 'images/s' | 's' | 'GB';
  readonly values: Readonly<Partial<Record<Side, Spread>>>;
  /** How many times better fovea is, turn by turn. */
  readonly ratios: Readonly<Partial<Record<BaselineSetting, Spread>>>;
  readonly targets: Targets;
}

/** The rows of a case: its time or speed, and its peak memory where that was measured. */
export function rowsOf(benchCase: BenchCase, turns: Turns): Row[] {
  const { name, images, targets, memoryTargets = {} } = benchCase;
  const column = (quantity: 'seconds' | 'peakMb') =>
    new Map([...turns].map(([side, taken]) => [side, taken.map((turn) => turn[quantity] ?? Number.NaN)]));
  const seconds = column('seconds');
  const time = images
    ? row(seconds, (value) => images / value, { name, unit: 'images/s', targets })
    : row(seconds, (value) => value, { name, unit: 's', targets });
  if (turns.get('fovea')?.[0].peakMb === undefined) return [time];
  return [time, row(column('peakMb'), (value) => value / 1024, { name, unit: 'GB', targets: memoryTargets })];
}

/** Costs, of which less is better, as a row. */
function row(
  costs: ReadonlyMap<Side, readonly number[]>,
  toValue: (cost: number) => number,
  about: Pick<Row, 'name' | 'unit' | 'targets'>,
): Row {
  const own = costs.get('fovea') ?? [];
  const values = [...costs].map(([side, theirs]) => [side, spread(theirs.map(toValue))]);
  const ratios = [...costs]
    .filter(([side]) => side !== 'fovea')
    .map(([side, theirs]) => [side, spread(theirs.map((cost, turn) => cost / own[turn]))]);
  return { ...about, values: Object.fromEntries(values), ratios: Object.fromEntries(ratios) };
}

const DIGITS = { 'images/s': 1, s: 1, GB: 2 };
const TITLES: Readonly<Record<BaselineSetting, string>> = { default: 'fastai', best: 'PyTorch best' };

/** The table of the rows as they come, in Markdown: medians, and in brackets the lowest and the highest. */
export function rowTable(settings: readonly BaselineSetting[]) {
  const theirs = settings.flatMap((setting) => [
    [TITLES[setting], 20] as const,
    ['ratio', 17] as const,
    ['target', 6] as const,
  ]);
  const table = markdownTable([['case', 33], ['unit', 8], ['fovea', 20], ...theirs]);
  return { head: table.head, line: (row: Row) => table.line(cellsOf(row, settings)) };
}

function cellsOf(
  { name, unit, values, ratios, targets }: Row,
  settings: readonly BaselineSetting[],
): string[] {
  const spreadText = (value: Spread | undefined, digits: number) =>
    value
      ? `${value.median.toFixed(digits)} (${value.lowest.toFixed(digits)}-${value.highest.toFixed(digits)})`
      : '';
  const theirs = settings.flatMap((setting) => {
    const ratio = ratios[setting];
    const target = targets[setting];
    const isMet = ratio && target !== undefined && ratio.median >= target;
    const goal = ratio && target !== undefined ? `${target} ${isMet ? '✓' : '✗'}` : '';
    return [spreadText(values[setting], DIGITS[unit]), spreadText(ratio, 2), goal];
  });
  return [name, unit, spreadText(values.fovea, DIGITS[unit]), ...theirs];
}

/** Loss and metrics at the end of each side's last fit, a line each: a side that learns less is not faster. */
export function scoreLines({ name }: BenchCase, turns: Turns): string[] {
  return [...turns].flatMap(([side, taken]) => {
    const scores = taken.at(-1)?.scores;
    if (!scores) return [];
    const reached = Object.entries(scores).map(([score, value]) => `${score} ${value.toFixed(4)}`);
    return `${name}, ${side === 'fovea' ? side : TITLES[side]}: ${reached.join(', ')}`;
  });
}
