import { parseArgs } from 'node:util';
import { FoveaError } from '../../base/errors';
import { CASES, type PeerSetting } from './cases';

const NAMES = CASES.map(({ name }) => name).join(', ');

export const USAGE = `Measures fovea; with --peer, beside fastai doing the same work in the same minutes.

  npm run bench -- [cases] [--peer [--against SETTING]] [--runs NUMBER] [--fits NUMBER] [--steps NUMBER] [--json]
  npm run bench -- [cases] --profile [--steps NUMBER]
  npm run bench -- --scaling

  cases      parts of names; all without: ${NAMES}
  --peer     also fastai as its users get it and, besides, with PyTorch's best setting (channels-last, bfloat16, fovea's
             allocator settings); sets up .venv-peer (3 GB)
  --against  default or best: that setting alone
  --runs     turns of each, interleaved with the peer's; 5 without
  --fits     turns of each whole fit; 1 without: with the peer all four take most of an hour
  --steps    timed steps of a turn, of which the median counts; 3 without
  --data     a folder that holds oxford-iiit-pet/ and so on; FOVEA_DATA without, else the mini sets drawn by code
  --profile  the time of each kernel in one step instead
  --scaling  an epoch's time and peak memory by number of pictures and by batch size instead
  --json     the numbers as JSON`;

function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new FoveaError(`Expected a whole number, at least 1, for --${option}, received "${text}".`);
}

function settingsOf(against: string | undefined): readonly PeerSetting[] {
  if (against === undefined) return ['default', 'best'];
  if (against === 'default' || against === 'best') return [against];
  throw new FoveaError(`Expected "default" or "best" for --against, received "${against}".`);
}

/** What a command line asks for. */
export type Options = ReturnType<typeof readOptions>;

/** @throws FoveaError if a number is none, or a name fits no case. */
export function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      peer: { type: 'boolean', default: false },
      against: { type: 'string' },
      runs: { type: 'string', default: '5' },
      fits: { type: 'string', default: '1' },
      steps: { type: 'string', default: '3' },
      data: { type: 'string' },
      profile: { type: 'boolean', default: false },
      scaling: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.find((part) => !CASES.some(({ name }) => name.includes(part)));
  if (unknown !== undefined) throw new FoveaError(`No case is named "${unknown}".`, `There are: ${NAMES}.`);
  const settings = settingsOf(values.against);
  return {
    ...values,
    runs: wholeNumber(values.runs, 'runs'),
    fits: wholeNumber(values.fits, 'fits'),
    steps: wholeNumber(values.steps, 'steps'),
    data: values.data ?? process.env.FOVEA_DATA ?? 'mini',
    settings: values.peer ? settings : [],
    cases: CASES.filter(({ name }) => !positionals.length || positionals.some((part) => name.includes(part))),
  };
}
