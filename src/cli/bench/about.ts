import { cpus, loadavg } from 'node:os';
import type { Options } from './options';
import { type PeerVersions, setUpPeer } from './peer';

/** What must be known of a measurement to repeat it. */
export interface About {
  readonly machine: string;
  /** Load average of the last minute. */
  readonly load: string;
  readonly node: string;
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
  const peer = settings.length ? await setUpPeer(data) : undefined;
  return { machine, load: atStart, node: process.version, data, runs, fits, steps, ...(peer && { peer }) };
}

/** The lines above the table. */
export function describe({ machine, load, node, data, runs, fits, steps, peer }: About): string {
  const lines = [
    `${machine}; load at the start ${load}; Node ${node}; data: ${data}.`,
    `Medians of ${runs} runs (${fits} of whole fits), ${steps} steps each, in brackets the lowest and the highest.`,
  ];
  if (!peer) return lines.join('\n');
  return [
    ...lines,
    `Peer: fastai ${peer.fastai}, PyTorch ${peer.torch} on ${peer.threads} threads, Python ${peer.python}. Runs are interleaved; whoever waits is stopped.`,
    "fastai: its defaults, in the user's own environment. PyTorch best: channels-last, bfloat16, fovea's allocator settings.",
  ].join('\n');
}
