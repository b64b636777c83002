import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  binaryCrossEntropyLoss,
  categoryBlock,
  crossEntropyLoss,
  efficientnetLite0,
  Learner,
  meanSquaredErrorLoss,
  multiCategoryBlock,
  regressionBlock,
  saveModel,
  type TargetBlock,
  visionLearner,
} from '../../../src/index';
import { type NamedArray, readSafetensors, type Safetensors, writeSafetensors } from '../../../src/layers';
import { leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { colourModel, dotLoaders, paintDots } from '../dots';
import { withLine } from '../line';

const file = join(temporaryFolder(), 'line.safetensors');

/** Saves a trained line, damages the file, and asserts what loading it says; nothing is changed by it. */
function refusesFile(damage: (file: Safetensors) => void, message: string): Promise<void> {
  return withLine(async (learn) => {
    const state = () => ({
      weights: learn.model.parameters.map((parameter) => [...parameter.save().values]),
      averages: [...learn.optimizer.moments].map(([{ name }, { average }]) => {
        const value = average.read();
        const values = [...value.dataSync()];
        value.dispose();
        return [name, values];
      }),
      hypers: learn.optimizer.hypers.map((hyper) => ({ ...hyper })),
      steps: learn.optimizer.steps,
      frozenTo: learn.optimizer.frozenTo,
    });
    await learn.fit(1, { lr: 0.1 });
    await learn.save(file);
    const saved = readSafetensors(file);
    damage(saved);
    await writeSafetensors(file, saved.tensors, saved.metadata);
    await learn.fit(1, { lr: 0.2 });
    const before = state();
    await assert.rejects(learn.load(file), { message: message.replaceAll('FILE', file) });
    assert.deepEqual(state(), before);
  });
}

/** {@link refusesFile} of a file with another optimizer state. */
function refuses(
  change: (state: { hypers: Record<string, unknown>[] }) => unknown,
  message: string,
): Promise<void> {
  return refusesFile(({ metadata }) => {
    const optimizer = JSON.stringify(change(JSON.parse(metadata.optimizer)));
    Object.assign(metadata, { optimizer });
  }, message);
}

test('load() names the field of a damaged optimizer state', () =>
  refuses(
    (state) => ({ ...state, steps: 'many' }),
    'Expected a number as steps of the optimizer state in FILE, received "many".\n  Save the learner again.',
  ));

test('load() refuses the optimizer state of another number of parameter groups', () =>
  refuses(
    (state) => ({ ...state, hypers: state.hypers.slice(1) }),
    'Expected an optimizer state of 3 parameter groups in FILE, received 2, frozen up to group 0.\n  Load the weights alone: load(file, { withOptimizer: false }).',
  ));

for (const frozenTo of [-1, 3, 0.5, 1e9]) {
  test(`load() refuses a state frozen up to group ${frozenTo} before it loads the weights`, () =>
    refuses(
      (state) => ({ ...state, frozenTo }),
      `Expected an optimizer state of 3 parameter groups in FILE, received 3, frozen up to group ${frozenTo}.\n  Load the weights alone: load(file, { withOptimizer: false }).`,
    ));
}

test('load() refuses a number of steps below 0', () =>
  refuses(
    (state) => ({ ...state, steps: -1 }),
    'Expected a number of at least 0 as steps of the optimizer state in FILE, received -1.\n  Save the learner again.',
  ));

test('load() refuses a rate below 0', () =>
  refuses(
    ({ hypers, ...state }) => ({ ...state, hypers: hypers.map((hyper) => ({ ...hyper, rate: -1 })) }),
    'Expected a number of at least 0 as hypers[0].rate of the optimizer state in FILE, received -1.\n  Save the learner again.',
  ));

test('load() refuses averages of another shape before it loads the weights', () =>
  refusesFile(({ tensors }) => {
    (tensors as Map<string, NamedArray>).set('optimizer.average.c.weight', {
      shape: [2],
      values: Float32Array.of(1, 2),
    });
  }, 'Expected two averages of the sizes [1, 1] for c.weight in FILE, received [2].\n  Load the weights alone: load(file, { withOptimizer: false }).'));

test('load() refuses one of two averages', () =>
  refusesFile(
    ({ tensors }) => void (tensors as Map<string, NamedArray>).delete('optimizer.squaredAverage.c.weight'),
    'Expected two averages of the sizes [1, 1] for c.weight in FILE, received one.\n  Load the weights alone: load(file, { withOptimizer: false }).',
  ));

test('load() refuses a file without one of the weights, and one that is missing', async () => {
  await refusesFile(
    ({ tensors }) => void (tensors as Map<string, NamedArray>).delete('b.weight'),
    'FILE has no "b.weight", which the model needs.\n  It holds 8 arrays, e.g. a.weight, c.weight, optimizer.average.a.weight. Is it of another architecture?',
  );
  await withLine(async (learn) => {
    await assert.rejects(learn.load('nowhere.safetensors'), {
      name: 'FoveaError',
      message: /nowhere\.safetensors/,
    });
  });
});

const dots = join(temporaryFolder(), 'dots');
before(() => paintDots(dots, 8));

const weights = [
  [0, 0, 400],
  [400, 0, 0],
] as const;

/** A learner of dots whose classes have the given order. */
async function withClasses(vocab: readonly string[], use: (learn: Learner) => Promise<void>): Promise<void> {
  await leavesNoTensors(async () => {
    const dls = await dotLoaders(dots, { target: categoryBlock({ vocab }), batchSize: 2 });
    const rows = vocab.map((_, i) => weights[i % 2]);
    const learn = new Learner(dls, colourModel(rows), { loss: crossEntropyLoss() });
    await use(learn);
    learn.dispose();
  });
}

test('load() refuses weights for the same classes in another order', async () => {
  await withClasses(['blue', 'red'], (learn) => learn.save(file));
  await withClasses(['red', 'blue'], async (learn) => {
    const before = [...learn.model.parameters[0].save().values];
    await assert.rejects(learn.load(file), {
      message: `The weights in ${file} were trained for other classes than this learner's: class 0 is "blue" there and "red" here; class 1 is "red" there and "blue" here.\n  The classes are the same in another order: make the data with that of the file, e.g. categoryBlock({ vocab: ["blue","red"] }).`,
    });
    assert.deepEqual([...learn.model.parameters[0].save().values], before);
    await learn.load(file, { checkVocab: false });
  });
  await withClasses(['blue', 'red'], (learn) => learn.load(file));
});

test('load() names what is only in the file and what is only here', async () => {
  await withClasses(['blue', 'green', 'red'], (learn) => learn.save(file));
  await withClasses(['blue', 'red'], async (learn) => {
    await assert.rejects(learn.load(file), {
      message: `The weights in ${file} were trained for other classes than this learner's: 3 classes there, 2 here; "green" is only in the file.\n  Load them into a learner of the same classes. To train on from them all the same: load(file, { checkVocab: false }).`,
    });
  });
});

test('load() takes a file that does not say its classes', async () => {
  await withClasses(['blue', 'red'], async (learn) => {
    await learn.save(file);
    const { tensors, metadata } = readSafetensors(file);
    const { vocabulary, targets, ...others } = metadata;
    assert.deepEqual([vocabulary, targets], ['["blue","red"]', 'category']);
    await writeSafetensors(file, tensors, others);
    await learn.load(file);
  });
});

test('saveModel() and export() keep the classes too', async () => {
  const folder = join(temporaryFolder(), 'exported');
  await withClasses(['blue', 'red'], (learn) => learn.fit(1, { callbacks: [saveModel(file)] }));
  assert.equal(readSafetensors(file).metadata.vocabulary, '["blue","red"]');
  await leavesNoTensors(async () => {
    const dls = await dotLoaders(dots, { batchSize: 2 });
    const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false });
    await learn.export(folder);
    learn.dispose();
  });
  assert.equal(readSafetensors(join(folder, 'weights.safetensors')).metadata.vocabulary, '["blue","red"]');
});

