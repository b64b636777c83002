import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { chart } from '../../src/display/vega';
import type { Sample } from './watch';

/** Something that went wrong. */
export interface Fault {
  readonly minutes: number;
  readonly notebook: string;
  readonly action: string;
  readonly words: string;
}

/** What an hour left behind. */
export interface Soak {
  readonly numActions: number;
  readonly samples: readonly Sample[];
  readonly faults: readonly Fault[];
}

const peak = (samples: readonly Sample[]) => Math.max(0, ...samples.map(({ gigabytes }) => gigabytes));

/** A line for each notebook: its peak in the first half of the time and in the second. */
export function memoryLines({ samples }: Soak): string[] {
  const half = samples.length ? samples[samples.length - 1].minutes / 2 : 0;
  return [...new Set(samples.map(({ notebook }) => notebook))].sort().map((name) => {
    const own = samples.filter(({ notebook }) => notebook === name);
    const [first, second] = [
      own.filter(({ minutes }) => minutes <= half),
      own.filter(({ minutes }) => minutes > half),
    ];
    return `${name}: ${peak(first).toFixed(2)} GB at most in the first half, ${peak(second).toFixed(2)} GB in the second`;
  });
}

/** Writes the memory over time as a drawing and an image, and everything as JSON. */
export async function writeReport(folder: string, soak: Soak): Promise<void> {
  writeFileSync(join(folder, 'soak.json'), `${JSON.stringify(soak, null, 1)}\n`);
  const drawing = await chart(
    {
      width: 900,
      height: 380,
      title: 'Memory of the kernels',
      data: { values: soak.samples },
      mark: { type: 'line', interpolate: 'step-after' },
      encoding: {
        x: { field: 'minutes', type: 'quantitative', title: 'minutes' },
        y: { field: 'gigabytes', type: 'quantitative', title: 'GB resident' },
        color: { field: 'notebook', type: 'nominal', title: null },
      },
    },
    'Memory of each notebook’s kernel over time',
  );
  const svg = drawing['image/svg+xml'] as string;
  writeFileSync(join(folder, 'memory.svg'), svg);
  await sharp(Buffer.from(svg)).png().toFile(join(folder, 'memory.png'));
}
