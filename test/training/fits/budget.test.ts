import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { Batch, BatchSource, Callback, LearnerData } from '../../../src/index';
import { tf } from '../../../src/index';
import { partWithin } from '../../../src/training/fits/budget';
import { onGpu } from '../../gpu';
import { paintTwelveDots, withLearner } from '../fit-cache/cached';
import { withLine } from '../line';

afterEach(() => {
  delete process.env.FOVEA_BUDGET;
});

test('partWithin() leaves a fit whole that fits', () => {
  // 2 epochs of 10 batches of 1 s and 5 s of validation: 30 s.
  const part = partWithin(30, { epochs: 2, batches: 10 }, { step: 1, validation: 5 });
  assert.deepEqual(part, { epochs: 2, batches: 10, validated: 1 });
});

test('partWithin() reduces epochs and batches by about the same factor', () => {
  // 16 epochs of 100 s: in a sixteenth of the time a quarter of the epochs, and a quarter of each.
  const part = partWithin(100, { epochs: 16, batches: 100 }, { step: 1, validation: 0 });
  assert.deepEqual(part, { epochs: 4, batches: 25, validated: 1 });
});

test('partWithin() lets validation take at most a quarter of the time: first fewer epochs', () => {
  // By the factor alone 4 epochs: 25 s of validation for each would be all of the 100 s.
  const part = partWithin(100, { epochs: 16, batches: 75 }, { step: 1, validation: 25 });
  assert.deepEqual(part, { epochs: 1, batches: 75, validated: 1 });
});

test('partWithin() then validates on a part', () => {
  const part = partWithin(100, { epochs: 2, batches: 200 }, { step: 1, validation: 50 });
  assert.deepEqual(part, { epochs: 1, batches: 75, validated: 0.5 });
});

test('partWithin() trains on one batch at least', () => {
  const part = partWithin(1, { epochs: 5, batches: 100 }, { step: 10, validation: 1 });
  assert.deepEqual(part, { epochs: 1, batches: 1, validated: 0.25 });
});

/** Batches of two whose reading takes so many milliseconds. */
function slowBatches(numBatches: number, milliseconds: number): BatchSource {
  return {
    numItems: 2 * numBatches,
    numBatches,
    batchSize: 2,
    async *batches() {
      for (let i = 0; i < numBatches; i++) {
        const start = performance.now();
        while (performance.now() - start < milliseconds);
        const inputs = tf.tensor4d([1, 0, 0, 2, 0, 0], [2, 1, 1, 3]);
        const targets = tf.tensor2d([3, 6], [2, 1]);
        const batch: Batch = { inputs, targets, items: [0, 1], dispose: () => tf.dispose([inputs, targets]) };
        yield batch;
      }
    },
  };
}

const slow = (): LearnerData => ({ train: slowBatches(1000, 10), valid: slowBatches(100, 5) });

test('a fit with a budget trains on a part, its schedule spans that part, and a note says what was left out', () =>
  withLine(async (learn) => {
    let notes: readonly string[] = [];
    const watch: Callback = {
      name: 'watch',
      beforeFit: (state) => {
        notes = state.notes ?? [];
      },
    };
    const weight = () => learn.model.parameters[2].save().values[0];
    const before = weight();
    await learn.fitOneCycle(10, { lrMax: 0.1, budget: 2 / 60, callbacks: [watch] });
    const { rows, rates, steps } = learn.recorder;
    assert.ok(rates.length >= 1 && rates.length < 400, `${rates.length} steps`);
    // One-cycle ends at a tiny rate: the last step is the end of the schedule.
    assert.ok(rates.length < 10 || rates[rates.length - 1][0] < 0.01, `${rates[rates.length - 1]}`);
    const items = 2 * steps[0];
    assert.deepEqual(
      notes.map((note) => note.replace(/validated on \d+ of 200/, 'validated on some of 200')),
      [
        `Budget of 0.033 minutes: ${rows.length} of 10 epochs, ${items} of 2,000 items an epoch, validated on some of 200.`,
      ],
    );
    assert.notEqual(weight(), before);
  }, slow()));

