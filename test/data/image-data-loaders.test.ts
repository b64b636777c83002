import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import {
  type DataLoader,
  type DataLoaders,
  getImageFiles,
  imageDataLoaders,
  normalize,
  readCsv,
  regressionBlock,
  resize,
  resnet18,
  visionLearner,
} from '../../src/index';
import { leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';
import { paintPets } from './painted';

const root = temporaryFolder();
const folderOf = (name: string) => join(root, name);
const itemTransforms = [resize(16)];
const options = { itemTransforms, seed: 42 };

/** `cat_0.jpg`, `dog_1.jpg`, ..., in one folder. */
const flat = folderOf('flat');
before(() => paintPets(flat, 10));

/** Names and labels of a loader's items, as a batch has them. */
async function labelled(dls: DataLoaders, loader: DataLoader): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  await leavesNoTensors(async () => {
    for await (const batch of loader.batches()) {
      assert.deepEqual(batch.inputs.shape, [batch.items.length, 16, 16, 3]);
      const labels = dls.target.decode(batch.targets);
      batch.items.forEach((item, i) => {
        const file = typeof item === 'string' ? item : String(Object.values(item as object)[0]);
        found[basename(file)] = labels[i];
      });
      batch.dispose();
    }
  });
  return found;
}

const sizes = ({ train, valid }: DataLoaders) => [train.numItems, valid.numItems];

test('fromFolder() takes the folders train and valid, each with a folder for each class', async () => {
  const path = folderOf('sets');
  for (const inner of ['train/cat', 'train/dog', 'valid/cat', 'valid/dog', 'test/cat']) {
    await paintPets(join(path, inner), 2);
  }
  const dls = await imageDataLoaders.fromFolder(path, { itemTransforms });
  assert.deepEqual(dls.vocabulary, ['cat', 'dog']);
  assert.deepEqual(sizes(dls), [4, 4]);
  const labels = [];
  for await (const batch of dls.valid.batches()) {
    labels.push(...dls.target.decode(batch.targets));
    batch.dispose();
  }
  assert.deepEqual(labels, ['cat', 'cat', 'dog', 'dog']);
  const named = await imageDataLoaders.fromFolder(path, { valid: 'test', itemTransforms });
  assert.deepEqual(sizes(named), [4, 2]);
});

test('fromFolder({ validPct }) takes one folder for each class', async () => {
  const path = folderOf('classes');
  for (const inner of ['2', '10']) await paintPets(join(path, inner), 5);
  const dls = await imageDataLoaders.fromFolder(path, { validPct: 0.2, ...options });
  assert.deepEqual(
    [dls.vocabulary, sizes(dls)],
    [
      ['2', '10'],
      [8, 2],
    ],
  );
  const ordered = await imageDataLoaders.fromFolder(path, { validPct: 0.2, vocab: [10, 2], ...options });
  assert.deepEqual(ordered.vocabulary, ['10', '2']);
  const all = await imageDataLoaders.fromFolder(path, { validPct: 0, ...options });
  assert.deepEqual(sizes(all), [10, 0]);
});

test('fromFolder() names the folders that it did not find, and those there are', async () => {
  const path = folderOf('breeds');
  for (const inner of ['beagle', 'pug']) mkdirSync(join(path, inner), { recursive: true });
  await assert.rejects(imageDataLoaders.fromFolder(path), {
    message:
      `There is no folder train and no folder valid in ${path}; its folders are beagle, pug.\n` +
      '  If these are the folders of the classes, split at random: { validPct: 0.2 }. If the sets have other names: { train: "training", valid: "test" }.',
  });
  await assert.rejects(
    imageDataLoaders.fromFolder(folderOf('gone')),
    /^FoveaError: The folder .*gone was not found\./,
  );
});

test('fromNameRegex() takes labels from names, fromPathRegex() from paths', async () => {
  const files = await getImageFiles(flat);
  const byName = await imageDataLoaders.fromNameRegex(flat, {
    files,
    pattern: /^(.+)_\d+\.jpg$/,
    ...options,
  });
  assert.deepEqual(
    [byName.vocabulary, sizes(byName)],
    [
      ['cat', 'dog'],
      [8, 2],
    ],
  );
  const byPath = await imageDataLoaders.fromPathRegex(flat, { files, pattern: '/flat/(.+)_', ...options });
  assert.deepEqual(byPath.valid.items, byName.valid.items);
  assert.deepEqual(await labelled(byPath, byPath.valid), await labelled(byName, byName.valid));
});

