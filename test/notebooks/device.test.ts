import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import * as ts from '@tslab/typescript-for-tslab';
import { isOnGpu } from '../../src/index';
import { backend } from '../../src/tensorflow/tfjs-internals';
import { codeCells, folder, readNotebook } from './notebook-file';

/** Runs the one code cell of a lesson that asks for the device; `names` are the variables it finds. */
function runDeviceCell(lesson: string, names: Record<string, unknown>): Record<string, unknown> {
  const [source, ...others] = codeCells(readNotebook(join(folder, lesson))).filter((cell) =>
    cell.includes('isOnGpu()'),
  );
  assert.ok(source && others.length === 0);
  const printed: string[] = [];
  const console = { log: (line: string) => printed.push(line) };
  const script = ts.transpile(source, { target: ts.ScriptTarget.ES2022 });
  const declared = [...script.matchAll(/^const (\w+)/gm)].map(([, name]) => name);
  const given = { console, ...names };
  const run = new Function(...Object.keys(given), `${script}; return { ${declared.join(', ')} };`);
  return { ...run(...Object.values(given)), printed };
}

test('lesson 1 trains in float16 on a GPU, as the post does, and in float32 on a CPU, and says why', () => {
  const precisionOn = (isGpu: boolean) => {
    const learn = { precision: 'float32', toFp16: () => Object.assign(learn, { precision: 'float16' }) };
    const { printed } = runDeviceCell('1-pets.ipynb', { learn, isOnGpu: () => isGpu });
    return [learn.precision, printed];
  };
  assert.deepEqual(precisionOn(true), ['float16', ['GPU: 16 bits, as in the post']]);
  assert.deepEqual(precisionOn(false), ['float32', ['CPU: 32 bits, which are faster here']]);
});

test("lesson 4 takes the post's 240 x 320 pixels on a GPU, fewer on a CPU, and says why", () => {
  const sizeOn = (isGpu: boolean, numFiles: number) => {
    const files = Array.from({ length: numFiles }, () => '');
    const { imageSize, printed } = runDeviceCell('4-biwi.ipynb', { files, isOnGpu: () => isGpu });
    return [imageSize, printed];
  };
  assert.deepEqual(sizeOn(true, 15_678), [[240, 320], ['240 x 320 pixels, as in the post, on a GPU']]);
  assert.deepEqual(sizeOn(true, 864), [[240, 320], ['240 x 320 pixels, as in the post, on a GPU']]);
  assert.deepEqual(sizeOn(false, 15_678), [[144, 192], ['144 x 192 pixels, to save time on a CPU']]);
  assert.deepEqual(sizeOn(false, 864), [[96, 128], ['96 x 128 pixels, to save time on a CPU']]);
});

test('isOnGpu() says what TensorFlow uses', (t) => {
  const device = backend as { isUsingGpuDevice: boolean };
  const before = device.isUsingGpuDevice;
  t.after(() => {
    device.isUsingGpuDevice = before;
  });
  for (const isGpu of [true, false]) {
    device.isUsingGpuDevice = isGpu;
    assert.equal(isOnGpu(), isGpu);
  }
});
