import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SetupFailure } from '../../src/setup/failure.mjs';
import { carryOut } from '../../src/setup/graph.mjs';
import { SetupFailures } from '../../src/setup/procedure.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

/** A step that is right once `work` has ended; what happens is entered in `events`. */
function step(events, title, { needs = [], isRight = false, work = async () => {}, ahead } = {}) {
  return {
    title,
    needs,
    ahead,
    inspect: () =>
      isRight
        ? { right: true, found: 'here' }
        : { right: false, found: 'not here', needed: title, cure: 'none' },
    async mend() {
      events.push(`${title} begins`);
      await work();
      isRight = true;
      events.push(`${title} ends`);
    },
  };
}

/** What was reported, in order: each step with … when it began, ✓ when it ended, ✗ when it failed, = when there was nothing to do. */
async function outcomeOf(t, steps) {
  const folder = temporaryFolder(t);
  const lines = [];
  const report = {
    begun: ({ title }) => lines.push(`… ${title}`),
    done: ({ title }, _found, milliseconds) =>
      lines.push(`${milliseconds === undefined ? '=' : '✓'} ${title}`),
    failed: ({ title }) => lines.push(`✗ ${title}`),
  };
  const outcome = await carryOut(steps, { logOf: ({ title }) => join(folder, title), report });
  return { lines, ...outcome };
}

/** A promise, and how to fulfil it. */
function gate() {
  let open;
  const opened = new Promise((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const failing = async () => {
  throw new SetupFailure({ found: 'no network', needed: 'a network', cure: 'plug it in' });
};

test('carryOut() begins steps side by side that do not need each other, and a step when those it needs are right', async (t) => {
  const events = [];
  const { open, opened } = gate();
  const steps = [
    step(events, 'wheel', { work: () => opened }),
    step(events, 'packages', { work: async () => open() }),
    step(events, 'addon', { needs: ['wheel', 'packages'] }),
  ];
  const { lines, failures } = await outcomeOf(t, steps);
  assert.deepEqual(failures, []);
  assert.deepEqual(events.slice(0, 2), ['wheel begins', 'packages begins']);
  assert.deepEqual(events.slice(4), ['addon begins', 'addon ends']);
  assert.deepEqual(lines.slice(0, 2), ['… wheel', '… packages']);
  assert.deepEqual(lines.slice(4), ['… addon', '✓ addon']);
});

test('carryOut() does nothing for what is right', async (t) => {
  const events = [];
  const steps = [
    step(events, 'wheel', { isRight: true }),
    step(events, 'addon', { needs: ['wheel'], isRight: true }),
  ];
  const { lines } = await outcomeOf(t, steps);
  assert.deepEqual(events, []);
  assert.deepEqual(lines, ['= wheel', '= addon']);
});

test('carryOut() looks at a step when what it needs has become right: that may have undone it', async (t) => {
  const events = [];
  let isUndone = false;
  const packages = step(events, 'packages', {
    work: async () => {
      isUndone = true;
    },
  });
  const addon = step(events, 'addon', { needs: ['packages'] });
  const { inspect } = addon;
  addon.inspect = () => (isUndone ? inspect() : { right: true, found: 'here' });
  const { lines } = await outcomeOf(t, [packages, addon]);
  assert.deepEqual(lines, ['… packages', '✓ packages', '… addon', '✓ addon']);
});

test('A step that fails stops what needs it, directly or not; the others finish', async (t) => {
  const events = [];
  const steps = [
    step(events, 'packages', { work: failing }),
    step(events, 'environment'),
    step(events, 'wheel', { needs: ['environment'] }),
    step(events, 'addon', { needs: ['packages', 'wheel'] }),
    step(events, 'library', { needs: ['addon'] }),
  ];
  const { failures, left } = await outcomeOf(t, steps);
  assert.deepEqual(
    failures.map(({ step: { title }, error }) => [title, error.cure]),
    [['packages', 'plug it in']],
  );
  assert.deepEqual(
    left.map(({ title }) => title),
    ['addon', 'library'],
  );
  assert.deepEqual(events.slice(-2), ['wheel begins', 'wheel ends']);
});

test('The error of a set-up names all that failed with its cure, and what was not done for that', async (t) => {
  const steps = [
    step([], 'packages', { work: failing }),
    step([], 'Python', { work: failing }),
    step([], 'addon', { needs: ['packages', 'Python'] }),
  ];
  const { message } = new SetupFailures(await outcomeOf(t, steps));
  assert.equal(
    message,
    `✗ packages
  found:  no network
  needed: a network
  cure:   plug it in
✗ Python
  found:  no network
  needed: a network
  cure:   plug it in
Not done, since it needs that: addon`,
  );
});

test('Any other error of a step becomes one that says what to do', async (t) => {
  const steps = [
    step([], 'packages', {
      work: async () => {
        throw new Error('EACCES: permission denied');
      },
    }),
  ];
  const { failures } = await outcomeOf(t, steps);
  assert.equal(failures[0].error.found, 'EACCES: permission denied');
  assert.match(failures[0].error.cure, /npm run doctor/);
});

test('A step that is not right after it was mended has failed', async (t) => {
  const broken = { ...step([], 'packages'), mend: async () => {} };
  const { failures } = await outcomeOf(t, [broken]);
  assert.equal(failures[0].error.found, 'not here');
  assert.match(failures[0].error.cure, /read the log/);
});

test('Work ahead begins before what the step needs is there, and is announced once', async (t) => {
  const events = [];
  const { open, opened } = gate();
  const steps = [
    step(events, 'Node'),
    step(events, 'wheel', { needs: ['Node'], work: () => opened }),
    step(events, 'kernels', {
      needs: ['wheel'],
      ahead: {
        needs: ['Node'],
        work: async () => {
          events.push('kernels ahead');
          open();
        },
      },
    }),
  ];
  const { lines, failures } = await outcomeOf(t, steps);
  assert.deepEqual(failures, []);
  assert.ok(events.indexOf('kernels ahead') < events.indexOf('wheel ends'));
  assert.ok(events.indexOf('wheel ends') < events.indexOf('kernels begins'));
  assert.equal(lines.filter((line) => line === '… kernels').length, 1);
  assert.equal(lines.at(-1), '✓ kernels');
});

test('carryOut() removes the log of an earlier run before a step begins', async (t) => {
  const folder = temporaryFolder(t);
  const log = join(folder, 'wheel.log');
  writeFileSync(log, 'an old error\n');
  const wheel = step([], 'wheel', { work: async () => writeFileSync(log, 'new\n', { flag: 'a' }) });
  const report = { begun() {}, done() {}, failed() {} };
  await carryOut([wheel], { logOf: () => log, report });
  assert.equal(readFileSync(log, 'utf8'), 'new\n');
});
