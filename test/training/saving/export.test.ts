import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import {
  accuracy,
  accuracyMulti,
  augTransforms,
  averagedMetric,
  binaryCrossEntropyLoss,
  categoryBlock,
  colReader,
  crossEntropyLoss,
  type DataLoaders,
  efficientnetLite0,
  errorRate,
  getImageFiles,
  type HeadOptions,
  Learner,
  type LearnerOptions,
  loadLearner,
  maskBlock,
  multiCategoryBlock,
  pointBlock,
  precisionMulti,
  type Row,
  randomResizedCrop,
  randomResizedCropGPU,
  readCsv,
  regexLabeller,
  resize,
  setSeed,
  type TargetBlock,
  topKAccuracy,
} from '../../../src/index';
import { unetModel, visionModel } from '../../../src/layers';
import { leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots, plainImage } from '../dots';

const root = temporaryFolder();
const dots = join(root, 'dots');
const exported = join(root, 'exported');
before(async () => {
  await paintDots(dots, 16);
  const learn = await learnerOf();
  await learn.export(exported);
  learn.dispose();
});

/** An EfficientNet-Lite0 of random weights, normalized, with a small head. */
async function learnerOf({
  dls,
  head = { linFtrs: [8] },
  ...options
}: { dls?: DataLoaders; head?: HeadOptions } & Partial<LearnerOptions> = {}): Promise<Learner> {
  setSeed(2);
  const data = dls ?? (await dotLoaders(dots));
  data.normalize(efficientnetLite0.statistics);
  const model = visionModel(efficientnetLite0, data.target.numOutputs, head);
  return new Learner(data, model, { loss: crossEntropyLoss(), ...options });
}

const numbers = async (learn: Learner, loader = learn.dls.valid) => {
  const result = await learn.getPreds({ loader });
  const values = [...result.predictions.dataSync()];
  result.dispose();
  return values;
};

/** Exports a learner, disposes it, and returns its numbers and those of the loaded one for the same files. */
async function roundTrip(learn: Learner, name: string): Promise<{ loaded: Learner; same: boolean }> {
  const folder = join(root, name);
  await learn.export(folder);
  const files = [...learn.dls.valid.items];
  const values = await numbers(learn, learn.dls.testDl(files));
  learn.dispose();
  const loaded = await loadLearner(folder);
  const again = await numbers(loaded, loaded.dls.testDl(files));
  return { loaded, same: JSON.stringify(again) === JSON.stringify(values) };
}

/** Changes the exported `learner.json` and asserts what loading it says. */
async function refuses(change: (text: string) => string, message: string): Promise<void> {
  const folder = join(root, 'damaged');
  cpSync(exported, folder, { recursive: true });
  const file = join(folder, 'learner.json');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  await leavesNoTensors(async () => {
    await assert.rejects(loadLearner(folder), (error: Error) => {
      assert.equal(error.name, 'FoveaError');
      assert.equal(
        error.message.replaceAll(file, 'FILE').replaceAll(folder, 'FOLDER').split('\n  ')[0],
        message,
      );
      return true;
    });
  });
  rmSync(folder, { recursive: true });
}

const withField = (path: string, value: unknown) => (text: string) => {
  const parsed = JSON.parse(text);
  const names = path.split('.');
  const last = names.pop() as string;
  const at = names.reduce((object, name) => object[name], parsed);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(parsed);
};

test('export() writes weights and plain data, and loadLearner() predicts the same, bit by bit', () =>
  leavesNoTensors(async () => {
    assert.deepEqual(readdirSync(exported).sort(), ['learner.json', 'weights.safetensors']);
    const learn = await learnerOf();
    const image = plainImage(50, 40, [200, 10, 60]);
    const before = await learn.predict(image);
    const { loaded, same } = await roundTrip(learn, 'same');
    assert.ok(same);
    assert.deepEqual(await loaded.predict(image), before);
    assert.deepEqual(loaded.dls.vocabulary, ['blue', 'red']);
    loaded.dispose();
  }));

test('learner.json says what the learner is made of, without code', () => {
  const text = readFileSync(join(exported, 'learner.json'), 'utf8');
  assert.deepEqual(JSON.parse(text), {
    format: 'fovea learner',
    version: 1,
    model: {
      kind: 'visionModel',
      options: { architecture: 'efficientnetLite0', numOutputs: 2, head: { linFtrs: [8] } },
    },
    input: { kind: 'image', options: {} },
    target: { kind: 'category', options: { vocab: ['blue', 'red'] } },
    itemTransforms: [{ kind: 'resize', options: { size: [36, 36], method: 'crop' } }],
    batchTransforms: [{ kind: 'resizeBatch', options: { size: [32, 32], padMode: 'reflection' } }],
    normalization: { mean: [127 / 255, 127 / 255, 127 / 255], std: [128 / 255, 128 / 255, 128 / 255] },
    loss: { kind: 'crossEntropy', options: { labelSmoothing: 0, axis: -1 } },
    metrics: [],
  });
});

