import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { noteTimeline, timelineOf } from '../../../src/cli/notebooks/timelines';
import { findNotebooks, root } from '../../../src/cli/repository';
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

test('before its first run a lesson has the timeline of another machine, if it is run whole on the drawn sets', () => {
  const file = join(temporaryFolder(), 'timelines.json');
  const epochs: Record<string, number> = { '1-pets': 9, '2-pascal': 7, '3-camvid': 14, '4-biwi': 10 };
  for (const lesson of findNotebooks(join(root, 'notebooks'), [])) {
    const [oneCore, twoCores] = [1, 2].map((cores) => timelineOf(lesson, { ...mode, cores }, file));
    assert.ok(oneCore && twoCores && !oneCore.isOwn, lesson.name);
    assert.equal(oneCore.timeline.end, 1.5 * twoCores.timeline.end);
    const times = [0, ...twoCores.timeline.epochs, twoCores.timeline.end];
    assert.equal(times.length, epochs[lesson.name] + 2, lesson.name);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    for (const other of [
      { ...mode, quick: true, data: 'few' },
      { ...mode, data: '/photos' },
    ]) {
      assert.equal(timelineOf(lesson, other, file), undefined);
    }
  }
});
