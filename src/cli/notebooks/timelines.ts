import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type NotebookFile, root } from '../repository';
import type { Timeline } from './forecast';
import { lessonTimeline } from './lesson-timelines';

const FILE = join(root, '.cache', 'notebooks', 'timelines.json');

/** How notebooks are run, as far as it decides how long they take. */
export interface RunMode {
  /** A folder, or the name of stand-ins. */
  readonly data: string;
  readonly quick: boolean;
  /** Cores of each lane. */
  readonly cores: number;
}

/** What is known of how long a notebook takes, and from where. */
export interface KnownTimeline {
  readonly timeline: Timeline;
  /** Whether it was run on this machine before, as it is run now. */
  readonly isOwn: boolean;
}

/**
 * The times of the last run of a notebook on this machine; or, if it is a lesson and is run whole on the drawn sets, of one on another
 * machine.
 *
 * @param file Where earlier runs are noted.
 */
export function timelineOf(notebook: NotebookFile, mode: RunMode, file = FILE): KnownTimeline | undefined {
  const own = read(file)[keyOf(notebook, mode)];
  if (own) return { timeline: own, isOwn: true };
  if (mode.quick || mode.data !== 'mini') return undefined;
  const timeline = lessonTimeline(relative(root, notebook.path), mode.cores);
  return timeline && { timeline, isOwn: false };
}

/** Notes the times of a run of a notebook in this clone; others may lie in a folder that soon disappears. */
export function noteTimeline(notebook: NotebookFile, mode: RunMode, timeline: Timeline, file = FILE): void {
  if (relative(root, notebook.path).startsWith('..')) return;
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, JSON.stringify({ ...read(file), [keyOf(notebook, mode)]: timeline }));
  renameSync(next, file);
}

const keyOf = ({ path }: NotebookFile, { data, quick, cores }: RunMode) =>
  [relative(root, path), data, quick ? 'quick' : 'whole', `cores: ${cores}`].join(', ');

function read(file: string): Record<string, Timeline> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Nothing was noted yet, or the file is damaged: forecasts are guesses then.
    return {};
  }
}
