import { readFileSync } from 'node:fs';
import { FoveaError } from '../../src/index';
import { lrFind, metrics, segmentationMetrics } from './metric-cases';
import { forwardBackward, train } from './model-cases';
import { points } from './point-cases';
import { type Report, report } from './report';
import { unet } from './unet-cases';
import { adam, counts, schedules, splits, traces } from './unit-cases';

// biome-ignore lint/suspicious/noExplicitAny: fixtures are JSON; each case reads its own fields and fails by name.
type Run = (into: Report, name: string, fixture: any) => void | Promise<void>;

/** The function that recomputes a case, by the beginning or the end of its name. */
const CASES: readonly (readonly [RegExp, Run])[] = [
  [/_forward_backward/, forwardBackward],
  [/^train_/, train],
  [/^unet_/, unet],
  [/^adam/, adam],
  [/^metrics/, metrics],
  [/^segmentation_metrics/, segmentationMetrics],
  [/^random_splitter/, splits],
  [/^points/, points],
  [/^schedules/, schedules],
  [/^traces/, traces],
  [/^counts/, counts],
  [/^lr_find/, lrFind],
];

async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0)
    throw new FoveaError('Expected fixture files, received none.', 'npm run parity -- test/parity/*.json');
  const into = report();
  for (const file of files) {
    const fixtures = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    for (const [name, fixture] of Object.entries(fixtures)) {
      const run = CASES.find(([pattern]) => pattern.test(name))?.[1];
      try {
        if (run) await run(into, name, fixture);
        else into.fail(name, '-', 'is not known to this suite');
      } catch (error) {
        into.fail(name, '-', (error as Error).message);
      }
    }
  }
  console.log(`${into.comparisons - into.failures} of ${into.comparisons} comparisons agree.`);
  return into.failures === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