test('fromNameFunc() takes labels from names, fromPathFunc() from paths', async () => {
  // Names relative to the folder, and labels that are truth values.
  const files = ['cat_0.jpg', 'dog_1.jpg', 'cat_2.jpg', 'dog_3.jpg', 'cat_4.jpg'];
  const seen: string[] = [];
  const byName = await imageDataLoaders.fromNameFunc(flat, {
    files: files.map((file) => join(flat, file)),
    labelFunc: (name) => {
      seen.push(name);
      return name.startsWith('cat');
    },
    ...options,
  });
  assert.deepEqual([...seen].sort(), [...files].sort());
  assert.deepEqual(byName.vocabulary, ['false', 'true']);
  const byPath = await imageDataLoaders.fromPathFunc(flat, {
    files,
    labelFunc: (file) => file[0],
    ...options,
  });
  const [file] = byPath.valid.items as string[];
  const name = basename(file);
  assert.equal(file, join(flat, name));
  assert.deepEqual(await labelled(byPath, byPath.valid), { [name]: name[0] });
});

async function csvOf(name: string, lines: readonly string[]): Promise<string> {
  writeFileSync(join(flat, name), `${lines.join('\n')}\n`);
  return name;
}

test('fromCsv() takes labels.csv: files in the first column, labels in the second', async () => {
  await csvOf('labels.csv', [
    'image,breed',
    ...['cat_0,cat', 'dog_1,dog', 'cat_2,cat', 'dog_3,dog', 'cat_4,cat'],
  ]);
  const dls = await imageDataLoaders.fromCsv(flat, { suffix: '.jpg', ...options });
  assert.deepEqual(
    [dls.vocabulary, sizes(dls)],
    [
      ['cat', 'dog'],
      [4, 1],
    ],
  );
  const [[name, label]] = Object.entries(await labelled(dls, dls.valid));
  assert.equal(label, name.slice(0, 3));
});

test('fromCsv() takes several labels, another delimiter, and a column that says what is for validation', async () => {
  const csvName = await csvOf('train.csv', [
    'fname;labels;is_valid',
    'flat/cat_0.jpg;cat red;False',
    'flat/dog_1.jpg;dog;False',
    'flat/cat_2.jpg;;True',
    'flat/dog_3.jpg;dog red;True',
  ]);
  const dls = await imageDataLoaders.fromCsv(flat, {
    csvName,
    delimiter: ';',
    folder: '..',
    labelDelimiter: ' ',
    allowEmpty: true,
    validCol: 'is_valid',
    itemTransforms,
  });
  assert.deepEqual(dls.vocabulary, ['cat', 'dog', 'red']);
  assert.deepEqual(await labelled(dls, dls.valid), { 'cat_2.jpg': [], 'dog_3.jpg': ['dog', 'red'] });
});

test('fromCsv() names the line of an image without labels, and of one that is neither for training nor for validation', async () => {
  const csvName = await csvOf('gaps.csv', [
    'fname,labels,colour,split',
    'cat_0.jpg,cat small,red,train',
    'dog_1.jpg,,red,valid',
    'cat_2.jpg,cat,,train',
  ]);
  const file = join(flat, csvName);
  const gaps = { csvName, validPct: 0, itemTransforms };
  await assert.rejects(imageDataLoaders.fromCsv(flat, { ...gaps, labelDelimiter: ' ' }), {
    message: `The column "labels" is empty in ${file}, line 3.\n  Fill it in, or leave out such rows. If it means an image without labels, say so: { labelDelimiter: " ", allowEmpty: true }.`,
  });
  const labelCol = ['labels', 'colour'];
  await assert.rejects(
    imageDataLoaders.fromCsv(flat, { ...gaps, labelCol }),
    /^FoveaError: Expected the name of a class as label, received ""\. \(item .*gaps\.csv, line [34]\)\n {2}Give this item a label/,
  );
  const both = await imageDataLoaders.fromCsv(flat, { ...gaps, labelCol, allowEmpty: true });
  assert.deepEqual(both.vocabulary, ['cat', 'cat small', 'red']);
  await assert.rejects(imageDataLoaders.fromCsv(flat, { ...gaps, labelCol: 'colour', validCol: 'split' }), {
    message: `Expected True or False in column "split" of ${file}, line 2, received "train".\n  Give validCol a column of True for validation and False for training, or of 1 and 0. Without validCol the split is random.`,
  });
});

