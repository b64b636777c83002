import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { writeOutputsBack } from '../../../src/cli/notebooks/outputs';
import { root } from '../../../src/cli/repository';
import { encodeJpeg } from '../../../src/images/encode';
import { temporaryFolder } from '../../temporary-folder';

type Outputs = readonly Record<string, unknown>[];

const SOURCE = 'const a = 1;\nawait a;';
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1">\n<rect width="1" height="1" fill="#f00"/><rect x="1" width="1" height="1" fill="#00f"/></svg>';
const METADATA = { kernelspec: { name: 'tslab' } };

/** A notebook of one code cell, and the copy a run made of it. */
function executedWith(
  outputs: Outputs,
  { source = SOURCE, metadata = { fovea: { minutes: 3 } } }: { source?: string; metadata?: object } = {},
) {
  const folder = temporaryFolder();
  const [executed, notebook] = [join(folder, 'executed.ipynb'), join(folder, 'notebook.ipynb')];
  const cell = { cell_type: 'code', id: 'one', metadata: {} };
  const run = {
    cells: [{ ...cell, source: [source], execution_count: 1, outputs }],
    metadata,
  };
  writeFileSync(executed, JSON.stringify(run));
  const committed = {
    cells: [{ ...cell, source: SOURCE, execution_count: null, outputs: [] }],
    metadata: METADATA,
  };
  writeFileSync(notebook, JSON.stringify(committed));
  return { executed, notebook, read: () => JSON.parse(readFileSync(notebook, 'utf8')) };
}

const printed = (text: string) => ({ output_type: 'stream', name: 'stdout', text: [text] });
const shown = (data: Record<string, unknown>) => ({ output_type: 'display_data', metadata: {}, data });

test('writeOutputsBack() puts outputs and prompts into the notebook and leaves the rest of it as it is', async () => {
  const { executed, notebook, read } = executedWith([printed('error_rate 0.189\n')]);
  await writeOutputsBack(executed, notebook);
  const { cells, metadata } = read();
  assert.deepEqual(cells[0], {
    cell_type: 'code',
    id: 'one',
    metadata: {},
    source: SOURCE,
    execution_count: 1,
    outputs: [printed('error_rate 0.189\n')],
  });
  assert.deepEqual(metadata, METADATA);
});

test('writeOutputsBack() joins what was printed in pieces, but not two streams', async () => {
  const warning = { output_type: 'stream', name: 'stderr', text: ['careful\n'] };
  const { executed, notebook, read } = executedWith([printed('a'), printed('b\nc'), warning, printed('d')]);
  await writeOutputsBack(executed, notebook);
  assert.deepEqual(read().cells[0].outputs, [{ ...printed(''), text: ['ab\n', 'c'] }, warning, printed('d')]);
});

test('writeOutputsBack() writes the times of epochs as --:--', async () => {
  const html =
    '<tr><td>0</td><td>0.5</td><td class="n">01:02</td></tr>\n<tr><td>1</td><td>0.4</td><td>1:02:05</td></tr>';
  const { executed, notebook, read } = executedWith([
    shown({ 'text/html': html, 'text/plain': ['epoch  time\n', '    0  01:02\n', '    1  1:02:05'] }),
  ]);
  await writeOutputsBack(executed, notebook);
  assert.deepEqual(read().cells[0].outputs[0].data, {
    'text/html': [
      '<tr><td>0</td><td>0.5</td><td class="n">--:--</td></tr>\n',
      '<tr><td>1</td><td>0.4</td><td>  --:--</td></tr>',
    ],
    'text/plain': ['epoch  time\n', '    0  --:--\n', '    1    --:--'],
  });
});

test('writeOutputsBack() keeps the drawing of a chart and leaves out the version that needs a script', async () => {
  const [vega, plotly] = ['application/vnd.vegalite.v5+json', 'application/vnd.plotly.v1+json'];
  const { executed, notebook, read } = executedWith([
    shown({ [vega]: {}, 'image/svg+xml': SVG, 'text/plain': 'a chart' }),
    shown({ [plotly]: {}, 'text/plain': 'no drawing' }),
  ]);
  await writeOutputsBack(executed, notebook);
  const types = read().cells[0].outputs.map(({ data }: { data: object }) => Object.keys(data));
  assert.deepEqual(types, [
    ['image/png', 'image/svg+xml', 'text/plain'],
    [plotly, 'text/plain'],
  ]);
});

test('writeOutputsBack() leaves out the identity of a display, another one in each run', async () => {
  const { executed, notebook, read } = executedWith([
    { ...shown({ 'text/plain': 'a' }), metadata: { fovea_display: '1-2-3', 'image/png': { width: 2 } } },
  ]);
  await writeOutputsBack(executed, notebook);
  assert.deepEqual(read().cells[0].outputs[0].metadata, { 'image/png': { width: 2 } });
});

