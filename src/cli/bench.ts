import { about, describe, load, place } from './bench/about';
import { dataFolder } from './bench/data-folder';
import { markdownTable } from './bench/markdown-table';
import { measure } from './bench/measure';
import { type Options, readOptions, USAGE } from './bench/options';
import { answerOf, program } from './bench/processes';
import type { Profile } from './bench/profile';
import { type Row, rowsOf, rowTable, scoreLines } from './bench/report';
import { type Scale, scales } from './bench/scaling';
import { optionMistake } from './option-mistake';

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

function profileLines(name: string, { kernels, milliseconds }: Profile): string {
  const inKernels = kernels.reduce((sum, kernel) => sum + kernel.milliseconds, 0);
  const lines = kernels
    .filter((kernel) => kernel.milliseconds >= milliseconds / 200)
    .map((kernel) => {
      const calls = `${kernel.calls.toFixed(0)} calls`.padStart(10);
      return `  ${kernel.kernel.padEnd(44)} ${kernel.milliseconds.toFixed(1).padStart(8)} ms ${calls}`;
    });
  const head = `${name}: ${milliseconds.toFixed(0)} ms a step, ${inKernels.toFixed(0)} of them in kernels`;
  return `\n${[head, ...lines].join('\n')}`;
}

async function printScaling(options: Options, data: string): Promise<void> {
  const table = markdownTable([
    ['pictures', 8],
    ['batch size', 10],
    ['s an epoch', 10],
    ['ms a picture', 12],
    ['peak memory, GB', 15],
  ]);
  const measurement = await about({ ...options, settings: [] }, data);
  const measured: Scale[] = [];
  if (!options.json) console.log(`${place(measurement)}\n\n${table.head}`);
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
  const data = await dataFolder(options.data);
  if (options.scaling) await printScaling(options, data);
  else if (options.profile) await printProfiles(options, data);
  else await printComparison(options, data);
}

main().catch((error: Error) => {
  const mistyped = optionMistake(error);
  console.error(mistyped === undefined ? error.message : `${mistyped}\n\n${USAGE}`);
  process.exitCode = 1;
});
