import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { epochsMimeType, epochTable, showEpochs } from '../../src/display/epoch-table';
import { recordDisplays } from '../../src/display/jupyter';
import { progressText } from '../../src/display/progress';
import { showGraph } from '../../src/display/show-graph';
import type { FitState } from '../../src/training/callbacks/callback';

test('progressText() writes percent, counts, elapsed < remaining and the comment', () => {
  const progress = { done: 45, total: 100, elapsedSeconds: 10, comment: '0.4321' };
  assert.equal(progressText(progress), '45.00% [45/100 00:10<00:12 0.4321]');
  assert.equal(progressText({ done: 0, total: 3, elapsedSeconds: 0 }), '0.00% [0/3 00:00<?]');
});

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function startOfFit(numEpochs: number): Writable<FitState> {
  return {
    numEpochs,
    epoch: 0,
    phase: 'train',
    batch: 0,
    numBatches: 4,
    position: 0,
    lastLoss: Number.NaN,
    smoothLoss: Number.NaN,
    rows: [],
    metricNames: ['errorRate'],
    stop() {},
    interrupted: false,
    model: { name: 'resnet34' },
  } as unknown as FitState;
}

const row = (epoch: number) => ({
  epoch,
  trainLoss: 1.5,
  validLoss: 1.25,
  metrics: { errorRate: 0.5 },
  seconds: 62,
});

const header = 'epoch  train_loss  valid_loss   errorRate        time';
const line0 = '    0    1.500000    1.250000    0.500000       01:02';

test('epochTable() shows bars while it runs and only the table at the end', async () => {
  mock.timers.enable({ apis: ['Date'] });
  const recording = recordDisplays();
  const state = startOfFit(1);
  const table = epochTable();
  await table.beforeFit?.(state);
  await table.beforeEpoch?.(state);
  mock.timers.tick(1000);
  Object.assign(state, { batch: 1, smoothLoss: 2.34567 });
  await table.afterBatch?.(state);
  state.rows = [row(0)];
  await table.afterEpoch?.(state);
  await table.afterFit?.(state);
  recording.stop();
  mock.timers.reset();

  const [updates] = recording.displays;
  const pages = updates.map((bundle) => bundle['text/html'] as string);
  assert.ok(pages[2].includes('25.00% [1/4 00:01&lt;00:03 2.3457]'));
  assert.ok(pages[2].includes('aria-label="epochs"'));
  const last = pages[pages.length - 1];
  assert.ok(!last.includes('<progress'));
  assert.ok(last.includes('>1.500000</td>'));
  assert.equal(updates[updates.length - 1]['text/plain'], `${header}\n${line0}`);
});

test('epochTable() carries its rows as data too, for programs that read outputs', async () => {
  const recording = recordDisplays();
  const state = startOfFit(1);
  const table = epochTable();
  await table.beforeFit?.(state);
  await table.afterFit?.(Object.assign(state, { rows: [row(0)] }));
  recording.stop();
  const data = recording.displays[0].map((bundle) => bundle[epochsMimeType]);
  const epoch = {
    epoch: 0,
    train_loss: 1.5,
    valid_loss: 1.25,
    metrics: { errorRate: 0.5 },
    seconds: 62,
  };
  assert.deepEqual(data, [
    { learner: 'resnet34', epochs: [] },
    { learner: 'resnet34', epochs: [epoch] },
  ]);
});

test('epochTable() draws its bars at most every 0.2 s', async () => {
  mock.timers.enable({ apis: ['Date'] });
  const recording = recordDisplays();
  const state = startOfFit(1);
  const table = epochTable();
  await table.beforeFit?.(state);
  for (let i = 0; i < 10; i++) {
    mock.timers.tick(50);
    await table.afterBatch?.(state);
  }
  recording.stop();
  mock.timers.reset();
  assert.equal(recording.displays[0].length, 1 + 2);
});

/** The page while a fit runs whose forecast changes. */
async function whileRunning(changes: readonly Partial<Writable<FitState>>[]): Promise<string[]> {
  mock.timers.enable({ apis: ['Date'] });
  const recording = recordDisplays();
  const state = startOfFit(6);
  const table = epochTable();
  await table.beforeFit?.(state);
  for (const change of changes) {
    mock.timers.tick(1000);
    await table.afterBatch?.(Object.assign(state, change));
  }
  await table.afterFit?.(Object.assign(state, { rows: Array.from({ length: 6 }, (_, i) => row(i)) }));
  recording.stop();
  mock.timers.reset();
  return recording.displays[0].map((bundle) => {
    const lines = [...`${bundle['text/html']}`.matchAll(/<div class="fovea-quiet">(.*?)<\/div>/g)];
    return lines.map(([, line]) => line).join(' | ');
  });
}

const forecastOf = (seconds: number) => ({ forecast: { seconds, secondsPerEpoch: seconds / 6 } });

test('epochTable() says how long a fit takes that takes more than a minute, while it runs', async () => {
  assert.deepEqual(await whileRunning([{}, forecastOf(59), forecastOf(150)]), [
    '',
    '',
    '',
    'About 2.5 minutes: 6 epochs of 25 seconds.',
    '',
  ]);
});

test('epochTable() keeps a forecast that changes little, so that it can be read', async () => {
  const lines = await whileRunning([forecastOf(420), forecastOf(470), forecastOf(500)]);
  assert.deepEqual(lines, [
    '',
    'About 7 minutes: 6 epochs of 70 seconds.',
    'About 7 minutes: 6 epochs of 70 seconds.',
    'About 8.3 minutes: 6 epochs of 83 seconds.',
    '',
  ]);
});

