import { padCells } from '../../src/base/text-table';
import { optionMistake } from '../../src/cli/option-mistake';
import { about, describe, load, machineLine } from './about';
import { dataFolder } from './data-folder';
import type { Profile } from './fovea/profile';
import { markdownTable } from './markdown-table';
import { measure } from './measure';
import { type Options, readOptions, USAGE } from './options';
import { answerOf, buildPrograms, program } from './processes';
import { type Row, rowsOf, rowTable, scoreLines } from './report';
import { type Scale, scales } from './scaling';

async function printComparison(options: Options, data: string): Promise<void> {
  const { cases, settings, runs, fits, steps, json } = options;
  const measurement = await about(options, data);
  const table = rowTable(settings);
  const rows: Row[] = [];
  const scores: string[] = [];
  if (!json) console.log(`${describe(measurement)}\n\n${table.head}`);
  for (const benchCase of cases) {
    const numTurns = benchCase.kind === 'fit' ? fits : runs;
    const turns = await measure(benchCase, settings, numTurns, { steps, data });
    const measured = rowsOf(benchCase, turns);
    rows.push(...measured);
    scores.push(...scoreLines(benchCase, turns));
    if (!json) console.log(measured.map(table.line).join('\n'));
  }
  const loadAtEnd = load();
  if (json) console.log(JSON.stringify({ about: { ...measurement, loadAtEnd }, rows, scores }, null, 2));
  else console.log(['', ...scores, `Load at the end ${loadAtEnd}.`].join('\n'));
}

async function printProfiles({ cases, steps, json }: Options, data: string): Promise<void> {
  for (const { name } of cases.filter(({ kind }) => kind === 'steps')) {
    const profile = await answerOf<Profile>(program('fovea', 'profile', [name, `${steps}`], data));
    console.log(json ? JSON.stringify({ name, ...profile }, null, 2) : profileLines(name, profile));
  }
}

const PROFILE_COLUMNS = [
  { width: 44 },
  { width: 11, align: 'right' },
  { width: 10, align: 'right' },
] as const;

function profileLines(name: string, { kernels, milliseconds }: Profile): string {
  const inKernels = kernels.reduce((sum, kernel) => sum + kernel.milliseconds, 0);
  const lines = kernels
    .filter((kernel) => kernel.milliseconds >= milliseconds / 200)
    .map((kernel) => {
      const cells = [
        kernel.kernel,
        `${kernel.milliseconds.toFixed(1)} ms`,
        `${kernel.calls.toFixed(0)} calls`,
      ];
      return `  ${padCells(cells, PROFILE_COLUMNS).join(' ')}`;
    });
  const head = `${name}: ${milliseconds.toFixed(0)} ms per step, ${inKernels.toFixed(0)} of them in kernels`;
  return `\n${[head, ...lines].join('\n')}`;
}

async function printScaling(options: Options, data: string): Promise<void> {
  const table = markdownTable([
    ['images', 8],
    ['batch size', 10],
    ['s/epoch', 10],
    ['ms/image', 12],
    ['peak memory, GB', 15],
  ]);
  const measurement = await about({ ...options, settings: [] }, data);
  const measured: Scale[] = [];
  if (!options.json) console.log(`${machineLine(measurement)}\n\n${table.head}`);
  for await (const scale of scales(data)) {
    const { images, batchSize, seconds, peakMb } = scale;
    measured.push(scale);
    const numbers = [seconds.toFixed(1), ((1000 * seconds) / images).toFixed(1), (peakMb / 1024).toFixed(2)];
    if (!options.json) console.log(table.line([`${images}`, `${batchSize}`, ...numbers]));
  }
  if (options.json) console.log(JSON.stringify({ about: measurement, scaling: measured }, null, 2));
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return;
  }
  buildPrograms();
  const data = await dataFolder(options.data);
  if (options.scaling) await printScaling(options, data);
  else if (options.profile) await printProfiles(options, data);
  else await printComparison(options, data);
}

main().catch((error: Error) => {
  const mistake = optionMistake(error);
  console.error(mistake === undefined ? error.message : `${mistake}\n\n${USAGE}`);
  process.exitCode = 1;
});
