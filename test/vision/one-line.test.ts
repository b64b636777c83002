import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { recordDisplays } from '../../src/display/jupyter';
import {
  categoryBlock,
  DataBlock,
  efficientnetLite0,
  FoveaError,
  getImageFiles,
  Interpretation,
  imageBlock,
  imageDataLoaders,
  readCsv,
  readImage,
  resize,
  setSeed,
  visionLearner,
} from '../../src/index';
import { paintPets } from '../data/painted';
import { leavesNoTensors } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';

test('as the last line of a cell, each object of a lesson is one line that says what it is and what to call', () =>
  leavesNoTensors(async () => {
    setSeed(1);
    const path = await paintPets(temporaryFolder(), 10);
    const files = await getImageFiles(path);
    const labelFunc = (name: string) => name.slice(0, 3);
    const dls = await imageDataLoaders.fromNameFunc(path, {
      files,
      labelFunc,
      itemTransforms: [resize(32)],
      batchSize: 4,
    });
    const recording = recordDisplays();
    const learn = await visionLearner(dls, efficientnetLite0, { pretrained: false });
    assert.equal(
      inspect(dls),
      'DataLoaders of 8 training and 2 validation items, 2 classes, in batches of 4; dls.showBatch() shows one, dls.vocabulary names the classes.',
    );
    assert.equal(
      inspect(dls.train),
      'DataLoader of 8 items, in 2 batches of up to 4; its items are in .items, for await (const batch of loader.batches()) reads them.',
    );
    assert.equal(
      inspect(learn),
      'Learner of efficientnetLite0 on 8 training and 2 validation items, 2 classes; learn.summary() lists its layers, learn.fineTune(epochs) trains it.',
    );
    assert.match(
      inspect(learn.model),
      /^Model efficientnetLite0: [45],\d{3},\d{3} parameters in 3 groups; learn\.summary\(\) lists its layers\.$/,
    );
    assert.equal(
      inspect(learn.recorder),
      'Recorder of 0 epochs in 0 steps; learn.recorder.plotLoss() and .plotSched() draw them.',
    );
    await learn.fit(1);
    assert.match(
      inspect(learn.recorder),
      /^Recorder of 1 epoch in 2 steps, the last with valid_loss \d\.\d{3}; /,
    );
    assert.equal(
      inspect(await Interpretation.fromLearner(learn)),
      'Interpretation of 2 items, 2 classes; await interp.plotTopLosses() shows the worst, interp.topLosses(9) lists them.',
    );
    recording.stop();
    learn.dispose();
    const block = new DataBlock({ blocks: [imageBlock(), categoryBlock()], getY: labelFunc });
    assert.equal(
      inspect(block),
      'DataBlock from image to category; await block.dataloaders(source) reads the items of a source, await block.showSummary(source) shows each step.',
    );
    assert.equal(
      inspect(await readImage(join(path, 'cat_0.jpg'))),
      'Image of 40 x 30 pixels; await showImage(image) shows it, image.pixels are its bytes.',
    );
    const table = join(path, 'table.csv');
    writeFileSync(table, 'name,count\na,1\n');
    assert.equal(
      inspect(await readCsv(table)),
      'table.csv: 1 rows; name string, count number; await frame.show() shows the first.',
    );
  }));

test('a FoveaError prints its text and nothing else, also within other things', () => {
  const error = new FoveaError('No images were found.', 'Look into data/.');
  assert.equal(inspect(error), 'No images were found.\n  Look into data/.');
  assert.match(
    inspect(new Error('It failed.', { cause: error })),
    /\[cause\]: No images were found\.\n {4}Look into data\/\.\n\}$/,
  );
});
