import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed } from '../../src/index';
import { type ParameterRole, scope } from '../../src/layers';
import { assertClose } from '../leaves-no-tensors';

for (const { role, shape, native } of [
  { role: 'convolution', shape: [2, 3, 4, 5], native: [4, 5, 3, 2] },
  { role: 'depthwise', shape: [2, 1, 4, 5], native: [4, 5, 2, 1] },
  { role: 'linear', shape: [2, 3], native: [3, 2] },
  { role: 'bias', shape: [2], native: [2] },
] satisfies { role: ParameterRole; shape: number[]; native: number[] }[]) {
  test(`a ${role} of shape [${shape}] in PyTorch is [${native}] in TensorFlow, and is saved as it was loaded`, () => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i);
    const parameter = scope().declare('p', role, shape, { constant: 0 });
    parameter.load({ shape, values });
    assert.deepEqual(parameter.variable.shape, native);
    assert.deepEqual(parameter.save(), { shape, values });
    parameter.dispose();
  });
}

test('initial weights have the given standard deviation', () => {
  setSeed(1);
  const parameter = scope().declare('p', 'linear', [100, 100], { deviation: 0.5 });
  const { values } = parameter.save();
  const square = values.reduce((sum, v) => sum + v * v, 0) / values.length;
  assertClose([Math.sqrt(square)], [0.5], 0.02);
  parameter.dispose();
});

test('ICNR repeats each filter four times', () => {
  const parameter = scope().declare('p', 'convolution', [8, 3, 1, 1], { icnr: 1 });
  const { values } = parameter.save();
  const filter = (i: number) => [...values.slice(3 * i, 3 * i + 3)];
  assert.deepEqual(filter(1), filter(0));
  assert.deepEqual(filter(3), filter(0));
  assert.notDeepEqual(filter(4), filter(0));
  parameter.dispose();
});
