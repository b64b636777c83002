import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stopRunning } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { takeLock } from './lock.mjs';
import { ROOT, setupSteps } from './steps.mjs';

const duration = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);
const mark = (sign, colour) => (process.stdout.isTTY ? `\x1b[${colour}m${sign}\x1b[0m` : sign);

function line(sign, title, text, milliseconds) {
  const time = milliseconds === undefined ? '' : duration(milliseconds).padStart(8);
  return `  ${sign} ${title.padEnd(17)} ${text.padEnd(56)}${time}`.trimEnd();
}

/** Prints that a step is done, and what is worse for it if something is. */
function printDone({ title }, { found, drawback, cure }, milliseconds) {
  console.log(line(drawback ? mark('!', 33) : mark('✓', 32), title, found, milliseconds));
  if (drawback) console.log(`      ${drawback}\n      cure: ${cure}`);
}

/** Carries out one step, and prints what it found or does and how long it took. */
async function carryOut(step, log) {
  const start = performance.now();
  const before = step.inspect();
  if (before.right) return printDone(step, before, performance.now() - start);
  console.log(line(mark('…', 33), step.title, step.doing));
  rmSync(log, { force: true });
  await step.mend({ log });
  const after = step.inspect();
  if (!after.right)
    throw new SetupFailure({ ...after, cure: 'run the same command again, and read the log', log });
  printDone(step, after, performance.now() - start);
}

/**
 * Carries out all steps in order; those that are right already cost milliseconds.
 *
 * @param {{ root?: string, variant?: 'cpu' | 'cuda', baseline?: boolean, only?: string, retry?: boolean }} options `only` picks steps by a part of their title;
 *   `retry` compiles the kernels again where that failed before.
 * @throws SetupFailure of the first step that cannot go on, with its title as `step`.
 */
export async function setUp({ root = ROOT, variant, baseline, only = '', retry } = {}) {
  const start = performance.now();
  const all = setupSteps(root, { variant, baseline, retry });
  const steps = all.filter(({ title }) => title.toLowerCase().includes(only.toLowerCase()));
  if (!steps.length) {
    throw new SetupFailure({
      found: `no step whose title holds "${only}"`,
      needed: `a part of one of: ${all.map(({ title }) => title).join(', ')}`,
      cure: 'npm run setup -- --only STEP',
    });
  }
  const cache = join(root, '.cache', 'setup');
  let release = () => {};
  const leave = () => {
    stopRunning();
    release();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave);
  try {
    if (!steps.every((step) => step.inspect().right)) {
      release = await takeLock(root, (pid) =>
        console.log(`  another set-up (process ${pid}) is at work here; waiting for it`),
      );
    }
    console.log('Set-up');
    for (const step of steps) {
      await carryOut(step, join(cache, `${step.title.toLowerCase().replaceAll(' ', '-')}.log`)).catch(
        (error) => {
          if (error instanceof SetupFailure) throw Object.assign(error, { step: step.title });
          throw Object.assign(
            new SetupFailure({
              found: `${error.message}`,
              needed: `the step "${step.title}" to finish`,
              cure: 'run the same command again; "npm run doctor" shows what is there and what is missing',
            }),
            { step: step.title },
          );
        },
      );
    }
    console.log(line(mark('✓', 32), 'ready', '', performance.now() - start));
  } finally {
    release();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, leave);
  }
}
