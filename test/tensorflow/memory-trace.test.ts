import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/index';
import { castTo } from '../../src/tensorflow/kernel';
import { traceMemory } from '../../src/tensorflow/memory-trace';
import { leavesNoTensors } from '../leaves-no-tensors';

test('traceMemory() notes the bytes that are held after each operation: what is freed does not count, what shares memory counts once', () =>
  leavesNoTensors(async () => {
    const x = tf.fill([10, 10], 2);
    const held = traceMemory(() => {
      const sum = tf.add(x, x);
      const line = tf.reshape(sum, [100]);
      sum.dispose();
      const other = tf.mul(line, line);
      line.dispose();
      const narrow = castTo(other, 'bfloat16');
      other.dispose();
      tf.abs(narrow).dispose();
      narrow.dispose();
    });
    // 100 numbers of 4 bytes, and the shape of the line; two of them; one and a half of them; two halves.
    assert.deepEqual([...new Set(held)], [400, 404, 800, 600]);
    assert.equal(held.at(-1), 400);
    x.dispose();
  }));

test('traceMemory() ends with its function, also where that throws', () => {
  assert.throws(() =>
    traceMemory(() => {
      throw new Error('stopped');
    }),
  );
  const held = traceMemory(() => {});
  tf.tidy(() => tf.square(tf.scalar(3)));
  assert.deepEqual(held, []);
});
