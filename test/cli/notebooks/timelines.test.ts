import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { noteTimeline, timelineOf } from '../../../src/cli/notebooks/timelines';
import { root } from '../../../src/cli/repository';
import { temporaryFolder } from '../../temporary-folder';

const mode = { data: 'mini', quick: false, cores: 1 };
const mine = { name: 'mine', path: join(root, 'notebooks', 'mine.ipynb') };
const timeline = { epochs: [10, 20], end: 25 };

test('a notebook has the timeline of its last run in the same mode', () => {
  const file = join(temporaryFolder(), 'notes', 'timelines.json');
  assert.equal(timelineOf(mine, mode, file), undefined);
  noteTimeline(mine, mode, { epochs: [1, 2], end: 3 }, file);
  noteTimeline(mine, mode, timeline, file);
  assert.deepEqual(timelineOf(mine, mode, file), { timeline, isOwn: true });
  for (const other of [
    { ...mode, cores: 2 },
    { ...mode, quick: true },
    { ...mode, data: '/photos' },
  ]) {
    assert.equal(timelineOf(mine, other, file), undefined);
  }
});

test('a damaged file of timelines counts as none, and is replaced', () => {
  const file = join(temporaryFolder(), 'timelines.json');
  writeFileSync(file, '{"half');
  assert.equal(timelineOf(mine, mode, file), undefined);
  noteTimeline(mine, mode, timeline, file);
  assert.deepEqual(timelineOf(mine, mode, file), { timeline, isOwn: true });
});

test('the timeline of a notebook outside the clone is not kept', () => {
  const file = join(temporaryFolder(), 'timelines.json');
  noteTimeline({ name: 'other', path: join(temporaryFolder(), 'other.ipynb') }, mode, timeline, file);
  assert.equal(existsSync(file), false);
});