test('load() does not take the weights of a classifier for those of numbers', () =>
  withClasses(['blue', 'red'], async (classifier) => {
    const file = join(temporaryFolder(), 'classes.safetensors');
    await classifier.save(file);
    const dls = await dotLoaders(dots, { target: regressionBlock(), getY: () => [1, 2], batchSize: 2 });
    const learn = new Learner(dls, colourModel(weights), { loss: meanSquaredErrorLoss() });
    await assert.rejects(learn.load(file), {
      name: 'FoveaError',
      message:
        /were trained for other classes than this learner's: 2 classes there, 0 here; "blue" is only in the file; "red" is only in the file\./,
    });
    await learn.load(file, { checkVocab: false });
    learn.dispose();
  }));

test('load() does not take the weights of two numbers for those of two classes, or of classes for labels', async () => {
  const numbers = await dotLoaders(dots, { target: regressionBlock(), getY: () => [1, 2], batchSize: 2 });
  const regression = new Learner(numbers, colourModel(weights), { loss: meanSquaredErrorLoss() });
  const folder = temporaryFolder();
  const refused = (file: string, theirs: string, ours: string) => ({
    name: 'FoveaError',
    message: `The weights in ${file} were trained for targets of the block "${theirs}", this learner's are of the block "${ours}": their outputs mean something else.\n  Load them into a learner of the same targets. To train on from them all the same: load(file, { checkVocab: false }).`,
  });
  const file = join(folder, 'numbers.safetensors');
  await regression.save(file);
  await regression.load(file);
  await withClasses(['blue', 'red'], async (classifier) => {
    await assert.rejects(classifier.load(file), refused(file, 'regression', 'category'));
    await classifier.load(file, { checkVocab: false });
    const best = join(folder, 'best.safetensors');
    await classifier.fit(1, { callbacks: [saveModel(best)] });
    const labels = await dotLoaders(dots, {
      target: multiCategoryBlock({ vocab: ['blue', 'red'] }) as TargetBlock,
      getY: () => ['red'],
      batchSize: 2,
    });
    const multi = new Learner(labels, colourModel(weights), { loss: binaryCrossEntropyLoss() });
    await assert.rejects(multi.load(best), refused(best, 'category', 'multi-category'));
    multi.dispose();
  });
  regression.dispose();
});