/** What the exported learner, with other weights if given, predicts for a file in a process of its own. */
function predictElsewhere(file: string, weights?: string): number[] {
  const script = `
    const { loadLearner } = require('./src/index');
    loadLearner(${JSON.stringify(exported)}).then(async (learn) => {
      const weights = ${JSON.stringify(weights ?? null)};
      if (weights) await learn.load(weights);
      const { probabilities } = await learn.predict(${JSON.stringify(file)});
      console.log('probabilities ' + JSON.stringify(probabilities));
    });`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
    encoding: 'utf8',
  });
  const numbers = /probabilities (.*)/.exec(stdout)?.[1];
  assert.ok(numbers, stderr);
  return JSON.parse(numbers);
}

test('a loaded learner predicts the same in another process', async () => {
  const learn = await learnerOf();
  const file = learn.dls.valid.items[0] as string;
  const { probabilities } = await learn.predict(file);
  learn.dispose();
  assert.deepEqual(predictElsewhere(file), probabilities);
});

test('save() and load() give the same predictions in another process', async () => {
  const learn = await learnerOf();
  const file = learn.dls.valid.items[0] as string;
  const weights = join(root, 'trained.safetensors');
  const untrained = await learn.predict(file);
  await learn.fit(1, { lr: 0.01 });
  await learn.save(weights);
  const { probabilities } = await learn.predict(file);
  learn.dispose();
  assert.notDeepEqual(probabilities, untrained.probabilities);
  assert.deepEqual(predictElsewhere(file, weights), probabilities);
});

test('export() replaces an earlier export that Jupyter and desktops left files in, and nothing else', () =>
  leavesNoTensors(async () => {
    const learn = await learnerOf();
    const folder = join(root, 'looked-at');
    await learn.export(folder);
    mkdirSync(join(folder, '.ipynb_checkpoints'));
    writeFileSync(join(folder, '.ipynb_checkpoints', 'learner-checkpoint.json'), '{}');
    writeFileSync(join(folder, '.DS_Store'), '');
    await learn.export(folder);
    assert.deepEqual(readdirSync(folder).sort(), ['learner.json', 'weights.safetensors']);
    mkdirSync(join(folder, '.git'));
    await assert.rejects(
      learn.export(folder),
      /^FoveaError: Expected a folder of its own for the export, but .* holds \.git\./,
    );
    learn.dispose();
  }));

test('crops, head options, losses and metrics with options come back', () =>
  leavesNoTensors(async () => {
    const dls = await dotLoaders(dots, {
      target: multiCategoryBlock({ vocab: ['blue', 'red'] }) as TargetBlock,
      getY: () => ['red'],
      itemTransforms: [randomResizedCrop([40, 36])],
      batchTransforms: [...augTransforms(), randomResizedCropGPU(32, { validScale: 0.8 })],
    });
    const mine = averagedMetric('mine', () => 1);
    const learn = await learnerOf({
      dls,
      head: { linFtrs: [8, 4], ps: 0.2, concatPool: false, yRange: [-1, 2] },
      loss: binaryCrossEntropyLoss({ threshold: 0.2 }),
      metrics: [accuracyMulti({ threshold: 0.3 }), precisionMulti({ average: 'micro' }), accuracyMulti, mine],
    });
    const { loaded, same } = await roundTrip(learn, 'options');
    assert.ok(same);
    // The custom one stays behind.
    assert.deepEqual(
      loaded.metrics.map(({ name }) => name),
      ['accuracy_multi', 'precision_score', 'accuracy_multi'],
    );
    assert.deepEqual(loaded.metrics[0].variantOf?.options, { threshold: 0.3 });
    assert.equal(loaded.metrics[2], accuracyMulti);
    assert.deepEqual(loaded.loss.recipe?.options, { threshold: 0.2 });
    loaded.dispose();
  }));

