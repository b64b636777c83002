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

/** Makes one step right, and tells: what it found or does, and how long it took. */
async function carryOut(step, log) {
  const start = performance.now();
  const before = step.inspect();
  if (before.right) {
    console.log(line(mark('✓', 32), step.title, before.found, performance.now() - start));
    return;
  }
  console.log(line(mark('…', 33), step.title, step.doing));
  rmSync(log, { force: true });
  await step.mend({ log });
  const after = step.inspect();
  if (!after.right)
    throw new SetupFailure({ ...after, cure: 'run the same command again, and read the log', log });
  console.log(line(mark('✓', 32), step.title, after.found, performance.now() - start));
}

/**
 * Carries out all steps in order; those that are right already cost milliseconds.
 *
 * @param {{ root?: string, variant?: 'cpu' | 'cuda', baseline?: boolean, only?: string }} options `only` picks steps by a part of their title.
 * @throws SetupFailure of the first step that cannot go on, with its title as `step`.
 */
export async function setUp({ root = ROOT, variant, baseline, only = '' } = {}) {
  const start = performance.now();
  const steps = setupSteps(root, { variant, baseline }).filter(({ title }) =>
    title.toLowerCase().includes(only),
  );
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
      release = await takeLock(join(cache, 'lock'), (pid) =>
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