test('epochTable() says how to shorten a long fit, and that a slower one follows', async () => {
  const lines = await whileRunning([{ ...forecastOf(2460), epochsToFollow: 3 }]);
  assert.equal(
    lines[1],
    'About 41 minutes: 6 epochs of 6.8 minutes, then 3 slower ones with all layers. With { budget: 10 } it trains on a part, for ten minutes.',
  );
});

test('epochTable() keeps the notes of a fit above its table', async () => {
  const recording = recordDisplays();
  const state = Object.assign(startOfFit(1), { notes: ['Goes on from 9 epochs.'], ...forecastOf(1000) });
  const table = epochTable();
  await table.beforeFit?.(state);
  await table.afterFit?.(Object.assign(state, { rows: [row(0)] }));
  recording.stop();
  const last = recording.displays[0].at(-1)!;
  assert.equal(last['text/plain'], `Goes on from 9 epochs.\n${header}\n${line0}`);
  assert.ok(`${last['text/html']}`.includes('<div class="fovea-quiet">Goes on from 9 epochs.</div><table'));
});

async function ending(change: Partial<Writable<FitState>>): Promise<string> {
  const recording = recordDisplays();
  const state = startOfFit(3);
  const table = epochTable();
  await table.beforeFit?.(state);
  await table.afterFit?.(Object.assign(state, { rows: [row(0)], epoch: 1, batch: 2 }, change));
  recording.stop();
  const [updates] = recording.displays;
  const last = updates[updates.length - 1];
  assert.ok((last['text/html'] as string).includes('class="fovea-bad"'));
  return last['text/plain'].split('\n').slice(2).join('\n');
}

test('epochTable() keeps the table of an interrupted fit and shows where it stopped', async () => {
  assert.equal(
    await ending({ interrupted: true, stopReason: 'interrupted' }),
    'Interrupted in epoch 1, after 2 of 4 training batches. The model keeps the weights it had then.',
  );
});

test('epochTable() shows why a callback stopped the fit', async () => {
  assert.equal(
    await ending({ stopReason: 'valid_loss did not improve' }),
    'Stopped after 1 of 3 epochs: valid_loss did not improve.',
  );
});

test('epochTable() shows that an error ended the fit', async () => {
  assert.equal(await ending({}), 'Ended by an error in epoch 1, after 2 of 4 training batches.');
});

test('showGraph() draws the losses again after each epoch, in one display', async () => {
  const recording = recordDisplays();
  const state = startOfFit(2);
  const graph = showGraph();
  await graph.beforeFit?.(state);
  for (const epoch of [0, 1]) {
    for (const smoothLoss of [4 - epoch, 3.5 - epoch]) {
      await graph.afterBatch?.(Object.assign(state, { phase: 'train', smoothLoss }));
      await graph.afterBatch?.(Object.assign(state, { phase: 'valid' }));
    }
    state.rows = [...state.rows, row(epoch)];
    await graph.afterEpoch?.(state);
  }
  recording.stop();
  assert.deepEqual(
    recording.displays.map((updates) => updates.map((bundle) => bundle['text/plain'])),
    [
      [
        'Loss by step over 2 steps; at the end train 3.5000, valid 1.2500.',
        'Loss by step over 4 steps; at the end train 2.5000, valid 1.2500.',
      ],
    ],
  );
});

test('epochTable() and showGraph() show nothing for a fit that ended before it reached them', async () => {
  const recording = recordDisplays();
  for (const callback of [epochTable(), showGraph()]) {
    const state = startOfFit(1);
    await callback.afterFit?.(state);
    await callback.beforeFit?.(state);
    await callback.afterFit?.(state);
    const drawn = recording.displays.map((updates) => updates.length);
    await callback.afterFit?.(state);
    assert.deepEqual(
      recording.displays.map((updates) => updates.length),
      drawn,
    );
  }
  recording.stop();
  assert.equal(recording.displays.length, 2);
});

const narrow =
  'epoch  train_loss  valid_loss  errorRate   time\n    0    1.500000    1.250000   0.500000  01:02';

/** What showEpochs() shows of a recorder. */
async function shownAgain(recorder: Parameters<typeof showEpochs>[0]): Promise<string> {
  const recording = recordDisplays();
  await showEpochs(recorder).finally(recording.stop);
  assert.equal(recording.displays[0][0][epochsMimeType], undefined);
  return recording.displays[0][0]['text/plain'];
}

test('showEpochs() draws the table of the last fit again, and says how far it is or how it ended', async () => {
  const recording = recordDisplays();
  const state = startOfFit(2);
  const rows = [row(0)];
  state.rows = rows;
  const table = epochTable();
  await table.beforeFit?.(state);
  assert.equal(await shownAgain({ rows }), `${narrow}\nStill running: 1 of 2 epochs.`);
  await table.afterFit?.(Object.assign(state, { stopReason: 'valid_loss did not improve' }));
  assert.equal(
    await shownAgain({ rows }),
    `${narrow}\nStopped after 1 of 2 epochs: valid_loss did not improve.`,
  );
  // The next fit, of the same recorder.
  rows.push(row(1));
  const next = Object.assign(startOfFit(2), { rows });
  await table.beforeFit?.(next);
  await table.afterFit?.(next);
  assert.match(await shownAgain({ rows }), /\nComplete: 2 of 2 epochs\.$/);
  // lrFind() clears the record.
  rows.length = 0;
  assert.match(await shownAgain({ rows }), /01:02\nComplete: 2 of 2 epochs\.$/);
  recording.stop();
});

test('showEpochs() draws the record of a learner without a table, and refuses one that was not trained', async () => {
  assert.equal(await shownAgain({ rows: [row(0)] }), `${narrow}\nComplete: 1 of 1 epochs.`);
  await assert.rejects(showEpochs({ rows: [] }), {
    message: 'Nothing was trained yet.\n  Call fineTune() or another fit first.',
  });
});