test('a budget in which everything fits changes nothing, not even random numbers', () =>
  withLine(async (learn) => {
    await learn.fit(2, { budget: 10 });
    const withBudget = [...learn.recorder.rawLosses];
    await withLine(async (other) => {
      await other.fit(2);
      assert.deepEqual(other.recorder.rawLosses, withBudget);
    });
  }));

test('fineTune() divides a budget between its two phases', () =>
  withLine(async (learn) => {
    const notes: string[] = [];
    const watch: Callback = {
      name: 'watch',
      beforeFit: (state) => void notes.push(...(state.notes ?? [])),
    };
    await learn.fineTune(9, { budget: 2 / 60, callbacks: [watch] });
    assert.equal(notes.length, 2);
    assert.match(notes[0], /^Budget of .* minutes: \d+ of 2,000 items an epoch, validated on \d+ of 200\.$/);
    assert.match(notes[1], /^Budget of .* minutes: \d of 9 epochs, .*\.$/);
  }, slow()));

test('FOVEA_BUDGET limits every fit; a smaller budget of its own still holds', () =>
  withLine(async (learn) => {
    process.env.FOVEA_BUDGET = String(1 / 60);
    const notes: string[] = [];
    const callbacks: Callback[] = [
      { name: 'watch', beforeFit: (state) => void notes.push(...(state.notes ?? [])) },
    ];
    await learn.fit(10, { callbacks });
    await learn.fit(10, { callbacks, budget: 100 });
    await learn.fit(10, { callbacks, budget: 0.01 });
    assert.deepEqual(
      notes.filter((note) => note.startsWith('Budget')).map((note) => note.split(':')[0]),
      ['Budget of 0.017 minutes', 'Budget of 0.017 minutes', 'Budget of 0.01 minutes'],
    );
  }, slow()));

test('a budget that is not a number of minutes above 0 is refused, in the option and in FOVEA_BUDGET', () =>
  withLine(async (learn) => {
    await assert.rejects(learn.fit(1, { budget: 0 }), {
      message: 'Expected a number of minutes above 0 as budget, received 0.',
    });
    process.env.FOVEA_BUDGET = 'short';
    await assert.rejects(learn.fit(1), {
      message:
        'Expected a number of minutes above 0 as FOVEA_BUDGET, received "short".\n  Set it to e.g. 5: each fit that would take longer then trains on a part. Without it all is trained.',
    });
    assert.equal(learn.recorder.rows.length, 0);
  }));

test('an interrupt while the speed is measured ends the fit before it begins', () => {
  const interrupting: BatchSource = {
    ...slowBatches(10, 1),
    async *batches() {
      process.kill(process.pid, 'SIGINT');
      yield* slowBatches(10, 1).batches();
    },
  };
  return withLine(
    async (learn) => {
      await assert.rejects(learn.fit(1, { budget: 1 }), {
        message: 'Stopped. The model is as it was before.',
      });
      assert.equal(learn.recorder.rows.length, 0);
      assert.equal(learn.model.parameters[2].save().values[0], 0);
    },
    { train: interrupting, valid: slowBatches(1, 1) },
  );
});

test('of a data loader a part is validated that is spread over all items, and a whole fit is as without a budget', async () => {
  const images = await paintTwelveDots();
  await withLearner(images, {}, async ({ dls: { valid } }) => {
    const part = valid.some(2);
    assert.deepEqual(part.items, [valid.items[0], valid.items[2]]);
    for await (const batch of part.batches()) {
      assert.deepEqual(batch.items, part.items);
      batch.dispose();
    }
  });
  const losses = (budget?: number) =>
    withLearner(images, {}, async (learn) => {
      await learn.fitOneCycle(1, { budget });
      return learn.recorder.rawLosses.slice();
    });
  if (!onGpu) assert.deepEqual(await losses(60), await losses());
});
