import { cpus, loadavg } from 'node:os';
import type { Options } from './options';
import { type PeerVersions, setUpPeer } from './peer';
import { answerOf, program } from './processes';
import type { Versions } from './versions';

/** What must be known of a measurement to repeat it. */
export interface About {
  readonly machine: string;
  /** Load average of the last minute. */
  readonly load: string;
  readonly fovea: Versions;
  readonly data: string;
  readonly runs: number;
  readonly fits: number;
  readonly steps: number;
  readonly peer?: PeerVersions;
}

/** Load average of the last minute. */
export const load = () => loadavg()[0].toFixed(2);

/** @param data The folder of the data sets. */
export async function about({ runs, fits, steps, settings }: Options, data: string): Promise<About> {
  const atStart = load();
  const machine = `${cpus()[0].model}, ${cpus().length} cores`;
  const fovea = await answerOf<Versions>(program('fovea', 'versions', [], data));
  const peer = settings.length ? await setUpPeer(data) : undefined;
  return { machine, load: atStart, fovea, data, runs, fits, steps, ...(peer && { peer }) };
}

/** Where and with what was measured, in one line. */
export const place = ({ machine, load, fovea, data }: About) =>
  `${machine}; load at the start ${load}; TensorFlow ${fovea.tensorflow}, Node ${fovea.node}; data: ${data}.`;

const precision = ({ bfloat16 }: PeerVersions) =>
  bfloat16 ? 'bfloat16' : 'float32 (this processor has no instructions for bfloat16)';

/** The lines above a comparison. */
export function describe(measurement: About): string {
  const { runs, fits, steps, peer } = measurement;
  const medians = `Medians of ${runs} runs (${fits} of whole fits), ${steps} steps each, in brackets the lowest and the highest.`;
  const lines = [place(measurement), medians];
  if (!peer) return lines.join('\n');
  return [
    ...lines,
    `Peer: fastai ${peer.fastai}, PyTorch ${peer.torch} on ${peer.threads} threads, Python ${peer.python}. Runs are interleaved; whoever waits is stopped.`,
    `fastai: its defaults, in the user's own environment. PyTorch best: channels-last, ${precision(peer)}, fovea's allocator settings.`,
  ].join('\n');
}
