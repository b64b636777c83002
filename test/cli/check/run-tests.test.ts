import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runTests } from '../../../src/cli/check/run-tests';
import { temporaryFolder } from '../../temporary-folder';

/** Runs files of tests in one process, as npm test does. */
async function run(sources: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const files = Object.entries(sources).map(([name, source]) => {
    const path = join(folder, name);
    writeFileSync(path, source);
    return path;
  });
  return runTests({ name: 'some tests', files });
}

const IMPORT =
  "import assert from 'node:assert/strict'; import { before, beforeEach, test } from 'node:test';";

test('runTests() counts tests that pass and that are skipped, and says why they were', async () => {
  const results = await run({
    'a.test.mjs': `${IMPORT}
      test('one', () => {});
      test('two', { skip: 'no photos' }, () => {});
      test('three', (t) => t.skip());`,
  });
  assert.deepEqual(results, {
    passed: 1,
    failed: 0,
    skipped: [
      { title: 'two', reason: 'no photos' },
      { title: 'three', reason: '' },
    ],
    complaint: '',
    files: [],
  });
});

test('runTests() names a test that fails with those around it, its error, and all that was printed', async () => {
  const { passed, failed, complaint } = await run({
    'a.test.mjs': `${IMPORT}
      test('around', async (t) => {
        await t.test('right', () => {});
        await t.test('wrong', () => {
          console.log('a word on the way');
          assert.equal(1, 2);
        });
      });`,
  });
  assert.deepEqual([passed, failed], [1, 2]);
  assert.match(complaint, /^✗ around > wrong\n\n {4}AssertionError.*\n/);
  assert.match(complaint, /\n {4}1 !== 2\n/);
  assert.match(complaint, /\nsome tests printed:\n\n {4}a word on the way\n$/);
  assert.equal(complaint.match(/✗/g)?.length, 1);
});

test('runTests() reports a process that ends before its tests do', async () => {
  const { failed, complaint } = await run({
    'a.test.mjs': `${IMPORT} test('one', () => process.kill(process.pid, 'SIGKILL'));`,
  });
  assert.equal(failed, 1);
  assert.equal(complaint, '✗ some tests: the process ended by SIGKILL\n');
});

test('runTests() runs several files in TypeScript in one process, each with hooks of its own', async () => {
  const { passed, failed, complaint } = await run({
    'a.test.ts': `${IMPORT}
      let calls: number = 0;
      beforeEach(() => void calls++);
      test('one', () => assert.equal(calls, 1));`,
    'b.test.ts': `${IMPORT}
      let isReady: boolean = false;
      before(() => { isReady = true; });
      test('two', () => assert.ok(isReady));
      test('three', () => assert.fail('as it should'));`,
  });
  assert.deepEqual([passed, failed], [2, 1]);
  assert.match(complaint, /^✗ .*b\.test\.ts > three\n\n {4}AssertionError.*: as it should\n/);
});

test('runTests() reports a file that cannot be loaded, and runs the others', async () => {
  const { passed, failed, complaint } = await run({
    'a.test.ts': "throw new Error('out of cheese');",
    'b.test.ts': `${IMPORT} test('one', () => {});`,
  });
  assert.deepEqual([passed, failed], [1, 1]);
  assert.match(complaint, /^✗ .*a\.test\.ts\n\n {4}Error: out of cheese\n/);
});