test('fromFrame() takes a table, and columns by name: several of them are several labels', async () => {
  const csvName = await csvOf('several.csv', [
    'id,kind,colour,name,age,weight',
    '0,cat,red,cat_0.jpg,1,4.5',
    '1,dog,blue,dog_1.jpg,2,20',
    '2,cat,red,cat_2.jpg,3,5',
    '3,dog,blue,dog_3.jpg,4,21',
    '4,cat,red,cat_4.jpg,5,6',
  ]);
  const frame = await readCsv(join(flat, csvName));
  const columns = { path: root, folder: 'flat', fnCol: 'name', ...options };
  const kinds = await imageDataLoaders.fromFrame(frame, { ...columns, labelCol: ['kind', 'colour'] });
  assert.deepEqual(kinds.vocabulary, ['blue', 'cat', 'dog', 'red']);
  const numbers = await imageDataLoaders.fromFrame(frame, {
    ...columns,
    labelCol: ['age', 5],
    yBlock: regressionBlock(),
  });
  const batch = await numbers.oneBatch();
  assert.deepEqual([numbers.target.numOutputs, batch.targets.shape], [2, [4, 2]]);
  batch.dispose();
  const rows = await imageDataLoaders.fromFrame(frame.rows, { ...columns, labelCol: 'kind' });
  assert.deepEqual(rows.vocabulary, ['cat', 'dog']);
});

test('fromFrame() names a column that is missing, and the line of an empty file name', async () => {
  const frame = await readCsv(join(flat, await csvOf('one.csv', ['name', 'cat_0.jpg'])));
  await assert.rejects(imageDataLoaders.fromFrame(frame), (error: Error) => {
    assert.match(
      error.message,
      /^There is no column 1 in .*one\.csv: it has 1, counted from 0: name\.\n {2}Name the columns/,
    );
    return true;
  });
  const empty = await readCsv(join(flat, await csvOf('empty.csv', ['name,kind', 'cat_0.jpg,cat', ',dog'])));
  await assert.rejects(
    imageDataLoaders.fromFrame(empty, { path: flat, validPct: 0.5 }),
    /^FoveaError: The column "name" is empty in .*empty\.csv, line 3\./,
  );
});

test('fromLists() takes classes, lists of classes, or numbers, one for each file', async () => {
  const files = ['cat_0.jpg', 'dog_1.jpg', 'cat_2.jpg', 'dog_3.jpg', 'cat_4.jpg'];
  const from = (labels: readonly unknown[]) =>
    imageDataLoaders.fromLists(flat, { files, labels, ...options });
  const classes = await from(['cat', 'dog', 'cat', 'dog', 'cat']);
  assert.deepEqual(
    [classes.target.name, classes.vocabulary, sizes(classes)],
    ['category', ['cat', 'dog'], [4, 1]],
  );
  const whole = await from([10, 2, 10, 2, 10]);
  assert.deepEqual([whole.target.name, whole.vocabulary], ['category', ['2', '10']]);
  const several = await from([['cat'], [], ['cat', 'red'], ['cat'], ['red']]);
  assert.deepEqual([several.target.name, several.vocabulary], ['multi-category', ['cat', 'red']]);
  const numbers = await from([1, 2.5, 3, 4, 5]);
  assert.deepEqual([numbers.target.name, numbers.target.numOutputs], ['regression', 1]);
  const file = basename(numbers.valid.items[0] as string);
  assert.deepEqual(await labelled(numbers, numbers.valid), {
    [file]: [1, 2.5, 3, 4, 5][files.indexOf(file)],
  });
});

test('fromLists() refuses lists of unequal length, and two labels for one file', async () => {
  await assert.rejects(imageDataLoaders.fromLists(flat, { files: ['a.jpg', 'b.jpg'], labels: ['a'] }), {
    message:
      'Expected one label for each file in fromLists, received 2 files and 1 labels.\n  Give one label for each file, in the same order.',
  });
  await assert.rejects(imageDataLoaders.fromLists(flat, { files: ['a.jpg', 'a.jpg'], labels: ['a', 'b'] }), {
    message:
      "fromLists has two labels for a.jpg: 'a' and 'b'.\n  Leave one of them out, or give a list of labels for each file.",
  });
  await assert.rejects(
    imageDataLoaders.fromNameRegex(flat, { files: getImageFiles(flat) as never, pattern: /(.)/ }),
    /^FoveaError: Expected a list as files of imageDataLoaders, received Promise/,
  );
});

test('a later prediction takes a path as it is, not relative to the folder of the training images', async () => {
  const files = (await getImageFiles(flat)).map((file) => basename(file));
  const dls = await imageDataLoaders.fromNameRegex(flat, { files, pattern: /^(.+)_/, ...options });
  await paintPets(join(root, 'new'), 1);
  const here = process.cwd();
  process.chdir(join(root, 'new'));
  try {
    for await (const batch of dls.testDl(['cat_0.jpg']).batches()) {
      assert.deepEqual(batch.inputs.shape, [1, 16, 16, 3]);
      batch.dispose();
    }
  } finally {
    process.chdir(here);
  }
});