test('writeOutputsBack() adds a PNG of twice the pixels to a drawing, for pages that are not trusted', async () => {
  const { executed, notebook, read } = executedWith([
    shown({ 'image/svg+xml': SVG, 'text/plain': 'a chart' }),
  ]);
  await writeOutputsBack(executed, notebook);
  const { data, metadata } = read().cells[0].outputs[0];
  assert.deepEqual(metadata, { 'image/png': { width: 2, height: 1 } });
  assert.deepEqual(data['image/svg+xml'], SVG.split(/(?<=\n)/));
  const png = sharp(Buffer.from(data['image/png'], 'base64')).removeAlpha().raw();
  const pixels = await png.toBuffer({ resolveWithObject: true });
  assert.deepEqual([pixels.info.width, pixels.info.height], [4, 2]);
  const row = [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255];
  assert.deepEqual([...pixels.data], [...row, ...row]);
});

test('writeOutputsBack() takes over what the kernel says of itself, and writes the file as Jupyter does', async () => {
  const { executed, notebook } = executedWith([printed('a\u2028b\r\nc\n')], {
    metadata: {
      kernelspec: { name: 'tslab', display_name: 'TypeScript (tslab)' },
      language_info: { version: '5', name: 'typescript' },
    },
  });
  await writeOutputsBack(executed, notebook);
  const expected = [
    '{\n "cells": [\n  {\n   "cell_type": "code",\n   "execution_count": 1,\n   "id": "one",\n   "metadata": {},\n   "outputs": [\n',
    '    {\n     "name": "stdout",\n     "output_type": "stream",\n     "text": [\n      "a\u2028",\n      "b\\r\\n",\n      "c\\n"\n     ]\n    }\n   ],\n',
    '   "source": "const a = 1;\\nawait a;"\n  }\n ],\n "metadata": {\n  "kernelspec": {\n   "display_name": "TypeScript (tslab)",\n   "name": "tslab"\n  },\n',
    '  "language_info": {\n   "name": "typescript",\n   "version": "5"\n  }\n }\n}\n',
  ];
  assert.equal(readFileSync(notebook, 'utf8'), expected.join(''));
});

test('writeOutputsBack() leaves out the rows of an epoch table, whose times differ from run to run', async () => {
  const records = { learner: 'resnet34', epochs: [{ epoch: 0, train_loss: 0.5, metrics: {}, seconds: 2 }] };
  const { executed, notebook, read } = executedWith([
    shown({ 'application/vnd.fovea.epochs+json': records, 'text/plain': 'a table' }),
  ]);
  await writeOutputsBack(executed, notebook);
  assert.deepEqual(read().cells[0].outputs[0].data, { 'text/plain': ['a table'] });
});

test('writeOutputsBack() makes thumbnails of the images of a grid, smaller ones if there are many', async () => {
  const size = 600;
  const pixels = Uint8Array.from({ length: size * size * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
  const jpeg = (await encodeJpeg({ width: size, height: size, pixels })).toString('base64');
  const grid = (count: number) =>
    shown({
      'text/html': `<img src="data:image/jpeg;base64,${jpeg}" alt="a">`.repeat(count),
      'text/plain': '',
    });
  const lengths: number[] = [];
  for (const count of [1, 80]) {
    const { executed, notebook, read } = executedWith([grid(count)]);
    await writeOutputsBack(executed, notebook);
    assert.ok(readFileSync(notebook).length <= 1.5e6);
    const [first] = read()
      .cells[0].outputs[0].data['text/html'].join('')
      .match(/data:[^"]*/);
    lengths.push(first.length);
  }
  assert.ok(lengths[1] < lengths[0] && lengths[0] < jpeg.length, `${lengths}, ${jpeg.length}`);
});

test('writeOutputsBack() gives the same notebook again from the same run', async () => {
  const { executed, notebook } = executedWith([
    printed('a\n'),
    shown({ 'text/html': '<b>x</b>', 'text/plain': 'x' }),
  ]);
  await writeOutputsBack(executed, notebook);
  const once = readFileSync(notebook, 'utf8');
  await writeOutputsBack(executed, notebook);
  assert.equal(readFileSync(notebook, 'utf8'), once);
});

/** Tries to write, and checks that the notebook is untouched. */
async function refuses(
  { executed, notebook }: { executed: string; notebook: string },
  message: RegExp,
  options = {},
): Promise<void> {
  const before = readFileSync(notebook, 'utf8');
  await assert.rejects(writeOutputsBack(executed, notebook, options), message);
  assert.equal(readFileSync(notebook, 'utf8'), before);
}

test('writeOutputsBack() refuses a notebook that was changed since it was run', async () => {
  await refuses(
    executedWith([], { source: 'const b = 2;' }),
    /^FoveaError: notebook\.ipynb was changed since it was run; nothing was written\.\n {2}Run it again\.$/,
  );
});

test('writeOutputsBack() refuses an output that names a folder of this machine', async () => {
  await refuses(
    executedWith([printed(`found in ${join(root, 'data')}`)]),
    /notebook\.ipynb names the folder .* it was not written/,
  );
});

test('writeOutputsBack() refuses an output that names the data folder', async () => {
  await refuses(
    executedWith([printed('/mnt/photos/oxford-iiit-pet')]),
    /names the folder \/mnt\/photos; it was not written/,
    { data: '/mnt/photos' },
  );
});

test('writeOutputsBack() refuses more than 1.5 MB', async () => {
  await refuses(executedWith([printed('x'.repeat(1_600_000))]), /has 1\.6 MB, more than 1\.5 MB/);
});
