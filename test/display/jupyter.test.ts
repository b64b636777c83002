import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { openDisplay, recordDisplays, resendDisplays, showBundle } from '../../src/display/jupyter';

test('recordDisplays() collects each display with its updates', () => {
  const recording = recordDisplays();
  const display = openDisplay();
  showBundle({ 'text/plain': 'between' });
  display.update({ 'text/plain': 'first' });
  display.update({ 'text/plain': 'second' });
  recording.stop();
  assert.deepEqual(recording.displays, [
    [{ 'text/plain': 'first' }, { 'text/plain': 'second' }],
    [{ 'text/plain': 'between' }],
  ]);
});

test('outside Jupyter a display prints what was added to its text', () => {
  const script = `
    const { openDisplay } = require('./src/display/jupyter');
    const display = openDisplay();
    for (const text of ['epoch', 'epoch', 'epoch\\n0', 'epoch\\n0\\n1']) display.update({ 'text/plain': text });`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
    encoding: 'utf8',
  });
  assert.equal(stdout, 'epoch\n0\n1\n', stderr);
});

test('in a tslab kernel a display stays in the cell that opened it', () => {
  const sent: unknown[] = [];
  const send = (cell: number) => (message: object, isUpdate: boolean) =>
    sent.push({ cell, ...message, isUpdate });
  const kernel = { lastWriteDisplayData: send(1) };
  const path = '/anywhere/node_modules/tslab/dist/jupyter.js';
  require.cache[path] = { exports: kernel } as NodeJS.Module;
  try {
    const display = openDisplay();
    kernel.lastWriteDisplayData = send(2);
    display.update({ 'text/plain': 'a', 'image/png': new Uint8Array([1, 2, 3]) });
    display.update({ 'text/plain': 'b' });
  } finally {
    delete require.cache[path];
  }
  const [first, second] = sent as { transient: { display_id: string } }[];
  assert.deepEqual(first, {
    cell: 1,
    data: { 'text/plain': 'a', 'image/png': 'AQID' },
    // A page that was reloaded finds the output by it.
    metadata: { fovea_display: first.transient.display_id },
    transient: first.transient,
    isUpdate: false,
  });
  assert.deepEqual(second, {
    ...second,
    cell: 1,
    data: { 'text/plain': 'b' },
    transient: first.transient,
    isUpdate: true,
  });
  assert.match(first.transient.display_id, /^[0-9a-f-]{36}$/);
});

test('resendDisplays() sends the last bundles of displays that were updated, to the cell that runs now', () => {
  const sent: { data: object; transient: { display_id: string } }[] = [];
  const kernel = { lastWriteDisplayData: (message: (typeof sent)[number]) => sent.push(message) };
  const path = '/anywhere/node_modules/tslab/dist/jupyter.js';
  require.cache[path] = { exports: kernel } as unknown as NodeJS.Module;
  try {
    const [live, still] = [openDisplay(), openDisplay()];
    for (const text of ['1 of 2', '2 of 2']) live.update({ 'text/plain': text });
    still.update({ 'text/plain': 'a chart' });
    const ids = sent.map(({ transient }) => transient.display_id);
    sent.length = 0;
    resendDisplays([...new Set(ids), 'of another kernel']);
    assert.deepEqual(
      sent.map(({ data, transient }) => [data, transient.display_id]),
      [[{ 'text/plain': '2 of 2' }, ids[0]]],
    );
  } finally {
    delete require.cache[path];
  }
});
