import { rmSync } from 'node:fs';
import { SetupFailure } from './failure.mjs';

/** Any error of a step as a SetupFailure. */
function asFailure(error, { title }) {
  if (error instanceof SetupFailure) return error;
  return new SetupFailure({
    found: `${error.message}`,
    needed: `the step "${title}" to finish`,
    cure: 'run the same command again; "npm run doctor" shows what is there and what is missing',
  });
}

/** Makes a step right, if it is not. */
async function makeRight(step, { log, begin }) {
  const before = step.inspect();
  if (before.right) return before;
  begin();
  await step.mend({ log });
  const after = step.inspect();
  if (after.right) return after;
  throw new SetupFailure({ ...after, cure: 'run the same command again, and read the log', log });
}

/**
 * Carries out steps side by side, each as soon as those it needs are right. A step that fails stops those that need it; the others finish.
 *
 * @param {object[]} steps As in `setupSteps`, each after those it needs. A need that is not among them counts as met.
 * @param {object} options
 * @param {(step) => string} options.logOf The file for what a step's programs print.
 * @param {{ begun(step): void, done(step, found, milliseconds?: number): void, failed(step, error: SetupFailure): void }} options.report
 *   `done` without a time if there was nothing to do.
 * @returns {Promise<{ failures: { step: object, error: SetupFailure }[], left: object[] }>} `left` are steps that were not begun, or not
 *   finished, since they need one that failed.
 */
export async function carryOut(steps, { logOf, report }) {
  const outcomes = new Map();
  const failures = [];
  const left = [];

  const areRight = async (titles) => {
    const needed = await Promise.all(titles.map((title) => outcomes.get(title) ?? true));
    return needed.every(Boolean);
  };

  async function perform(step) {
    const log = logOf(step);
    let start;
    const begin = () => {
      if (start !== undefined) return;
      start = performance.now();
      rmSync(log, { force: true });
      report.begun(step);
    };
    const workAhead = async () => {
      if (!step.ahead || step.inspect().right || !(await areRight(step.ahead.needs))) return;
      begin();
      await step.ahead.work({ log });
    };
    const finish = async () => {
      if (await areRight(step.needs)) return makeRight(step, { log, begin });
      left.push(step);
      return undefined;
    };
    const [ahead, finished] = await Promise.allSettled([workAhead(), finish()]);
    const failed = [ahead, finished].find(({ status }) => status === 'rejected');
    if (failed) {
      const error = asFailure(failed.reason, step);
      failures.push({ step, error });
      report.failed(step, error);
      return false;
    }
    const found = finished.value;
    if (!found) return false;
    report.done(step, found, start === undefined ? undefined : performance.now() - start);
    return true;
  }

  for (const step of steps) outcomes.set(step.title, perform(step));
  await Promise.all(outcomes.values());
  return { failures, left };
}
