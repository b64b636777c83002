import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { writeOutputsBack } from '../../src/cli/outputs';
import { root } from '../../src/cli/repository';

function executedWith(t: TestContext, text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-outputs-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const outputs = [{ output_type: 'stream', name: 'stdout', text: [text] }];
  const content = { cells: [{ cell_type: 'code', outputs }], metadata: { fovea: { minutes: 3 } } };
  const executed = join(folder, 'executed.ipynb');
  writeFileSync(executed, JSON.stringify(content));
  return { executed, notebook: join(folder, 'notebook.ipynb') };
}

test('writeOutputsBack() keeps the outputs and leaves out what differs from run to run', (t) => {
  const { executed, notebook } = executedWith(t, 'error_rate 0.189\n');
  writeOutputsBack(executed, notebook);
  const { cells, metadata } = JSON.parse(readFileSync(notebook, 'utf8'));
  assert.equal(cells[0].outputs[0].text[0], 'error_rate 0.189\n');
  assert.deepEqual(metadata, {});
});

test('writeOutputsBack() refuses an output that names a folder of this machine', (t) => {
  const { executed, notebook } = executedWith(t, `found in ${join(root, 'data')}`);
  assert.throws(
    () => writeOutputsBack(executed, notebook),
    /notebook\.ipynb names the folder .* it was not written/,
  );
  assert.equal(existsSync(notebook), false);
});

test('writeOutputsBack() refuses an output that names the data folder', (t) => {
  const { executed, notebook } = executedWith(t, '/mnt/photos/oxford-iiit-pet');
  assert.throws(
    () => writeOutputsBack(executed, notebook, { data: '/mnt/photos' }),
    /names the folder \/mnt\/photos; it was not written/,
  );
});

test('writeOutputsBack() refuses more than 1.5 MB', (t) => {
  const { executed, notebook } = executedWith(t, 'x'.repeat(1_600_000));
  assert.throws(() => writeOutputsBack(executed, notebook), /weighs 1\.6 MB, more than 1\.5 MB/);
});
