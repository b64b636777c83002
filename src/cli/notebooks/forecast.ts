/** The times of a run of a notebook, in seconds from its start. */
export interface Timeline {
  /** When each epoch of its fits ended. */
  readonly epochs: readonly number[];
  /** When the run ended, its handout included. */
  readonly end: number;
}

/** One of the notebooks that are run, as far as it has come. */
export interface NotebookProgress {
  /** The times of another run of it, on this machine or a faster or slower one; undefined if nothing is known. */
  readonly expected?: Timeline;
  /** Seconds since its start, until its end if it has ended; undefined while it waits. */
  readonly seconds?: number;
  /** When its epochs ended, so far. */
  readonly epochs: readonly number[];
  readonly hasEnded: boolean;
}

/**
 * The longest first, so that the last ones to run are short and all lanes end at about the same time. What nothing is known about
 * comes before them all: it may be long.
 */
export function longestFirst<T extends { readonly expected?: Timeline }>(notebooks: readonly T[]): T[] {
  const seconds = ({ expected }: T) => expected?.end ?? Number.POSITIVE_INFINITY;
  return [...notebooks].sort((a, b) => (seconds(a) === seconds(b) ? 0 : seconds(b) - seconds(a)));
}

/**
 * For how long a run will still take. A notebook that runs goes on at the pace that its epochs have shown, in proportion to the expected
 * times; one that waits will run at the mean pace of the others.
 *
 * @param notebooks In the order in which they are begun.
 * @param lanes How many run at a time.
 * @returns Seconds; undefined if nothing is known of a notebook that has not ended.
 */
export function secondsLeft(notebooks: readonly NotebookProgress[], lanes: number): number | undefined {
  const unfinished = notebooks.filter(({ hasEnded }) => !hasEnded);
  if (unfinished.some(({ expected }) => !expected)) return undefined;
  const mean = meanPace(notebooks);
  const busy = unfinished.filter(({ seconds }) => seconds !== undefined).map((one) => remaining(one, mean));
  const free = Array.from({ length: Math.max(0, lanes - busy.length) }, () => 0);
  const ends = [...busy, ...free];
  for (const one of unfinished) {
    if (one.seconds !== undefined) continue;
    const next = ends.indexOf(Math.min(...ends));
    ends[next] += remaining(one, mean);
  }
  return Math.max(...ends);
}

/** Times of this run over the expected ones, of all notebooks that show any; 1 if none does. */
function meanPace(notebooks: readonly NotebookProgress[]): number {
  let [actual, expected] = [0, 0];
  for (const notebook of notebooks) {
    const { seconds, expected: timeline, epochs, hasEnded } = notebook;
    if (!timeline || seconds === undefined) continue;
    const done = Math.min(epochs.length, timeline.epochs.length);
    if (!hasEnded && done === 0) continue;
    actual += hasEnded ? seconds : epochs[done - 1];
    expected += hasEnded ? timeline.end : timeline.epochs[done - 1];
  }
  return expected > 0 ? actual / expected : 1;
}

/** Seconds to a notebook's end. */
function remaining({ expected, seconds = 0, epochs }: NotebookProgress, mean: number): number {
  const { epochs: times, end } = expected as Timeline;
  const done = Math.min(epochs.length, times.length);
  const shown = done > 0 ? epochs[done - 1] / times[done - 1] : mean;
  // An epoch that has taken longer than expected slows the forecast before it ends.
  const pace = Math.max(shown, seconds / (times[done] ?? end));
  return pace * end - seconds;
}

/** A forecast in words, e.g. `about 40 seconds` or `about 3 minutes`. */
export function aboutText(seconds: number): string {
  const tens = Math.max(10, 10 * Math.round(seconds / 10));
  if (tens < 100) return `about ${tens} seconds`;
  return `about ${Math.max(2, Math.round(seconds / 60))} minutes`;
}
