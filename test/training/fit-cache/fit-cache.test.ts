import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { before, beforeEach, test } from 'node:test';
import { putSharedRandom, sharedRandom } from '../../../src/base/random';
import { epochsMimeType } from '../../../src/display/epoch-table';
import { recordDisplays } from '../../../src/display/jupyter';
import { type Callback, csvLog, earlyStopping, type Learner } from '../../../src/index';
import { onGpu } from '../../gpu';
import { leavesNoTensors } from '../../leaves-no-tensors';
import { temporaryFolder } from '../../temporary-folder';
import { numbersOf, ownFolderOfFits, paintTwelveDots, withLearner } from './cached';

const ROOT = join(__dirname, '..', '..', '..');
const skip = onGpu && 'a GPU adds up in another order each time';
let images = '';
let fits = '';
before(async () => {
  images = await paintTwelveDots();
});
beforeEach(() => {
  fits = ownFolderOfFits();
});

const DATE = String.raw`\d{1,2} \w{3,4} \d{4}, \d\d:\d\d`;
const FROM_CACHE = new RegExp(
  `^From the cache: trained on ${DATE} in \\d+ s\\. Without the option cache it trains again\\.$`,
);

test(
  'a fit with cache: true is there again for a learner made by the same cells, and what follows is the same',
  {
    skip,
  },
  () =>
    leavesNoTensors(async () => {
      const run = (learn: Learner) => learn.fitOneCycle(2, { lrMax: 1e-2, cache: true });
      const trained = await withLearner(images, {}, async (learn, seen) => {
        await run(learn);
        assert.deepEqual(seen, { steps: 4, notes: [] });
        const numbers = numbersOf(learn);
        await learn.fit(1);
        return [numbers, numbersOf(learn).record.rawLosses];
      });
      await withLearner(images, {}, async (learn, seen) => {
        await run(learn);
        assert.equal(seen.steps, 0);
        assert.equal(seen.notes.length, 1);
        assert.match(seen.notes[0], FROM_CACHE);
        const numbers = numbersOf(learn);
        // Shuffling, augmentation and dropout of the next fit are drawn from where the first one ended.
        await learn.fit(1);
        assert.deepEqual([numbers, numbersOf(learn).record.rawLosses], trained);
      });
    }),
);

test('cache: true changes nothing of what is computed', { skip }, async () => {
  const run = (cache: boolean) =>
    withLearner(images, {}, async (learn) => {
      await learn.fitOneCycle(1, { cache });
      return numbersOf(learn).record.rawLosses;
    });
  assert.deepEqual(await run(true), await run(false));
});

test('both fits of fineTune() are kept, and the first one serves another number of epochs in the second', async () => {
  const run = (epochs: number) =>
    withLearner(images, {}, async (learn, seen) => {
      await learn.fineTune(epochs, { cache: true });
      return [seen.steps, learn.recorder.rows.length];
    });
  assert.deepEqual(await run(1), [4, 1]);
  assert.deepEqual(await run(1), [0, 1]);
  assert.deepEqual(await run(2), [4, 2]);
});

test('a second fit of a learner is not the first one: it trains, goes on from it, and is kept too', async () => {
  const run = () =>
    withLearner(images, {}, async (learn, seen) => {
      await learn.fit(1, { cache: true });
      await learn.fit(1, { cache: true });
      return seen;
    });
  const goesOn = 'Goes on from 1 epoch; make a new learner to start afresh.';
  assert.deepEqual(await run(), { steps: 4, notes: [goesOn] });
  const again = await run();
  assert.equal(again.steps, 0);
  assert.equal(again.notes[0], goesOn);
  assert.match(again.notes[1], FROM_CACHE);
});

test('the table of a kept fit shows the recorded rows, and csvLog() writes them', async () => {
  const file = join(temporaryFolder(), 'log.csv');
  const run = () =>
    withLearner(images, { learner: { callbacks: [csvLog(file)] } }, async (learn) => {
      const recording = recordDisplays();
      await learn.fit(2, { cache: true });
      recording.stop();
      const last = recording.displays.flat().at(-1);
      return [last?.[epochsMimeType], last?.['text/plain'].split('\n').slice(-3), readFileSync(file, 'utf8')];
    });
  const trained = await run();
  assert.deepEqual(await run(), trained);
  assert.equal((trained[2] as string).split('\n').length, 4);
});