test('points and masks come back, with a U-Net', () =>
  leavesNoTensors(async () => {
    const points = await dotLoaders(dots, { target: pointBlock() as TargetBlock, getY: () => [[3, 4]] });
    const first = await roundTrip(await learnerOf({ dls: points }), 'points');
    assert.ok(first.same);
    assert.equal(first.loaded.dls.target.name, 'point');
    first.loaded.dispose();

    const masks = await dotLoaders(dots, {
      target: maskBlock(['a', 'b'], { values: { 255: 'b' } }) as TargetBlock,
    });
    const unet = unetModel(efficientnetLite0, 2, [32, 32], { lastCross: false });
    const second = await roundTrip(new Learner(masks, unet, { loss: crossEntropyLoss() }), 'masks');
    assert.ok(second.same);
    assert.deepEqual(second.loaded.dls.vocabulary, ['a', 'b']);
    assert.deepEqual(second.loaded.dls.target.recipe, {
      kind: 'mask',
      options: { codes: ['a', 'b'], values: { 255: 'b' } },
    });
    second.loaded.dispose();
  }));

test('an export of a U-Net that does not say so has the whole body as its encoder', () =>
  leavesNoTensors(async () => {
    const masks = await dotLoaders(dots, { target: maskBlock(['a', 'b']) as TargetBlock });
    const unet = unetModel(efficientnetLite0, 2, [32, 32], { wholeBody: true });
    const learn = new Learner(masks, unet, { loss: crossEntropyLoss() });
    const folder = join(root, 'older');
    await learn.export(folder);
    learn.dispose();
    const file = join(folder, 'learner.json');
    const description = readFileSync(file, 'utf8').replace(/,\s*"wholeBody": true/, '');
    assert.ok(!description.includes('wholeBody'));
    writeFileSync(file, description);
    const loaded = await loadLearner(folder);
    assert.equal(loaded.model.recipe?.options.wholeBody, true);
    loaded.dispose();
  }));

test('a loaded learner validates other images if it is given a function that labels them', () =>
  leavesNoTensors(async () => {
    const learn = await learnerOf({ metrics: [errorRate, topKAccuracy({ k: 1 })] });
    const folder = join(root, 'labelled');
    await learn.export(folder);
    const expected = await learn.validate();
    const files = [...learn.dls.valid.items] as string[];
    learn.dispose();
    const loaded = await loadLearner(folder, { getY: regexLabeller(/([a-z]+)_\d+/) });
    const loader = loaded.dls.testDl(files, { withLabels: true });
    assert.deepEqual(await loaded.validate({ loader }), expected);
    loaded.dispose();
    const unlabelled = await loadLearner(folder);
    assert.throws(() => unlabelled.dls.testDl(files, { withLabels: true }), {
      message:
        'This learner was loaded from an export, which holds no code: it does not know how to label items.\n  Say how: loadLearner(folder, { getY: parentLabel }).',
    });
    unlabelled.dispose();
  }));

test('a loaded learner predicts the rows of a table if it is given a function from a row to its image', () =>
  leavesNoTensors(async () => {
    const files = (await getImageFiles(dots)).sort().slice(0, 3);
    const file = join(root, 'test.csv');
    writeFileSync(file, ['fname,label', ...files.map((path) => `${basename(path)},red`), ''].join('\n'));
    const frame = await readCsv(file);
    const getX = colReader('fname', { prefix: `${dots}/` });
    const loaded = await loadLearner<Row>(exported, { getX, getY: colReader('label') });
    const byPath = await loaded.getPreds({ loader: loaded.dls.testDl(files) });
    const byRow = await loaded.getPreds({ loader: loaded.dls.testDl(frame) });
    assert.deepEqual([...byRow.predictions.dataSync()], [...byPath.predictions.dataSync()]);
    const labelled = await loaded.getPreds({ loader: loaded.dls.testDl(frame, { withLabels: true }) });
    assert.deepEqual([...labelled.predictions.dataSync()], [...byPath.predictions.dataSync()]);
    assert.equal((await loaded.predict(frame.rows[0])).label, (await loaded.predict(files[0])).label);
    for (const { dispose } of [byPath, byRow, labelled]) dispose();
    loaded.dispose();

    const unaware = await loadLearner<Row>(exported, { getY: colReader('label') });
    const refusal = {
      name: 'FoveaError',
      message:
        'Expected an image: a path, a URL (file:, http: or https:), the bytes of a file, or { width, height, pixels }; received an object of fname, label.\n' +
        '  This learner was loaded from an export, which holds no code: it does not know the images of items. Say how: loadLearner(folder, { getX: colReader("fname", { prefix: "images/" }) }).',
    };
    assert.throws(() => unaware.dls.testDl(frame), refusal);
    assert.throws(() => unaware.dls.testDl(frame, { withLabels: true }), refusal);
    await assert.rejects(unaware.predict(frame.rows[0]), refusal);
    unaware.dispose();
  }));

