import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { limitEpochs } from '../../../src/training/fits/epoch-limit';
import { withLine } from '../line';

after(() => limitEpochs(Number.POSITIVE_INFINITY));

test('limitEpochs() shortens a fit to one epoch, with its whole schedule in it', () =>
  withLine(async (learn) => {
    await learn.fitOneCycle(1, { lrMax: 0.1 });
    const ofOneEpoch = learn.recorder.rates.map((rates) => rates[0]);
    limitEpochs(1);
    await learn.fitOneCycle(6, { lrMax: 0.1 });
    assert.equal(learn.recorder.rows.length, 1);
    assert.deepEqual(
      learn.recorder.rates.map((rates) => rates[0]),
      ofOneEpoch,
    );
  }));

test('under limitEpochs() both phases of fineTune() have one epoch', () =>
  withLine(async (learn) => {
    limitEpochs(1);
    const epochs: number[] = [];
    const watch = {
      name: 'watch',
      beforeFit: ({ numEpochs }: { numEpochs: number }) => void epochs.push(numEpochs),
    };
    await learn.fineTune(5, { freezeEpochs: 4, callbacks: [watch] });
    assert.deepEqual(epochs, [1, 1]);
  }));

test('under limitEpochs() a number of epochs that is not a positive integer is still refused', () =>
  withLine(async (learn) => {
    limitEpochs(1);
    await assert.rejects(
      learn.fit(2.5),
      /Expected a positive integer as the number of epochs, received 2\.5\./,
    );
  }));

test('under limitEpochs() the learning rate finder takes 25 steps, over all its rates', () =>
  withLine(async (learn) => {
    limitEpochs(1);
    const { rates, suggestions } = await learn.findLearningRate({
      stopDiv: false,
      suggest: ['valley', 'slide', 'minimum', 'steep'],
    });
    assert.equal(rates.length, 25);
    assert.ok(rates[0] < 1e-6 && rates[24] > 4);
    for (const rate of Object.values(suggestions)) assert.ok(rate > 0, JSON.stringify(suggestions));
  }));
