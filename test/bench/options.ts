import { parseArgs } from 'node:util';
import { FoveaError, unknownChoice } from '../../src/base/errors';
import { parseNumber } from '../../src/base/parse-number';
import { checked, positiveInteger } from '../../src/base/schema';
import { type BaselineSetting, CASES } from './cases';

const NAMES = CASES.map(({ name }) => name).join(', ');

export const USAGE = `Measures fovea; with --baseline, beside fastai, which does the same work in turns.

  npm run bench -- [cases] [--baseline [--against SETTING]] [--runs NUMBER] [--fits NUMBER] [--steps NUMBER] [--json]
  npm run bench -- [cases] --profile [--steps NUMBER]
  npm run bench -- --scaling

  cases       parts of names, all by default: ${NAMES}
  --baseline  also fastai, as its users get it and with PyTorch's best setting (channels-last, bfloat16, fovea's allocator
              settings); sets up .venv-baseline (3 GB)
  --against   only one of these settings: default or best
  --runs      turns of each side, interleaved; 5 by default
  --fits      turns of each whole fit; 1 by default: with the baseline all four take 75 minutes
  --steps     timed steps of a turn, whose median counts; 3 by default
  --data      a folder that holds oxford-iiit-pet/ and so on; FOVEA_DATA by default, else the mini sets drawn by code
  --profile   the time of each kernel in one step instead
  --scaling   the time and peak memory of an epoch by number of images and by batch size instead
  --json      the numbers as JSON`;

function readPositiveInteger(text: string, option: string): number {
  return checked(positiveInteger, parseNumber(text) ?? text, `--${option}`);
}

function settingsOf(against: string | undefined): readonly BaselineSetting[] {
  if (against === undefined) return ['default', 'best'];
  if (against === 'default' || against === 'best') return [against];
  throw unknownChoice('baseline setting', against, ['default', 'best']);
}

/** The options of a command line. */
export type Options = ReturnType<typeof readOptions>;

/** @throws FoveaError if a number is not a positive integer, or a name fits no case. */
export function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      baseline: { type: 'boolean', default: false },
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
    runs: readPositiveInteger(values.runs, 'runs'),
    fits: readPositiveInteger(values.fits, 'fits'),
    steps: readPositiveInteger(values.steps, 'steps'),
    data: values.data ?? process.env.FOVEA_DATA ?? 'mini',
    settings: values.baseline ? settings : [],
    cases: CASES.filter(({ name }) => !positionals.length || positionals.some((part) => name.includes(part))),
  };
}