test('a fit that was stopped is not kept, one that a built-in callback ended is, with the reason', async () => {
  const stopper: Callback = {
    name: 'stopper',
    observes: true,
    beforeBatch: () => void process.kill(process.pid, 'SIGINT'),
  };
  await withLearner(images, {}, (learn) => learn.fit(1, { cache: true, callbacks: [stopper] }));
  assert.ok(!existsSync(fits));
  const run = () =>
    withLearner(
      images,
      { learner: { callbacks: [earlyStopping({ minDelta: 100 })] } },
      async (learn, seen) => {
        const recording = recordDisplays();
        await learn.fit(5, { cache: true });
        recording.stop();
        return [seen.steps, recording.displays.flat().at(-1)?.['text/plain'].split('\n').at(-1)];
      },
    );
  const reason = 'Stopped after 2 of 5 epochs: no improvement since epoch 0: early stopping.';
  assert.deepEqual(await run(), [4, reason]);
  assert.deepEqual(await run(), [0, reason]);
});

test('without setSeed() a fit is not kept', async () => {
  await withLearner(images, {}, async (learn, seen) => {
    putSharedRandom({ ...sharedRandom(), isSeeded: false });
    await learn.fit(1, { cache: true });
    assert.deepEqual(seen.notes, [
      'Not cached. Without setSeed() no later run draws the same random numbers.',
    ]);
  });
  assert.ok(!existsSync(fits));
});

test('FOVEA_FITS_GB=0 keeps and takes nothing', async () => {
  process.env.FOVEA_FITS_GB = '0';
  const run = () =>
    withLearner(images, {}, async (learn, seen) => {
      await learn.fit(1, { cache: true });
      return seen;
    });
  assert.deepEqual(
    [await run(), await run()],
    [
      { steps: 2, notes: [] },
      { steps: 2, notes: [] },
    ],
  );
  assert.ok(!existsSync(fits));
});

const runOnce = () =>
  withLearner(images, {}, async (learn, seen) => {
    await learn.fit(1, { cache: true });
    return seen;
  });

test('a kept result that is damaged is trained and written again', async () => {
  await runOnce();
  const [name] = readdirSync(fits);
  for (const bytes of [0, 100, 5000]) {
    truncateSync(join(fits, name), bytes);
    assert.equal((await runOnce()).steps, 2, `${bytes} bytes`);
    assert.equal((await runOnce()).steps, 0);
  }
});

test('where the folder cannot be written to, the fit trains and says so', async () => {
  mkdirSync(dirname(fits), { recursive: true });
  writeFileSync(fits, 'a file, not a folder');
  assert.deepEqual(await runOnce(), {
    steps: 2,
    notes: [`Not cached. The folder ${fits} cannot be written to: a file has its name.`],
  });
});

test('a result that is larger than all may be is not kept', async () => {
  process.env.FOVEA_FITS_GB = '0.000001';
  const { notes } = await runOnce();
  assert.match(
    notes[0],
    /^Not cached\. Its result takes \d+\.\d MB, and results of fits may take 0\.0 MB here \(FOVEA_FITS_GB\)\.$/,
  );
  assert.deepEqual(readdirSync(dirname(fits)), []);
});

const PROGRAM = `
const { withLearner } = require('./test/training/fit-cache/cached');
withLearner(process.argv[1], {}, async (learn, seen) => {
  await learn.fineTune(1, { cache: true });
  console.log(JSON.stringify([seen.steps, learn.recorder.rawLosses]));
});`;

test('a fit is there again in another process', { skip }, () => {
  const run = (): [number, number[]] => {
    const args = ['--import', 'tsx', '-e', PROGRAM, images];
    const { stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
    return JSON.parse(stdout);
  };
  const [steps, losses] = run();
  assert.equal(steps, 4);
  assert.deepEqual(run(), [0, losses]);
});