test('a loaded learner says that it has nothing to train on', () =>
  leavesNoTensors(async () => {
    const loaded = await loadLearner(exported);
    await assert.rejects(loaded.fit(1), {
      message:
        'There is nothing to train on: the training set is empty.\n  A learner of loadLearner only predicts. To train, make one with data and load its weights by load.',
    });
    loaded.dispose();
  }));

test('export() replaces an earlier export, and nothing else', () =>
  leavesNoTensors(async () => {
    const folder = join(root, 'again');
    const learn = await learnerOf();
    await learn.export(folder);
    await learn.export(folder);
    assert.deepEqual(readdirSync(folder).sort(), ['learner.json', 'weights.safetensors']);
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await assert.rejects(learn.export(folder), {
      message: `Expected a folder of its own for the export, but ${folder} holds notes.txt.\n  Name a new folder, e.g. learn.export("models/pets").`,
    });
    assert.deepEqual(
      readdirSync(root).filter((name) => /again./.test(name)),
      [],
    );
    learn.dispose();
  }));

test('export() replaces an earlier export that Jupyter left a checkpoint folder in', () =>
  leavesNoTensors(async () => {
    const folder = join(root, 'visited');
    const learn = await learnerOf();
    await learn.export(folder);
    mkdirSync(join(folder, '.ipynb_checkpoints'));
    writeFileSync(join(folder, '.DS_Store'), '');
    await learn.export(folder);
    assert.deepEqual(readdirSync(folder).sort(), ['learner.json', 'weights.safetensors']);
    learn.dispose();
  }));

test('export() refuses what is custom, by its name, and leaves nothing behind', () =>
  leavesNoTensors(async () => {
    const folder = join(root, 'custom');
    const rejects = async (learn: Learner, problem: string, cure: string) => {
      await assert.rejects(learn.export(folder), {
        message: `${problem} is custom: an export holds no code, so it cannot be exported.\n  ${cure}, or keep the learner by save and load.`,
      });
      learn.dispose();
    };
    const own = { name: 'own', kind: 'own', plan: resize(36).plan };
    const withOwnCut = await dotLoaders(dots, { itemTransforms: [own] });
    await rejects(await learnerOf({ dls: withOwnCut }), 'The transform own', "Use fovea's transforms");
    const grey = { name: 'grey', pixels: <T>(images: T) => images };
    const withGrey = await dotLoaders(dots, { batchTransforms: [grey] });
    await rejects(await learnerOf({ dls: withGrey }), 'The transform grey', "Use fovea's transforms");
    const loss = { ...crossEntropyLoss(), name: 'ownLoss', recipe: undefined };
    await rejects(await learnerOf({ loss }), 'The loss ownLoss', "Use one of fovea's losses");
    const block = { ...categoryBlock({ vocab: ['blue', 'red'] }), name: 'ownBlock', recipe: undefined };
    const target = { ...block, fit: () => target } as unknown as TargetBlock;
    const withOwnTarget = await dotLoaders(dots, { target });
    await rejects(await learnerOf({ dls: withOwnTarget }), 'The ownBlock block', "Use fovea's blocks");
    const data = await dotLoaders(dots);
    const model = colourModel([
      [1, 0, 0],
      [0, 0, 1],
    ]);
    const ownModel = new Learner(data, model, { loss: crossEntropyLoss(), metrics: [accuracy] });
    await rejects(ownModel, 'The model colours', 'Use visionLearner or unetLearner');
    assert.ok(!readdirSync(root).includes('custom'));
  }));

test('loadLearner() names the field and the file of what is missing or of the wrong type', async () => {
  await refuses(withField('target', undefined), 'Expected an object as target of FILE, received nothing.');
  await refuses(
    withField('target.kind', 7),
    'Expected one of category, multiCategory, mask, point, regression as target.kind of FILE, received 7.',
  );
  await refuses(
    withField('target.options.vocab', ['a', 1]),
    'Expected text as target.options.vocab[1] of FILE, received 1.',
  );
  await refuses(
    withField('itemTransforms.0.options.size', [36]),
    'Expected a number as itemTransforms[0].options.size[1] of FILE, received nothing.',
  );
  await refuses(
    withField('batchTransforms', 'none'),
    'Expected a list as batchTransforms of FILE, received "none".',
  );
  await refuses(
    withField('model.options.numOutputs', 2.5),
    'Expected a positive integer as model.options.numOutputs of FILE, received 2.5.',
  );
});

test('loadLearner() lists the kinds it knows', async () => {
  await refuses(
    withField('target.kind', 'boxes'),
    'Expected one of category, multiCategory, mask, point, regression as target.kind of FILE, received "boxes".',
  );
  await refuses(
    withField('model.options.architecture', 'vgg16'),
    'Expected one of resnet18, resnet34, resnet50, resnet101, resnet152, mobilenetV2, efficientnetLite0 as model.options.architecture of FILE, received "vgg16".',
  );
});

