import { durationInWords } from '../base/clock';
import { megabytes } from '../base/number-text';

/** The progress of a transfer. */
export interface TransferProgress {
  /** Bytes on disk, including those of an earlier, interrupted transfer. */
  readonly done: number;
  /** Total number of bytes. */
  readonly total: number;
  /** Speed since the transfer was started or resumed; undefined where it does not matter. */
  readonly bytesPerSecond?: number;
}

/** What is being done with an archive. */
export type Activity = 'fetching' | 'unpacking';

/** What is called while a data set is searched, downloaded and unpacked. */
export interface TransferListener {
  /**
   * Called with a line about what happens, e.g. `Pets: from fastai's cache.`
   *
   * @param options
   * @param options.untilNext Whether it is about what is going on just now, and may be cleared when the next line or note comes.
   */
  line(text: string, options?: { untilNext: boolean }): void;
  /** Called with what must not be overlooked, e.g. that drawings replace the photos. */
  note(text: string): void;
  /**
   * Called as bytes arrive.
   *
   * @param activity What is being done.
   * @param title The data set's title, e.g. `Pets`.
   */
  progress(activity: Activity, title: string, progress: TransferProgress): void;
}

/**
 * Reports transfers as lines of text; a download prints one at every tenth of its bytes.
 *
 * @param print Prints a line; by default `console.log`.
 */
export function printTransfers(print: (line: string) => void = console.log): TransferListener {
  let report: ReturnType<typeof everyTenth> | undefined;
  return {
    line(text) {
      report = undefined;
      print(text);
    },
    note: print,
    progress(activity, title, progress) {
      if (activity !== 'fetching') return;
      report ??= everyTenth(title, print);
      report(progress);
    },
  };
}

/**
 * Reports a transfer as lines of text, one at every tenth of the bytes after the one it begins in.
 *
 * @param title The beginning of each line.
 * @param print Prints a line.
 * @returns A function to call as bytes arrive.
 */
export function everyTenth(
  title: string,
  print: (line: string) => void,
): (progress: TransferProgress) => void {
  let tenths = -1;
  return (progress) => {
    const now = Math.floor((10 * progress.done) / progress.total);
    if (now <= tenths) return;
    if (tenths >= 0) print(`${title}: ${transferText(progress)}`);
    tenths = now;
  };
}

/**
 * How far a transfer is, in words, e.g. `21.0 MB of 100.0 MB, 10.0 MB/s, 8 s left`.
 *
 * @param progress Without a speed only the sizes are written.
 */
export function transferText({ done, total, bytesPerSecond }: TransferProgress): string {
  const sizes = `${megabytes(done)} of ${megabytes(total)}`;
  if (bytesPerSecond === undefined) return sizes;
  const secondsLeft = (total - done) / Math.max(bytesPerSecond, 1);
  return `${sizes}, ${megabytes(bytesPerSecond)}/s, ${durationInWords(secondsLeft)} left`;
}
