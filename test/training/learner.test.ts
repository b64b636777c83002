import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Callback, setSeed, slice, tf } from '../../src/index';
import { scope } from '../../src/layers';
import { assertClose } from '../leaves-no-tensors';
import { withLine } from './line';

test('fit() finds the slope of a line', () =>
  withLine(async (learn) => {
    await learn.fit(30, { lr: 0.1, wd: 0 });
    assertClose(learn.model.parameters[2].save().values, [3], 0.05);
  }));

test('fit() records a row an epoch, with the debiased moving average of the training loss', () =>
  withLine(async (learn) => {
    await learn.fit(2, { lr: 0 });
    const { rows } = learn.recorder;
    assert.deepEqual(
      rows.map((row) => row.epoch),
      [0, 1],
    );
    // (3^2 + 6^2) / 2 in every batch; a mean of equal numbers is that number.
    assertClose(
      rows.flatMap((row) => [row.trainLoss, row.validLoss ?? Number.NaN]),
      [22.5, 22.5, 22.5, 22.5],
      1e-4,
    );
  }));

test('fitOneCycle() with slice(b) trains the first groups at b / 10', () =>
  withLine(async (learn) => {
    await learn.fitOneCycle(1, { lrMax: slice(1), pctStart: 0.5 });
    assertClose(learn.recorder.rates[2], [0.1, 0.1, 1], 1e-9);
  }));

test('fineTune() trains frozen at baseLr, then at baseLr / 2 for the head and a hundredth of it for the first group', () =>
  withLine(async (learn) => {
    const seen: number[][] = [];
    const frozenTo: number[] = [];
    const watch: Callback = {
      name: 'watch',
      afterBatch: ({ phase }) => {
        if (phase !== 'train') return;
        seen.push(learn.optimizer.hypers.map(({ rate }) => rate));
        frozenTo.push(learn.optimizer.frozenTo);
      },
    };
    await learn.fineTune(5, { baseLr: 1, callbacks: [watch] });
    assert.deepEqual(frozenTo, [2, 2, 2, 2, ...Array.from({ length: 20 }, () => 0)]);
    const highest = [0, 1, 2].map((group) => Math.max(...seen.slice(4).map((rates) => rates[group])));
    assertClose(highest, [0.005, 0.05, 0.5], 1e-6);
  }));

test('fineTune() uses the given momentums in both phases', () =>
  withLine(async (learn) => {
    const momentums: number[] = [];
    const watch: Callback = {
      name: 'watch',
      afterBatch: ({ phase }) => {
        if (phase === 'train') momentums.push(learn.optimizer.hypers[0].momentum);
      },
    };
    await learn.fineTune(1, { moms: [0.5, 0.5, 0.5], callbacks: [watch] });
    assertClose(momentums, new Array(8).fill(0.5));
  }));

test('a callback can stop the fit after a batch; the epoch is not counted', () =>
  withLine(async (learn) => {
    const stopper: Callback = { name: 'stopper', afterBatch: (state) => state.stop('enough') };
    await learn.fit(3, { callbacks: [stopper] });
    assert.equal(learn.recorder.rawLosses.length, 1);
  }));

test('an error in a callback reaches the caller, and afterFit still runs', () =>
  withLine(async (learn) => {
    const events: string[] = [];
    const broken: Callback = {
      name: 'broken',
      beforeBatch: () => {
        throw new Error('broken callback');
      },
      afterFit: () => void events.push('afterFit'),
    };
    await assert.rejects(learn.fit(1, { callbacks: [broken] }), /broken callback/);
    assert.deepEqual(events, ['afterFit']);
  }));

test('an interrupt stops the fit at the next batch, keeps the weights and puts the hyper-parameters back', () =>
  withLine(async (learn) => {
    const interrupter: Callback = {
      name: 'interrupter',
      afterBatch: ({ batch, epoch }) => {
        if (epoch === 1 && batch === 2) process.kill(process.pid, 'SIGINT');
      },
    };
    await learn.fitOneCycle(5, { lrMax: 0.1, callbacks: [interrupter] });
    assert.equal(learn.recorder.rows.length, 1);
    assert.ok(learn.recorder.rawLosses.length < 12);
    assert.ok(learn.model.parameters[2].save().values[0] > 0);
    assert.equal(learn.optimizer.hypers[0].rate, 1e-3);
  }));

