import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  categoryBlock,
  colReader,
  DataBlock,
  imageBlock,
  indexSplitter,
  multiCategoryBlock,
  parentLabel,
  readCsv,
  regexLabeller,
  type TargetBlock,
} from '../../src/index';
import { temporaryFolder } from '../temporary-folder';
import { paintPets } from './painted';

const folder = temporaryFolder();
before(() => paintPets(folder, 4));
const files = ['cat_0', 'dog_1', 'cat_2', 'dog_3'].map((name) => join(folder, `${name}.jpg`));

const labelled = (labels: readonly unknown[], block: TargetBlock = categoryBlock()) =>
  new DataBlock({
    blocks: [imageBlock(), block],
    getY: (file: string) => labels[files.indexOf(file)],
    splitter: indexSplitter([3]),
  }).datasets(files);

for (const [label, received] of [
  [null, 'null'],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  ['', '""'],
  ['  ', '"  "'],
  [{ breed: 'pug' }, "{ breed: 'pug' }"],
  [['cat'], "[ 'cat' ]"],
  [new Map(), 'Map(0) {}'],
  [Symbol.iterator, 'Symbol(Symbol.iterator)'],
] as const) {
  test(`a label that is ${received} is no class but an error that names the item`, async () => {
    await assert.rejects(labelled(['cat', label, 'cat', 'dog']), (error: Error) => {
      const problem = `Expected the name of a class as label, received ${received}. (item ${files[1]})`;
      assert.equal(error.message.split('\n')[0], problem);
      return true;
    });
  });
}

test('getY that returns nothing, or a promise, is an error that names the item and says why', async () => {
  await assert.rejects(labelled(['cat']), {
    message: `getY returned undefined. (item ${files[1]})\n  A function in braces needs a return, and a map needs an entry for every item.`,
  });
  const promised = Promise.resolve('dog');
  await assert.rejects(labelled(['cat', promised, 'cat', 'dog']), {
    message: `getY returned a promise, which is not a value yet. (item ${files[1]})\n  Leave out async and await in getY. What must be awaited, await before: const labels = await readCsv(file).`,
  });
});

test('getX that returns a promise is an error that names the item', async () => {
  const data = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getX: async (file) => file,
    getY: () => 'cat',
    splitter: indexSplitter([3]),
  });
  await assert.rejects(
    data.datasets(files),
    /^FoveaError: getX returned a promise.*\(item .*\.jpg\)\n {2}Leave out async/,
  );
});

test('a label among several that names no class is an error that names the item', async () => {
  await assert.rejects(labelled([['cat'], ['cat', undefined], [], ['cat']], multiCategoryBlock()), {
    message: `Expected the name of a class as label, received undefined. (item ${files[1]})\n  Give this item a label, or leave it out of the items. An empty cell of a CSV is no label.`,
  });
});

test('a label that names no class is found in the validation set, too', async () => {
  await assert.rejects(labelled(['cat', 'dog', 'cat', '']), /received ""\. \(item .*dog_3\.jpg\)/);
});

test('text that pandas writes for a missing value, or JavaScript for an object, names no class', async () => {
  await assert.rejects(labelled(['a', 'NaN', 'b', 'a']), {
    message:
      `Expected the name of a class as label, received "NaN". (item ${files[1]})\n` +
      '  Give this item a label, or leave it out of the items. An empty cell of a CSV is no label.',
  });
  await assert.rejects(labelled(['a', '[object Promise]', 'b', 'a']), {
    message:
      `Expected the name of a class as label, received "[object Promise]". (item ${files[1]})\n` +
      '  An object was made text before: take the label from its properties. A promise must be awaited.',
  });
});

test('parentLabel() refuses a path without a folder, and what is no path', () => {
  for (const file of ['7.jpg', './7.jpg', '../7.jpg', '/7.jpg', '']) {
    assert.throws(() => parentLabel(file), {
      message: `The path ${JSON.stringify(file)} names no folder that parentLabel could take as label.\n  Give paths with the folder of each class, e.g. pets/beagle/7.jpg, or take labels from the names: regexLabeller.`,
    });
  }
  const row = { fname: '7.jpg' } as unknown as string;
  const cure = 'Items that are rows of a table have their labels in a column: colReader(name).';
  assert.throws(() => parentLabel(row), {
    message: `Expected the path of a file in parentLabel, received { fname: '7.jpg' }.\n  ${cure}`,
  });
  assert.throws(() => regexLabeller(/(.)_/)(row), {
    message: `Expected the path of a file in regexLabeller, received { fname: '7.jpg' }.\n  ${cure}`,
  });
});

async function frameOf(column: readonly string[]) {
  const file = join(folder, 'labels.csv');
  writeFileSync(file, ['fname,label', ...column.map((label, i) => `${files[i]},${label}`), ''].join('\n'));
  return readCsv(file);
}

const ofRows = (
  block: TargetBlock,
  options?: { readonly labelDelimiter: string; readonly allowEmpty?: boolean },
) =>
  new DataBlock({
    blocks: [imageBlock(), block],
    getX: colReader('fname'),
    getY: options ? colReader('label', options) : colReader('label'),
    splitter: indexSplitter([3]),
  });

test('an empty cell of a CSV is no label: the error names its line', async () => {
  await assert.rejects(
    ofRows(categoryBlock()).datasets(await frameOf(['cat', '', 'dog', 'cat'])),
    /^FoveaError: Expected the name of a class as label, received ""\. \(item .*labels\.csv, line 3\)\n {2}Give this item a label/,
  );
  await assert.rejects(
    ofRows(categoryBlock()).datasets(await frameOf(['1', '2', '', '1'])),
    /^FoveaError: Expected the name of a class as label, received NaN\. \(item .*labels\.csv, line 4\)\n/,
  );
});

