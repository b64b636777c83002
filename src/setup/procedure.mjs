import { join } from 'node:path';
import { shareLock, stopRunning } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { carryOut } from './graph.mjs';
import { takeLock } from './lock.mjs';
import { ROOT, setupSteps } from './steps.mjs';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

const duration = (ms) => `${(ms / 1000).toFixed(1)} s`;
const mark = (sign, colour) => (process.stdout.isTTY ? `\x1b[${colour}m${sign}\x1b[0m` : sign);

function line(sign, title, text, milliseconds) {
  const time = milliseconds === undefined ? '' : duration(milliseconds).padStart(8);
  return `  ${sign} ${title.padEnd(19)} ${text.padEnd(54)}${time}`.trimEnd();
}

function printDrawback({ drawback, cure }) {
  if (drawback) console.log(`      ${drawback}\n      cure: ${cure}`);
}

/** What is printed of each step: when it begins, and when it ends. Of what is right already, only what is worse than it could be. */
const report = {
  begun({ title, doing }) {
    console.log(line(mark('…', 33), title, doing));
  },
  done({ title }, found, milliseconds) {
    if (milliseconds === undefined && !found.drawback) return;
    console.log(line(found.drawback ? mark('!', 33) : mark('✓', 32), title, found.found, milliseconds));
    printDrawback(found);
  },
  failed({ title }, { found }) {
    console.log(line(mark('✗', 31), title, found.split('\n')[0].slice(0, 80)));
  },
};

/** Prints why set-up cannot go on. */
export function printFailure(error) {
  const text =
    error instanceof SetupFailures ? error.message : `✗ Set-up\n  ${error.message.replaceAll('\n', '\n  ')}`;
  console.error(`\n  ${text.replaceAll('\n', '\n  ')}\n`);
}

/** All that is wrong after a set-up, with the cure of each. */
export class SetupFailures extends Error {
  constructor({ failures, left }) {
    const parts = failures.map(
      ({ step, error }) => `✗ ${step.title}\n  ${error.message.replaceAll('\n', '\n  ')}`,
    );
    if (left.length)
      parts.push(`Not done, since it needs that: ${left.map(({ title }) => title).join(', ')}`);
    super(parts.join('\n'));
    this.name = 'SetupFailures';
    this.failures = failures;
    this.left = left;
  }
}

/** Whether a step has to be done again since one that it needs is: node_modules/ and .venv are made from nothing. */
const needsAny = ({ needs }, wrong) => wrong.some(({ title }) => needs.includes(title));

function chosenSteps(steps, only) {
  const chosen = steps.filter(({ title }) => title.toLowerCase().includes(only.toLowerCase()));
  if (chosen.length) return chosen;
  throw new SetupFailure({
    found: `no step whose title holds "${only}"`,
    needed: `a part of one of: ${steps.map(({ title }) => title).join(', ')}`,
    cure: 'npm run setup -- --only STEP',
  });
}

/** Takes the lock of set-up, waiting for another one; its release. */
async function lockFor(root) {
  const lock = await takeLock(root, (pid) =>
    console.log(
      pid
        ? `  another set-up (process ${pid}) is at work here; waiting for it`
        : '  programs of a set-up that was killed are still at work here; waiting for them to end',
    ),
  );
  shareLock(lock.socket);
  return () => {
    shareLock(undefined);
    lock.release();
  };
}

/**
 * Carries out all steps, side by side where they do not need each other; those that are right already cost milliseconds. A signal ends all
 * programs, and this process.
 *
 * @param {{ root?: string, variant?: 'cpu' | 'cuda', baseline?: boolean, only?: string, retry?: boolean }} options `only` picks steps by a
 *   part of their title; `retry` compiles the kernels again where that failed before.
 * @param {{ onForecast?: (steps: object[]) => void, onRight?: (title: string) => void }} listeners `onForecast` is told, before anything
 *   is done, which steps there are to do; `onRight` each step that is, or has become, right.
 * @throws SetupFailures of all steps that cannot go on.
 */
export async function setUp(
  { root = ROOT, variant, baseline, only = '', retry } = {},
  { onForecast = () => {}, onRight = () => {} } = {},
) {
  const start = performance.now();
  const steps = chosenSteps(setupSteps(root, { variant, baseline, retry }), only);
  const logOf = ({ title }) =>
    join(root, '.cache', 'setup', `${title.toLowerCase().replaceAll(' ', '-')}.log`);
  let release = () => {};
  const stopping = Object.entries(SIGNALS).map(([signal, code]) => {
    const stop = () => stopRunning().then(() => process.exit(code));
    process.once(signal, stop);
    return () => process.off(signal, stop);
  });
  try {
    const wrong = steps.filter((step) => !step.inspect().right);
    onForecast(steps.filter((step) => wrong.includes(step) || needsAny(step, wrong)));
    if (wrong.length) {
      release = await lockFor(root);
      console.log('Set-up');
    }
    const outcome = await carryOut(steps, {
      logOf,
      report: {
        ...report,
        done(step, ...rest) {
          report.done(step, ...rest);
          onRight(step.title);
        },
      },
    });
    if (outcome.failures.length) throw new SetupFailures(outcome);
    const elapsed = performance.now() - start;
    if (wrong.length) console.log(line(mark('✓', 32), 'ready', '', elapsed));
    else console.log(`Set-up is in place (${duration(elapsed)}).`);
  } finally {
    release();
    for (const off of stopping) off();
  }
}
