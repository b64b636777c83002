import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { recordDisplays } from '../../src/display/jupyter';
import { efficientnetLite0, errorRate, resnet34, setSeed, visionLearner } from '../../src/index';
import { onGpu } from '../gpu';
import { leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';
import { dotLoaders, paintDots } from '../training/dots';

const skip = onGpu && 'a GPU adds up in another order each time';
const folder = join(temporaryFolder(), 'dots');
before(async () => {
  await paintDots(folder, 40);
});

/** Losses and metrics of two epochs, from files on: shuffling, augmentation, initial weights and dropout are drawn. */
async function run(seed: number, architecture = efficientnetLite0): Promise<number[]> {
  const recording = recordDisplays();
  let numbers: number[] = [];
  try {
    await leavesNoTensors(async () => {
      setSeed(seed);
      const dls = await dotLoaders(folder);
      const learn = await visionLearner(dls, architecture, { pretrained: false, metrics: [errorRate] });
      await learn.fitOneCycle(2, { lrMax: 1e-2 });
      const { rawLosses, rows } = learn.recorder;
      const rowNumbers = rows.flatMap(({ trainLoss, validLoss = Number.NaN, metrics }) => [
        trainLoss,
        validLoss,
        metrics.error_rate,
      ]);
      numbers = [...rawLosses, ...rowNumbers];
      learn.dispose();
    });
  } finally {
    recording.stop();
  }
  return numbers;
}

test('setSeed() makes a whole run repeatable, bit by bit, and another seed gives another run', {
  skip,
}, async () => {
  const first = await run(1);
  assert.ok(first.every(Number.isFinite), first.join());
  assert.deepEqual(await run(1), first);
  assert.notDeepEqual(await run(2), first);
});

test('a run of a ResNet is repeatable too', { skip }, async () => {
  assert.deepEqual(await run(3, resnet34), await run(3, resnet34));
});
