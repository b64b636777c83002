import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { FoveaError } from '../index';
import { CASES } from './bench/cases';
import { type Measured, measure } from './bench/measure';
import { Peer, type PeerSetting } from './bench/peer';
import { profile } from './bench/profile';
import type { Spread } from './bench/spread';
import type { BenchCase } from './bench/workload';
import { optionMistake } from './option-mistake';

const USAGE = `Measures images per second; with --peer, beside fastai doing the same work in the same minutes.

  npm run bench -- [cases] [--peer | --profile] [--runs NUMBER] [--steps NUMBER] [--json]

  cases   parts of names; all without: ${CASES.map(({ name }) => name).join(', ')}
  --peer  also fastai as it is and with PyTorch's best setting (channels-last, bfloat16); sets up .venv-peer (3 GB)
  --profile  the time of each kernel in one step instead
  --runs  turns of each, interleaved with the peer's; 5 without
  --steps timed steps of a turn, of which the median counts; 3 without
  --json  the numbers as JSON`;

const SETTINGS: readonly PeerSetting[] = ['default', 'best'];
const WIDTH = Math.max(...CASES.map(({ name }) => name.length));

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new FoveaError(`Expected a whole number, at least 1, for --${option}, received "${text}".`);
}

const inRange = ({ median, lowest, highest }: Spread, digits: number) =>
  `${median.toFixed(digits).padStart(6)} ${`(${lowest.toFixed(digits)}-${highest.toFixed(digits)})`.padEnd(13)}`;

function row({ name, targets }: BenchCase, { fovea, peer }: Measured): string {
  const cells = [name.padEnd(WIDTH), inRange(fovea, 1)];
  for (const setting of SETTINGS) {
    const theirs = peer[setting];
    const target = targets[setting];
    if (!theirs || target === undefined) continue;
    const met = theirs.ratio.median >= target ? '✓' : '✗';
    cells.push(`${inRange(theirs.speed, 1)} ${inRange(theirs.ratio, 2)} ${met} ${target.toFixed(1)}`);
  }
  return cells.join('  ');
}

function heading(peer: Peer | undefined): string {
  const speed = (who: string) => who.padStart(6).padEnd(20);
  const theirs = (who: string) => `${speed(who)} ${'ratio'.padStart(6).padEnd(20)} target`;
  const cells = ['images per second'.padEnd(WIDTH), speed('fovea')];
  return [...cells, ...(peer ? [theirs('fastai'), theirs('PyTorch best')] : [])].join('  ');
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      peer: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      runs: { type: 'string', default: '5' },
      steps: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
    },
  });
  const repeats = { runs: wholeNumber(values.runs, 'runs'), steps: wholeNumber(values.steps, 'steps') };
  const chosen = CASES.filter(
    ({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)),
  );
  if (chosen.length === 0) {
    throw new FoveaError(
      `No case is named "${positionals.join(' ')}".`,
      `There are: ${CASES.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (values.profile) {
    for (const benchCase of chosen) await printProfile(benchCase, repeats.steps);
    return;
  }
  const peer = values.peer ? await Peer.start() : undefined;
  const machine = `${cpus()[0].model}, ${cpus().length} cores; load at the start ${loadavg()[0].toFixed(2)}`;
  const about = { machine, node: process.version, ...repeats, ...(peer && { peer: peer.versions }) };
  const results: Record<string, Measured> = {};
  try {
    if (!values.json) console.log(`${describe(about)}\n${heading(peer)}`);
    for (const benchCase of chosen) {
      const measured = await measure(benchCase, repeats, peer);
      results[benchCase.name] = measured;
      if (!values.json) console.log(row(benchCase, measured));
    }
    if (values.json) console.log(JSON.stringify({ about, results }, null, 2));
  } finally {
    peer?.stop();
  }
}

async function printProfile(benchCase: BenchCase, steps: number): Promise<void> {
  const { kernels, milliseconds } = await profile(benchCase, steps);
  const inKernels = kernels.reduce((sum, kernel) => sum + kernel.milliseconds, 0);
  console.log(
    `\n${benchCase.name}: ${milliseconds.toFixed(0)} ms a step, ${inKernels.toFixed(0)} of them in kernels`,
  );
  for (const kernel of kernels.filter((one) => one.milliseconds >= milliseconds / 200)) {
    const calls = `${kernel.calls.toFixed(0)} calls`.padStart(10);
    console.log(`  ${kernel.kernel.padEnd(44)} ${kernel.milliseconds.toFixed(1).padStart(8)} ms ${calls}`);
  }
}

function describe({ machine, node, runs, steps, peer }: Readonly<Record<string, unknown>>): string {
  const versions = peer
    ? `; peer: ${Object.entries(peer as object)
        .map((pair) => pair.join(' '))
        .join(', ')}`
    : '';
  return `${machine}; Node ${node}; ${runs} runs of ${steps} steps${versions}`;
}

main().catch((error: Error) => {
  const mistyped = optionMistake(error);
  console.error(mistyped === undefined ? error.message : `${mistyped}\n\n${USAGE}`);
  process.exitCode = 1;
});
