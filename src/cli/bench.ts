import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { efficientnetLite0, FoveaError, resnet34, resnet50 } from '../index';
import { timeTrainingSteps } from './bench/training-step';
import { optionMistake } from './option-mistake';

/** Each case by name; its numbers are images per second. */
const CASES = {
  'train-efficientnet-lite0-224x32': { architecture: efficientnetLite0, size: 224, batchSize: 32 },
  'train-resnet34-224x16': { architecture: resnet34, size: 224, batchSize: 16 },
  'train-resnet50-128x16': { architecture: resnet50, size: 128, batchSize: 16 },
} as const;

const USAGE = `Measures how fast training steps are, in images per second.

  npm run bench -- [cases] [--runs NUMBER] [--json]

  cases   parts of names; all without: ${Object.keys(CASES).join(', ')}
  --runs  steps of each; 10 without
  --json  the numbers as JSON`;

/** Median, lowest and highest of some numbers. */
function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { median, lowest: sorted[0], highest: sorted[sorted.length - 1] };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: 'string', default: '10' }, json: { type: 'boolean', default: false } },
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) {
    throw new FoveaError(`Expected a whole number of runs, at least 1, received "${values.runs}".`);
  }
  const chosen = Object.entries(CASES).filter(
    ([name]) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  );
  if (chosen.length === 0) {
    throw new FoveaError(
      `No case is named "${positionals.join(' ')}".`,
      `There are: ${Object.keys(CASES).join(', ')}.`,
    );
  }
  const results: Record<string, ReturnType<typeof spread>> = {};
  if (!values.json) {
    console.log(
      `${cpus()[0].model}, ${cpus().length} cores; load ${loadavg()[0].toFixed(2)}; ${runs} steps each`,
    );
    console.log(`${'case'.padEnd(36)} ${'images/s'.padStart(9)}   lowest - highest`);
  }
  for (const [name, settings] of chosen) {
    const result = spread(await timeTrainingSteps(settings, { runs }));
    results[name] = result;
    if (!values.json) {
      const range = `${result.lowest.toFixed(1)} - ${result.highest.toFixed(1)}`;
      console.log(`${name.padEnd(36)} ${result.median.toFixed(1).padStart(9)}   ${range}`);
    }
  }
  if (values.json) console.log(JSON.stringify(results, null, 2));
}

main().catch((error: Error) => {
  const mistyped = optionMistake(error);
  console.error(mistyped === undefined ? error.message : `${mistyped}\n\n${USAGE}`);
  process.exitCode = 1;
});
