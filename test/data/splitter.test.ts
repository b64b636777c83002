import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { setSeed } from '../../src/base/random';
import {
  checkSplit,
  colSplitter,
  fileSplitter,
  funcSplitter,
  grandparentSplitter,
  indexSplitter,
  randomSplitter,
} from '../../src/data/splitter';
import { temporaryFolder } from '../temporary-folder';

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

test('randomSplitter({ validPct: 0 }) leaves nothing for validation, and that is no mistake', () => {
  const split = randomSplitter({ validPct: 0, seed: 42 })(items(3));
  assert.deepEqual([...split.train].sort(), [0, 1, 2]);
  assert.deepEqual(split.valid, []);
  checkSplit(split, 3);
  // A fifth of four items is none, which nobody asked for.
  assert.throws(
    () => checkSplit(randomSplitter()(items(4)), 4),
    /^FoveaError: The splitter left no items for validation: of 4, 4 are for training.*\n.*To train on all items: randomSplitter\(\{ validPct: 0 \}\)\.$/,
  );
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

const folder = temporaryFolder();
const files = ['d/a.jpg', 'd/b c.jpg', 'd/caf\u00e9.jpg', 'd/x.jpg'];

function listOf(text: string): string {
  const list = join(folder, 'valid.txt');
  writeFileSync(list, text);
  return list;
}

test('fileSplitter() finds the files of a list with white space, a byte order mark or another Unicode form', () => {
  const list = listOf('\ufeffa.jpg \r\n\tb c.jpg\r\n\r\ncafe\u0301.jpg\t');
  assert.deepEqual(fileSplitter(list)(files), { train: [3], valid: [0, 1, 2] });
});

test('fileSplitter() refuses a list in Latin-1, whose names would be left in the training set', () => {
  const list = join(folder, 'latin1.txt');
  writeFileSync(list, Buffer.from('a.jpg\ncaf\xe9.jpg\n', 'latin1'));
  assert.throws(() => fileSplitter(list)(files), {
    message:
      `The list of fileSplitter, ${list}, is not text in UTF-8.\n` +
      '  Save it again as UTF-8: names that are read wrong would be left in the training set.',
  });
});

test('fileSplitter() names a list that is missing, no file, or empty', () => {
  const cure = 'Give the path of a text file with one file name per line.';
  const gone = join(folder, 'gone.txt');
  assert.throws(() => fileSplitter(gone)(files), {
    message: `The list of fileSplitter, ${gone}, was not found.\n  ${cure}`,
  });
  assert.throws(() => fileSplitter(folder)(files), {
    message: `The list of fileSplitter, ${folder}, cannot be read: it is a folder.\n  ${cure}`,
  });
  for (const value of [undefined, '', 'a\0b']) {
    assert.throws(() => fileSplitter(value as string)(files), {
      message: `Expected the path of a list in fileSplitter, received ${inspect(value)}.\n  ${cure}`,
    });
  }
  const empty = listOf(' \n\n');
  assert.throws(() => fileSplitter(empty)(files), {
    message: `The list of fileSplitter, ${empty}, is empty.\n  It must hold one file name per line.`,
  });
});

test('fileSplitter() says how names must be written if its list names none of the files', () => {
  const list = listOf('d/a.jpg\nd/x.jpg\n');
  assert.throws(() => fileSplitter(list)(files), {
    message: `${list} names none of the 4 files: its first name is "d/a.jpg", the first file "a.jpg".\n  It must hold one file name per line, with the extension and without folders.`,
  });
});

test('a splitter that returns a promise is refused', () => {
  assert.throws(
    () => funcSplitter((async () => false) as never)(files),
    /^FoveaError: The function of funcSplitter returned a promise, which is neither true nor false\./,
  );
  const promise = Promise.resolve({ train: [0], valid: [1] });
  assert.throws(
    () => checkSplit(promise as never, 2),
    /^FoveaError: Expected \{ train, valid \} with a list of indices each from the splitter, received Promise/,
  );
});

test('splitters of paths refuse rows, and colSplitter() an empty value', () => {
  const rows = [{ fname: 'a.jpg', is_valid: true }] as never;
  assert.throws(() => grandparentSplitter()(rows), {
    message:
      "Expected the path of a file in grandparentSplitter, received { fname: 'a.jpg', is_valid: true }.\n  Rows of a table are split by a column, colSplitter(name), or at random.",
  });
  assert.throws(
    () => fileSplitter(listOf('a.jpg'))(rows),
    /^FoveaError: Expected the path of a file in fileSplitter/,
  );
  assert.throws(
    () => colSplitter()([{ is_valid: 1 }, { is_valid: Number.NaN }]),
    /^FoveaError: The column "is_valid" is empty in the item \{ is_valid: NaN \}\.\n {2}Fill it in/,
  );
});

test('randomSplitter() refuses a seed that would not be the same on another machine, and a fraction in text', () => {
  for (const seed of [-1, 1.5, 2 ** 32, '42', null]) {
    assert.throws(() => randomSplitter({ seed: seed as number }), {
      name: 'FoveaError',
      message: /^Expected an integer in \[0, 2\^32\) as seed of randomSplitter, received /,
    });
  }
  for (const validPct of ['0.2', null, Number.NaN]) {
    assert.throws(
      () => randomSplitter({ validPct: validPct as number }),
      /^FoveaError: Expected validPct of randomSplitter/,
    );
  }
});

test('funcSplitter() knows a promise of another JavaScript context, too', () => {
  const isValid = runInNewContext('async (item) => item < 1');
  assert.throws(
    () => funcSplitter(isValid)(['1', '2']),
    /^FoveaError: The function of funcSplitter returned a promise/,
  );
});

test('colSplitter() names the empty value that made text of a column of True and False', () => {
  const split = colSplitter();
  assert.deepEqual(split([{ is_valid: 'True' }, { is_valid: 'False' }, { is_valid: 'true' }]), {
    train: [1],
    valid: [0, 2],
  });
  assert.throws(() => split([{ is_valid: 'True' }, { is_valid: '' }]), /The column "is_valid" is empty/);
});