test('loadLearner() names the field whose value cannot be used', async () => {
  await refuses(
    withField('itemTransforms.0.options.size', [0, 36]),
    'itemTransforms[0] of FILE cannot be used: Expected positive integers as the size of resize in pixels, received [0,36].',
  );
  await refuses(
    withField('normalization.std', [1, 1, 0]),
    'normalization of FILE cannot be used: Expected 3 means and 3 standard deviations other than 0 for normalize, received {"mean":[0.4980392156862745,0.4980392156862745,0.4980392156862745],"std":[1,1,0]}.',
  );
  await refuses(
    withField('target.options.vocab', ['blue']),
    'FILE contradicts itself: the model has 2 outputs, the target 1.',
  );
});

test('loadLearner() refuses fields that it does not know, and lists where an object belongs', async () => {
  await refuses(
    withField('loss.options.smoothing', 0.1),
    'Unknown field loss.options.smoothing in FILE; known are weight, labelSmoothing, ignoreIndex, axis.',
  );
  await refuses(
    withField('model.options.head', []),
    'Expected an object as model.options.head of FILE, received [].',
  );
  await refuses(
    withField('format', undefined),
    'Expected fovea learner version 1 in FILE, received no format version 1.',
  );
});

test('loadLearner() reads dropout rates as a list or as one number', () =>
  leavesNoTensors(async () => {
    const folder = join(root, 'rates');
    cpSync(exported, folder, { recursive: true });
    const file = join(folder, 'learner.json');
    for (const ps of [0.2, [0.2], [0.1, 0.2]]) {
      writeFileSync(file, withField('model.options.head.ps', ps)(readFileSync(file, 'utf8')));
      const loaded = await loadLearner(folder);
      assert.deepEqual(loaded.model.recipe?.options.head, { linFtrs: [8], ps });
      loaded.dispose();
    }
  }));

test('save(), load(), export() and loadLearner() refuse what is no path, and name a path below a file', async () => {
  const learn = await loadLearner(exported);
  try {
    for (const [path, shown] of [
      [undefined as unknown as string, 'undefined'],
      ['', "''"],
      ['a\0b', "'a\\x00b'"],
    ] as const) {
      const refused = (what: string) => ({ message: `Expected the path of ${what}, received ${shown}.` });
      await assert.rejects(learn.save(path), refused('a file in learn.save'));
      await assert.rejects(learn.load(path), refused('a file in learn.load'));
      await assert.rejects(learn.export(path), refused('a folder in learn.export'));
      await assert.rejects(loadLearner(path), refused('a folder in loadLearner'));
    }
    const below = join(exported, 'learner.json', 'weights.safetensors');
    await assert.rejects(learn.save(below), {
      name: 'FoveaError',
      message:
        `${below} cannot be written: a part of its path is a file, not a folder.\n` +
        '  Check that the folder exists, that you may write to it, and that the disk is not full.',
    });
  } finally {
    learn.dispose();
  }
});

test('loadLearner() refuses what is not an export', async () => {
  await refuses(() => '[1]', 'Expected an object in FILE, received [1].');
  await refuses(
    withField('version', 2),
    'Expected fovea learner version 1 in FILE, received fovea learner version 2.',
  );
  await assert.rejects(
    loadLearner(join(root, 'nowhere')),
    /nowhere.learner\.json cannot be read: it does not exist\./,
  );
  const folder = join(root, 'cut off');
  cpSync(exported, folder, { recursive: true });
  const file = join(folder, 'learner.json');
  writeFileSync(file, readFileSync(file).subarray(0, 100));
  await assert.rejects(loadLearner(folder), /cut off.learner\.json is not JSON: /);
});

test('loadLearner() refuses weights that are missing, damaged or of another model', async () => {
  const folder = join(root, 'weights');
  const weights = join(folder, 'weights.safetensors');
  cpSync(exported, folder, { recursive: true });
  const bytes = readFileSync(weights);
  await leavesNoTensors(async () => {
    writeFileSync(weights, bytes.subarray(0, bytes.length - 8));
    await assert.rejects(loadLearner(folder), /weights\.safetensors cannot be read as safetensors/);
    rmSync(weights);
    await assert.rejects(loadLearner(folder), /weights\.safetensors/);
  });
  await refuses(
    withField('model.options.head.linFtrs', [9]),
    'Expected shape [9, 2560] for head.4.weight, FOLDER/weights.safetensors has [8, 2560].',
  );
});
