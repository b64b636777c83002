import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Callback, Learner, LearnerData } from '../../../src/index';
import { temporaryFolder } from '../../temporary-folder';
import { withLine } from '../line';

/** A callback that collects the notes of each fit. */
function listener() {
  const notes: (readonly string[])[] = [];
  const callback: Callback = { name: 'listener', beforeFit: (state) => void notes.push(state.notes ?? []) };
  return { notes, callbacks: [callback] };
}

async function notesOf(run: (learn: Learner<LearnerData>, callbacks: Callback[]) => Promise<void>) {
  const { notes, callbacks } = listener();
  await withLine((learn) => run(learn, callbacks));
  return notes;
}

test('the first fit of a learner has no notes, a second one says what it goes on from', async () => {
  const notes = await notesOf(async (learn, callbacks) => {
    await learn.fit(1, { callbacks });
    await learn.fitOneCycle(8, { callbacks });
    await learn.fit(1, { callbacks });
  });
  assert.deepEqual(notes, [
    [],
    ['Goes on from 1 epoch; make a new learner to start afresh.'],
    ['Goes on from 9 epochs; make a new learner to start afresh.'],
  ]);
});

test('fineTune() goes on from nothing in its second phase, and says so when it is run again', async () => {
  const notes = await notesOf(async (learn, callbacks) => {
    await learn.fineTune(3, { callbacks });
    await learn.fineTune(3, { callbacks });
  });
  assert.deepEqual(notes, [[], [], ['Goes on from 4 epochs; make a new learner to start afresh.'], []]);
});

test('a fit after unfreeze() is the next phase and has no note, until it is run again', async () => {
  const notes = await notesOf(async (learn, callbacks) => {
    learn.freeze();
    await learn.fit(1, { callbacks });
    learn.unfreeze();
    await learn.fit(2, { callbacks });
    learn.unfreeze();
    await learn.fit(2, { callbacks });
  });
  assert.deepEqual(notes, [[], [], ['Goes on from 3 epochs; make a new learner to start afresh.']]);
});

test('the learning rate finder is nothing to go on from', async () => {
  const notes = await notesOf(async (learn, callbacks) => {
    await learn.findLearningRate();
    await learn.fit(1, { callbacks });
  });
  assert.deepEqual(notes, [[]]);
});

test('after an interrupt in the first epoch a fit goes on from an interrupted epoch', async () => {
  const stop: Callback = { name: 'stop', afterBatch: () => void process.kill(process.pid, 'SIGINT') };
  const notes = await notesOf(async (learn, callbacks) => {
    await learn.fit(1, { callbacks: [stop] });
    await learn.fit(1, { callbacks });
  });
  assert.deepEqual(notes, [['Goes on from an interrupted epoch; make a new learner to start afresh.']]);
});

test('after load() nothing is known of the weights, so nothing is said', async () => {
  const file = join(temporaryFolder(), 'line.safetensors');
  const notes = await notesOf(async (learn, callbacks) => {
    await learn.fit(1, { callbacks });
    await learn.save(file);
    await learn.load(file);
    await learn.fit(1, { callbacks });
  });
  assert.deepEqual(notes, [[], []]);
});

test('a fit that is refused does not count', async () => {
  const refuse: Callback = {
    name: 'refuse',
    beforeFit: () => {
      throw new Error('not now');
    },
  };
  const notes = await notesOf(async (learn, callbacks) => {
    await learn.fit(1, { callbacks });
    await assert.rejects(learn.fit(1, { callbacks: [refuse] }), { message: 'not now' });
    await learn.fit(1, { callbacks });
  });
  assert.deepEqual(notes, [[], ['Goes on from 1 epoch; make a new learner to start afresh.']]);
});