test('of several labels, an empty cell is an error that names its line, or an image without labels where that is said', async () => {
  const cure =
    '\n  Fill it in, or leave out such rows. If it means an image without labels, say so: { labelDelimiter: ";", allowEmpty: true }.';
  for (const column of [
    ['cat; dog', ' ', 'dog;', 'cat'],
    ['cat', ' ; ', 'dog', 'cat'],
    ['1', '', '2', '1'],
  ]) {
    const frame = await frameOf(column);
    await assert.rejects(ofRows(multiCategoryBlock(), { labelDelimiter: ';' }).datasets(frame), {
      message: `The column "label" is empty in ${frame.file}, line 3.${cure}`,
    });
    const { target } = await ofRows(multiCategoryBlock(), {
      labelDelimiter: ';',
      allowEmpty: true,
    }).datasets(frame);
    assert.deepEqual(target.vocabulary, column[0] === '1' ? ['1', '2'] : ['cat', 'dog']);
  }
});

test('colReader() makes no path of an empty cell, and needs a delimiter that is not empty', async () => {
  const [, row] = (await frameOf(['cat', '', 'dog', 'cat'])).rows;
  assert.throws(
    () => colReader('label', { suffix: '.jpg' })(row),
    /^FoveaError: The column "label" is empty in .*labels\.csv, line 3\.\n {2}Fill it in, or leave out such rows\.$/,
  );
  assert.throws(() => colReader('label', { labelDelimiter: '' }), /labelDelimiter of colReader is empty/);
});

test('classes that are numbers, also as text, are sorted by value: 2 before 10', async () => {
  const vocabularyOf = (labels: readonly (string | number)[]) => categoryBlock().fit(labels).vocabulary;
  assert.deepEqual(vocabularyOf([10, 2, 33, 2]), ['2', '10', '33']);
  assert.deepEqual(vocabularyOf(['10', '2', '-1.5']), ['-1.5', '2', '10']);
  assert.deepEqual(vocabularyOf(['10', '2', 'pug']), ['10', '2', 'pug']);
  assert.deepEqual(multiCategoryBlock().fit([[10, 2], ['1']]).vocabulary, ['1', '2', '10']);
  const { target } = await ofRows(categoryBlock()).datasets(await frameOf(['10', '2', '9', '10']));
  assert.deepEqual(target.vocabulary, ['2', '9', '10']);
});

test('labels that differ only in white space around them, or in Unicode form, are one class', () => {
  assert.deepEqual(categoryBlock().fit(['caf\u00e9', 'cafe\u0301', ' café ']).vocabulary, ['caf\u00e9']);
});

test('vocab may hold numbers and truth values, and knows them', async () => {
  const block = categoryBlock({ vocab: [0, 1, 2] });
  assert.deepEqual(block.vocabulary, ['0', '1', '2']);
  for (const label of [2, '2'])
    assert.deepEqual(await (await block.open(label)).load(), { values: Int32Array.of(2), shape: [] });
  assert.deepEqual(categoryBlock({ vocab: [false, true] }).fit([true]).vocabulary, ['false', 'true']);
  assert.throws(
    () => block.check?.(3),
    /^FoveaError: Label "3" was not included in the training dataset\. It knows "0", "1", "2"\.\n/,
  );
});

test('vocab must be a list that names each class once', () => {
  assert.throws(() => categoryBlock({ vocab: ['cat', 'dog', 'cat'] }), {
    message:
      'The vocab of categoryBlock names the class "cat" twice.\n  Name each class once: a label must have one index.',
  });
  assert.throws(() => multiCategoryBlock({ vocab: ['cat', ''] }), {
    message:
      'Expected the name of a class as label, received "". (vocab[1] of multiCategoryBlock)\n  Name every class.',
  });
  assert.throws(() => categoryBlock({ vocab: 'cat' as unknown as string[] }), {
    message: `Expected a list of classes as vocab of categoryBlock, received "cat".\n  Name the classes in the order of their indices, e.g. vocab: ['cat', 'dog'].`,
  });
});

test('classes of a vocabulary that no training item has are named, also where the split leaves them out', async (t) => {
  const warn = t.mock.method(console, 'warn', () => undefined);
  const said = () => {
    const texts = warn.mock.calls.map(({ arguments: [text] }) => text);
    warn.mock.resetCalls();
    return texts;
  };
  const frame = await frameOf(['cat', 'dog', 'cat', 'pug']);
  await ofRows(categoryBlock({ vocab: ['cat', 'dog', 'pug'] })).datasets(frame);
  assert.deepEqual(said(), [
    '1 of 3 classes has no training items and cannot be learned: "pug". Check labels and split, or leave it out of vocab.',
  ]);
  const birds = ['owl', 'jay', 'tit', 'emu', 'rook'];
  const vocab = ['cat', 'dog', 'pug', ...birds];
  await ofRows(multiCategoryBlock({ vocab }), { labelDelimiter: ' ' }).datasets(frame);
  assert.deepEqual(said(), [
    '6 of 8 classes have no training items and cannot be learned: "pug", "owl", "jay", "tit", "emu" and 1 more. Check labels and split, or leave them out of vocab.',
  ]);
  await ofRows(categoryBlock({ vocab: ['dog', 'cat'] })).datasets(
    await frameOf(['cat', 'dog', 'cat', 'cat']),
  );
  await ofRows(categoryBlock()).datasets(await frameOf(['cat', 'dog', 'cat', 'cat']));
  assert.deepEqual(said(), []);
});
