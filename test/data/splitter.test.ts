import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed } from '../../src/base/random';
import {
  checkSplit,
  funcSplitter,
  grandparentSplitter,
  indexSplitter,
  randomSplitter,
} from '../../src/data/splitter';

const items = (n: number) => Array.from({ length: n }, (_, i) => i);

test('randomSplitter() splits as fastai with torch does', () => {
  // fastai 2.8.12: RandomSplitter(seed=42)(range(10)).
  assert.deepEqual(randomSplitter({ seed: 42 })(items(10)), {
    train: [1, 8, 4, 5, 0, 9, 3, 7],
    valid: [2, 6],
  });
  const pets = randomSplitter({ seed: 42 })(items(7390));
  assert.deepEqual([pets.train.length, pets.valid.length], [5912, 1478]);
  assert.deepEqual(pets.valid.slice(0, 8), [4512, 4290, 5770, 706, 2200, 4320, 6450, 501]);
  assert.deepEqual(pets.train.slice(0, 8), [5643, 5317, 5806, 3460, 613, 5456, 2968, 3741]);
});

test('randomSplitter() without a seed follows setSeed', () => {
  setSeed(5);
  const first = randomSplitter()(items(50));
  const second = randomSplitter()(items(50));
  setSeed(5);
  assert.deepEqual(randomSplitter()(items(50)), first);
  assert.notDeepEqual(second, first);
});

test('randomSplitter() refuses percentages instead of fractions', () => {
  assert.throws(() => randomSplitter({ validPct: 20 }), {
    message: 'Expected validPct of randomSplitter between 0 and 1, received 20.\n  A fifth is 0.2.',
  });
});

test('indexSplitter(), funcSplitter() and grandparentSplitter() keep the order of the items', () => {
  assert.deepEqual(indexSplitter([3, 1])(items(5)), { train: [0, 2, 4], valid: [3, 1] });
  assert.deepEqual(funcSplitter<number>((n) => n % 2 === 1)(items(5)), { train: [0, 2, 4], valid: [1, 3] });
  const files = ['d/valid/a/1.jpg', 'd/train/a/2.jpg', 'd/test/a/3.jpg', 'd/train/b/4.jpg'];
  assert.deepEqual(grandparentSplitter()(files), { train: [1, 3], valid: [0] });
});

test('indexSplitter() refuses an index that is out of range', () => {
  assert.throws(
    () => indexSplitter([5])(items(5)),
    /Index 5 of indexSplitter is out of range: there are 5 items\.*\n.*0 to 4/,
  );
});

test('a split with an empty set or an item in both sets is refused', () => {
  assert.throws(
    () => checkSplit({ train: [0, 1], valid: [] }, 2),
    /^FoveaError: The splitter left no items for validation: of 2, 2 are for training and 0/,
  );
  assert.throws(() => checkSplit({ train: [], valid: [0] }, 1), /left no items for training/);
  assert.throws(
    () => checkSplit({ train: [0, 1], valid: [1] }, 2),
    /^FoveaError: The splitter returned item 1 twice\./,
  );
});
