import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newStream, randomFrom, setSeed } from '../../src/base/random';

test('randomFrom() gives the numbers of MT19937: the reference program prints 3499211612 first for seed 5489', () => {
  const random = randomFrom(5489);
  assert.deepEqual([random.bits(), random.bits(), random.bits()], [3499211612, 581869302, 3890346734]);
});

test('permutation() is torch.randperm() of the same seed', () => {
  assert.deepEqual(randomFrom(42).permutation(10), [2, 6, 1, 8, 4, 5, 0, 9, 3, 7]);
  assert.deepEqual(randomFrom(0).permutation(10), [4, 1, 7, 5, 3, 9, 0, 8, 6, 2]);
});

test('uniform() stays within its bounds, integer() reaches both of its own', () => {
  const random = randomFrom(1);
  const integers = new Set<number>();
  for (let i = 0; i < 1000; i++) {
    const x = random.uniform(-2, 3);
    assert.ok(x >= -2 && x < 3);
    integers.add(random.integer(1, 6));
  }
  assert.deepEqual([...integers].sort(), [1, 2, 3, 4, 5, 6]);
});

test('normal() has the mean and the deviation it is given', () => {
  const random = randomFrom(1);
  const numbers = Array.from({ length: 10_000 }, () => random.normal(5, 2));
  const mean = numbers.reduce((sum, x) => sum + x) / numbers.length;
  const deviation = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
  assert.ok(Math.abs(mean - 5) < 0.06, `${mean}`);
  assert.ok(Math.abs(deviation - 2) < 0.06, `${deviation}`);
});

test('newStream() starts the same streams after the same setSeed()', () => {
  const first = (seed: number) => {
    setSeed(seed);
    return [newStream().bits(), newStream().bits()];
  };
  assert.deepEqual(first(7), first(7));
  assert.notDeepEqual(first(7), first(8));
  assert.notEqual(first(7)[0], first(7)[1]);
});
