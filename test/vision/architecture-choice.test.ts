import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Architecture, getImageFiles, imageDataLoaders, resize, visionLearner } from '../../src/index';
import { paintPets } from '../data/painted';
import { temporaryFolder } from '../temporary-folder';

test('visionLearner() refuses the name of an architecture, and anything else that is none', async () => {
  const path = await paintPets(temporaryFolder(), 6);
  const dls = await imageDataLoaders.fromNameFunc(path, {
    files: await getImageFiles(path),
    labelFunc: (name) => name.slice(0, 3),
    itemTransforms: [resize(32)],
  });
  const choose =
    "Choose one that fovea exports: resnet18, resnet34, resnet50, resnet101, resnet152, mobilenetV2, efficientnetLite0, e.g. import { resnet34 } from 'fovea'.";
  const cases = [
    ['resnet34', "'resnet34'", "Leave out the quotation marks: import { resnet34 } from 'fovea'."],
    ['resnet99', "'resnet99'", choose],
    [undefined, 'undefined', choose],
    [{}, '{}', choose],
  ] as const;
  for (const [given, shown, cure] of cases) {
    await assert.rejects(visionLearner(dls, given as unknown as Architecture, { pretrained: false }), {
      name: 'FoveaError',
      message: `Expected an architecture, received ${shown}.\n  ${cure}`,
    });
  }
});
