import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordDisplays } from '../../src/display/jupyter';
import { pointErrorChart } from '../../src/display/plot-point-errors';
import { Interpretation, type InterpretedData, meanSquaredErrorLoss, pointBlock, tf } from '../../src/index';
import type { Model } from '../../src/layers';

/** An interpretation of predictions 1, 2, ... 10 hundredths to the right of the middle. */
function interpretation(target = pointBlock()): Promise<Interpretation> {
  const valid = {
    numItems: 10,
    numBatches: 1,
    async *batches() {
      const inputs = tf.zeros<tf.Rank.R4>([10, 1, 1, 3]);
      const targets = tf.zeros([10, 1, 2]);
      const items = Array.from({ length: 10 }, (_, i) => `${i}.jpg`);
      yield { inputs, targets, items, dispose: () => tf.dispose([inputs, targets]) };
    },
  };
  const model: Model = {
    name: 'ten points',
    parameters: [],
    groups: [],
    forward: () => tf.tensor2d(Array.from({ length: 10 }, (_, i) => [(i + 1) / 100, 0])),
  };
  const dls = { valid, target } as InterpretedData;
  return Interpretation.fromLearner({ dls, model, loss: meanSquaredErrorLoss() });
}

async function shown(draw: () => Promise<void>) {
  const recording = recordDisplays();
  await draw().finally(() => recording.stop());
  assert.equal(recording.displays.length, 1);
  return recording.displays[0].at(-1)!;
}

test('plotPointErrors({ size }) measures distances in pixels of images of that size, height first', async () => {
  const interp = await interpretation();
  const bundle = await shown(() => interp.plotPointErrors({ size: [100, 400] }));
  assert.equal(
    bundle['text/plain'],
    'Distances of predicted from true points: mean 11.0 px over 10 items. Half are nearer than 10.0 px, nine in ten nearer than 18.0 px; the farthest is 20.0 px off.',
  );
  const { data } = bundle['application/vnd.vegalite.v5+json'] as { data: { values: { error: number }[] } };
  assert.deepEqual(
    data.values.map(({ error }) => error),
    [2, 4, 6, 8, 10, 12, 14, 16, 18, 20],
  );
  assert.match(bundle['image/svg+xml'] as string, />mean 11\.0 px</);
});

test('pointErrorChart() draws a single item, and an item without error', async () => {
  for (const errors of [[3], [0]]) {
    const bundle = await pointErrorChart(errors);
    assert.doesNotMatch(bundle['image/svg+xml'] as string, /NaN|undefined/);
  }
});

test('plotPointErrors() rejects targets that are not points, and a size that is not one', async () => {
  const labels = { ...pointBlock(), annotate: () => ({ caption: 'pug' }) };
  const recording = recordDisplays();
  const interp = await interpretation(labels);
  await assert.rejects(interp.plotPointErrors({ size: 20 }), {
    message:
      'plotPointErrors needs targets that are points.\n  Use plotLossDistribution(), which takes targets of every kind.',
  });
  await assert.rejects((await interpretation()).plotPointErrors({ size: 0.5 }), {
    problem: 'Expected positive integers as the size of plotPointErrors in pixels, received 0.5.',
  });
  const withoutSize = {} as { size: number };
  await assert.rejects((await interpretation()).plotPointErrors(withoutSize), {
    problem: 'Expected positive integers as the size of plotPointErrors in pixels, received undefined.',
  });
  await assert.rejects(interp.plotPointErrors(undefined as unknown as { size: number }), {
    problem: 'plotPointErrors needs targets that are points.',
  });
  recording.stop();
});