test('fit() refuses a number of epochs that is not a positive integer', () =>
  withLine(async (learn) => {
    await assert.rejects(learn.fit(0), {
      message: 'Expected a positive integer as the number of epochs, received 0.',
    });
    await assert.rejects(learn.fit(1.5), {
      message: 'Expected a positive integer as the number of epochs, received 1.5.',
    });
  }));

test('fit() refuses rates that do not fit the groups', () =>
  withLine(async (learn) => {
    await assert.rejects(learn.fit(1, { lr: [1, 2] }), {
      message:
        'Expected a learning rate for each of 3 parameter groups, received [1,2].\n  Give a number, slice(lowest, highest), slice(highest), or one number for each group.',
    });
  }));

test('getPreds() gives predictions, decisions, targets and losses of every item', () =>
  withLine(async (learn) => {
    const result = await learn.getPreds({ withLoss: true });
    assertClose(result.targets.dataSync(), [3, 6]);
    assertClose(result.losses ?? [], [9, 36]);
    assert.equal(result.items.length, 2);
    result.dispose();
  }));

test('validate() gives the loss over the validation set', () =>
  withLine(async (learn) => {
    const { loss } = await learn.validate();
    assertClose([loss], [22.5]);
  }));

test('setSeed() makes the same model twice', () => {
  const draw = () => {
    setSeed(3);
    const weight = scope().declare('w', 'linear', [2, 2], { deviation: 1 });
    const { values } = weight.save();
    weight.dispose();
    return [...values];
  };
  assert.deepEqual(draw(), draw());
});

test('a second fit while one is under way is refused, and so is freezing', () =>
  withLine(async (learn) => {
    const first = learn.fit(1);
    const refused = {
      message:
        'This learner is being trained already.\n  Wait for the cell that trains it; did it forget "await"?',
    };
    await assert.rejects(learn.fit(1), refused);
    assert.throws(() => learn.unfreeze(), refused);
    await first;
    assert.equal(learn.recorder.rows.length, 1);
    learn.unfreeze();
  }));

test('afterFit runs only for callbacks whose beforeFit succeeded, and the first error is the one that is thrown', () =>
  withLine(async (learn) => {
    const events: string[] = [];
    const noted: Callback = { name: 'noted', order: -1, afterFit: () => void events.push('noted') };
    const broken: Callback = {
      name: 'broken',
      beforeFit: () => {
        throw new Error('no such folder');
      },
      afterFit: () => void events.push('broken'),
    };
    await assert.rejects(learn.fit(1, { callbacks: [noted, broken] }), /no such folder/);
    assert.deepEqual(events, ['noted']);
  }));

test('fineTune() without frozen epochs trains everything at once', () =>
  withLine(async (learn) => {
    await learn.fineTune(1, { freezeEpochs: 0 });
    assert.equal(learn.optimizer.frozenTo, 0);
    assert.equal(learn.recorder.rows.length, 1);
  }));

test('validating draws nothing from the shared seed', () =>
  withLine(async (learn) => {
    const drawn = async (before: () => Promise<unknown>) => {
      setSeed(5);
      await before();
      const weight = scope().declare('w', 'linear', [1, 1], { deviation: 1 });
      const [value] = weight.save().values;
      weight.dispose();
      return value;
    };
    assert.equal(await drawn(() => learn.validate()), await drawn(async () => {}));
  }));

test('the stop button ends validate() too', () =>
  withLine(async (learn) => {
    const forever = { ...learn.dls.valid, batches: () => stoppedAtBatch(3) };
    await assert.rejects(learn.validate({ loader: forever }), { message: 'Stopped.' });
  }));

/** Batches without end; the stop button is pressed at one of them. */
async function* stoppedAtBatch(pressedAt: number) {
  for (let count = 1; ; count++) {
    if (count === pressedAt) process.kill(process.pid, 'SIGINT');
    const inputs = tf.zeros<tf.Rank.R4>([1, 1, 1, 3]);
    const targets = tf.zeros([1, 1]);
    yield { inputs, targets, items: [0], dispose: () => tf.dispose([inputs, targets]) };
  }
}
