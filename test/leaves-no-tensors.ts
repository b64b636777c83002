import assert from 'node:assert/strict';
import { tf } from '../src/index';

/** Runs `f`, and fails if it leaves tensors behind. */
export async function leavesNoTensors(f: () => void | Promise<void>): Promise<void> {
  const before = tf.memory().numTensors;
  await f();
  assert.equal(tf.memory().numTensors, before, 'tensors were left behind');
}

/** Asserts that two lists of numbers agree within an absolute tolerance. */
export function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  assert.equal(actual.length, expected.length, 'lengths differ');
  for (let i = 0; i < expected.length; i++) {
    const message = `at ${i}: ${actual[i]} is not within ${tolerance} of ${expected[i]}`;
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, message);
  }
}