test('what is missing is named', async () => {
  const files = ['a.jpg', 'b.jpg'];
  await assert.rejects(
    imageDataLoaders.fromLists(flat, { files, labels: ['a', undefined] }),
    /^FoveaError: The label of b\.jpg in fromLists is undefined\./,
  );
  await assert.rejects(
    imageDataLoaders.fromLists(flat, { files } as never),
    /^FoveaError: Expected a list as labels of imageDataLoaders, received undefined\./,
  );
  await assert.rejects(
    imageDataLoaders.fromNameRegex(flat, { files: ['a.jpg', undefined] as never, pattern: /(.)/ }),
    /^FoveaError: Expected the path of a file in imageDataLoaders, received undefined\./,
  );
  for (const from of [imageDataLoaders.fromNameFunc, imageDataLoaders.fromPathFunc]) {
    await assert.rejects(
      from(flat, { files } as never),
      /^FoveaError: Expected a function as labelFunc of imageDataLoaders, received undefined\./,
    );
  }
  await assert.rejects(
    imageDataLoaders.fromFrame('labels.csv' as never),
    /^FoveaError: Expected a list as rows of imageDataLoaders, received 'labels\.csv'\.\n {2}Give a table/,
  );
});

test('without options the error names what is missing, and what cannot be a pattern is refused', async () => {
  const without = (from: unknown) => (from as (path: string) => Promise<unknown>)(flat);
  await assert.rejects(
    without(imageDataLoaders.fromLists),
    /^FoveaError: Expected a list as files of imageDataLoaders, received undefined\./,
  );
  await assert.rejects(
    without(imageDataLoaders.fromNameFunc),
    /^FoveaError: Expected a function as labelFunc of imageDataLoaders/,
  );
  await assert.rejects(
    without(imageDataLoaders.fromNameRegex),
    /^FoveaError: Expected a regular expression in regexLabeller, received undefined\./,
  );
  await assert.rejects(
    imageDataLoaders.fromPathRegex(flat, { files: [], pattern: '(' }),
    /^FoveaError: Expected a regular expression in regexLabeller: Invalid regular expression: .*Unterminated group/,
  );
  await assert.rejects(
    imageDataLoaders.fromFrame([]),
    /^FoveaError: The table of imageDataLoaders has no rows\./,
  );
});

test('numbers taken for classes: the error advises regressionBlock()', async () => {
  const files = await getImageFiles(flat);
  const frame = files.map((file, i) => ({ file, age: i + 0.5 }));
  await assert.rejects(imageDataLoaders.fromFrame(frame, options), {
    name: 'FoveaError',
    message:
      /Label "\d+\.5" was not included in the training dataset\..*\n {2}If labels are numbers to predict, and no classes, use regressionBlock\(\)\./,
  });
});

test('what was not called is refused: normalize instead of normalize() would leave images as they are', async () => {
  const files = await getImageFiles(flat);
  const from = (others: object) =>
    imageDataLoaders.fromNameRegex(flat, { files, pattern: /^(.+)_/, ...options, ...others });
  await assert.rejects(from({ batchTransforms: [normalize] }), {
    name: 'FoveaError',
    message:
      /^Expected a list of transforms as batchTransforms of DataBlock, received the function normalize\.\n {2}Call it, e\.g\. batchTransforms: augTransforms\(\{ size: 224 \}\)\.$/,
  });
  await assert.rejects(from({ itemTransforms: [resize] }), /received the function resize\./);
  await assert.rejects(
    from({ itemTransforms: resize(16) }),
    /Expected a list of transforms as itemTransforms of DataBlock/,
  );
  await assert.rejects(from({ onBadImage: 'ignore' }), /^FoveaError: Unknown onBadImage "ignore"/);
  const uncalled = regressionBlock as unknown as ReturnType<typeof regressionBlock>;
  await assert.rejects(
    imageDataLoaders.fromLists(flat, { files, labels: files.map(() => 1), yBlock: uncalled, ...options }),
    /Expected a list of blocks as blocks of DataBlock, received the function regressionBlock\./,
  );
});

test('a learner of loaders that were not awaited, or of an architecture in quotes, is refused', async () => {
  const dls = imageDataLoaders.fromNameRegex(flat, {
    files: await getImageFiles(flat),
    pattern: /^(.+)_/,
    ...options,
  });
  await assert.rejects(visionLearner(dls as never, resnet18, { pretrained: false }), {
    message:
      'Expected data loaders to make a learner of, received a Promise.\n  Await them: const dls = await block.dataloaders(source).',
  });
  await assert.rejects(
    visionLearner(await dls, 'resnet18' as never, { pretrained: false }),
    /^FoveaError: Expected an architecture, received 'resnet18'\./,
  );
});
