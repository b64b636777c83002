import { cpus, loadavg } from 'node:os';
import { type BaselineVersions, setUpBaseline } from './baseline';
import type { Versions } from './fovea/versions';
import type { Options } from './options';
import { answerOf, program } from './processes';

/** All that is needed to repeat a measurement. */
export interface About {
  readonly machine: string;
  /** Load average of the last minute. */
  readonly load: string;
  readonly fovea: Versions;
  readonly data: string;
  readonly runs: number;
  readonly fits: number;
  readonly steps: number;
  readonly baseline?: BaselineVersions;
}

/** Load average of the last minute. */
export const load = () => loadavg()[0].toFixed(2);

/** @param data The folder of the data sets. */
export async function about({ runs, fits, steps, settings }: Options, data: string): Promise<About> {
  const atStart = load();
  const machine = `${cpus()[0].model}, ${cpus().length} cores`;
  const fovea = await answerOf<Versions>(program('fovea', 'versions', [], data));
  const baseline = settings.length ? await setUpBaseline(data) : undefined;
  return { machine, load: atStart, fovea, data, runs, fits, steps, ...(baseline && { baseline }) };
}

/** Machine, load, versions and data of a measurement, in one line. */
export const machineLine = ({ machine, load, fovea, data }: About) =>
  `${machine}; load at the start ${load}; TensorFlow ${fovea.tensorflow}, Node ${fovea.node}; data: ${data}.`;

const precision = ({ bfloat16 }: BaselineVersions) =>
  bfloat16 ? 'bfloat16' : 'float32 (this processor has no instructions for bfloat16)';

/** The lines above a comparison. */
export function describe(measurement: About): string {
  const { runs, fits, steps, baseline } = measurement;
  const medians = `Medians of ${runs} runs (${fits} of whole fits), ${steps} steps each, in brackets the lowest and the highest.`;
  const lines = [machineLine(measurement), medians];
  if (!baseline) return lines.join('\n');
  return [
    ...lines,
    `Baseline: fastai ${baseline.fastai}, PyTorch ${baseline.torch} on ${baseline.threads} threads, Python ${baseline.python}. Runs are interleaved; waiting processes are paused.`,
    `fastai: its defaults, in the user's own environment. PyTorch best: channels-last, ${precision(baseline)}, fovea's allocator settings.`,
  ].join('\n');
}
