import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  augTransforms,
  categoryBlock,
  crossEntropyLoss,
  efficientnetLite0,
  type FoveaError,
  imagenetStats,
  Learner,
  maskBlock,
  multiCategoryBlock,
  normalize,
  resize,
  visionLearner,
} from '../../src/index';
import { leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';
import { colourModel, dotLoaders, paintDots } from './dots';

const folder = join(temporaryFolder(), 'dots');
before(() => paintDots(folder, 16));

const sized = (size: number, others: Parameters<typeof dotLoaders>[1] = {}) =>
  dotLoaders(folder, {
    itemTransforms: [resize(size)],
    batchTransforms: augTransforms({ size }),
    batchSize: 4,
    ...others,
  });

test('learn.dls = larger goes on with larger images, normalized as before', () =>
  leavesNoTensors(async () => {
    const learn = await visionLearner(await sized(32), efficientnetLite0, { pretrained: false });
    learn.callbacks = [];
    await learn.fit(1);
    const larger = await sized(64);
    assert.equal(larger.normalization, undefined);
    learn.dls = larger;
    assert.equal(learn.dls, larger);
    assert.deepEqual(larger.normalization, imagenetStats);
    const batch = await learn.dls.oneBatch();
    assert.deepEqual(batch.inputs.shape, [4, 64, 64, 3]);
    batch.dispose();
    await learn.fineTune(1);
    assert.equal(learn.recorder.rows.length, 1);
    assert.equal((await learn.predict(larger.valid.items[0] as string)).probabilities.length, 2);
    learn.dispose();
  }));

const twoColours = [
  [0, 0, 400],
  [400, 0, 0],
] as const;

/** Checks that loaders are refused, and that the learner keeps its own. */
async function refuses(
  wrong: () => ReturnType<typeof dotLoaders>,
  message: string,
  { learnerNormalizes = true } = {},
): Promise<void> {
  await leavesNoTensors(async () => {
    const dls = await sized(32);
    if (learnerNormalizes) dls.normalize(imagenetStats);
    const learn = new Learner(dls, colourModel(twoColours), { loss: crossEntropyLoss() });
    const others = await wrong();
    const { normalization } = others;
    assert.throws(
      () => {
        learn.dls = others;
      },
      { message },
    );
    assert.equal(learn.dls, dls);
    assert.deepEqual(others.normalization, normalization);
    learn.dispose();
  });
}

const CURE =
  'Make a new learner for other targets. For the same classes in the same order: categoryBlock({ vocab: learn.dls.vocabulary }).';

test('learn.dls refuses the same classes in another order', () =>
  refuses(
    () => sized(64, { target: categoryBlock({ vocab: ['red', 'blue'] }) }),
    `Expected loaders of the targets that colours was made for, with classes ["blue","red"], received ["red","blue"].\n  ${CURE}`,
  ));

test('learn.dls refuses more classes', () =>
  refuses(
    () => sized(64, { target: categoryBlock({ vocab: ['blue', 'green', 'red'] }) }),
    `Expected loaders of the targets that colours was made for, with classes ["blue","red"], received ["blue","green","red"].\n  ${CURE}`,
  ));

test('learn.dls refuses another kind of target', () =>
  refuses(
    () => sized(64, { target: multiCategoryBlock({ vocab: ['blue', 'red'] }), getY: () => ['red'] }),
    `Expected loaders of the targets that colours was made for, with block "category", received "multi-category".\n  ${CURE}`,
  ));

const other = { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } as const;

test('learn.dls refuses images that are normalized otherwise', async () => {
  const text = (statistics: object) => JSON.stringify(statistics);
  const otherwise = () => sized(64, { batchTransforms: [...augTransforms({ size: 64 }), normalize(other)] });
  await refuses(
    otherwise,
    `Expected images normalized as colours was trained, by ${text(imagenetStats)}, received loaders by ${text(other)}.\n  Leave normalize() out of their batchTransforms: they are then normalized as the earlier ones.`,
  );
  await refuses(
    otherwise,
    `Expected images normalized as colours was trained, not normalized, received loaders by ${text(other)}.\n  Leave normalize() out of their batchTransforms.`,
    { learnerNormalizes: false },
  );
});

test('learn.dls refuses what is no data, and all data while it trains and after dispose()', () =>
  leavesNoTensors(async () => {
    const dls = await sized(32);
    const learn = new Learner(dls, colourModel(twoColours), { loss: crossEntropyLoss() });
    const set = (value: unknown) => {
      learn.dls = value as typeof dls;
    };
    assert.throws(() => set(undefined), {
      message:
        'Expected data loaders with a training and a validation set as dls, received something else.\n  Make them by a DataBlock: await block.dataloaders(source).',
    });
    let refused = '';
    const change = {
      name: 'change',
      beforeBatch: () => {
        try {
          set(dls);
        } catch (error) {
          refused = (error as Error).message;
        }
      },
    };
    await learn.fit(1, { callbacks: [change] });
    assert.match(refused, /^This learner is being trained already\./);
    learn.dispose();
    assert.throws(() => set(dls), { message: /^The model colours was disposed/ });
  }));

test('learn.dls names the block of the same targets that fits: of masks a maskBlock', async () => {
  const masks = (codes: string[], options: Parameters<typeof maskBlock>[1] = {}) =>
    sized(32, { target: maskBlock(codes, options), getY: (file) => file });
  const learn = new Learner(await masks(['road', 'sky']), colourModel(twoColours), {
    loss: crossEntropyLoss(),
  });
  const refusal = async (codes: string[], options: Parameters<typeof maskBlock>[1] = {}) => {
    const others = await masks(codes, options);
    try {
      learn.dls = others;
      return undefined;
    } catch (error) {
      return (error as FoveaError).cure;
    }
  };
  assert.equal(
    await refusal(['sky', 'road']),
    'Make a new learner for other targets. For the same classes in the same order: maskBlock(learn.dls.vocabulary).',
  );
  assert.equal(
    await refusal(['road', 'sky'], { ignoreIndex: 1 }),
    'Make a new learner for other targets. For the same targets set no ignoreIndex.',
  );
  learn.dispose();
});
