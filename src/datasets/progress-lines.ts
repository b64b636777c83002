import { durationInWords } from '../base/clock';

/** What a transfer has come to. */
export interface TransferProgress {
  /** Bytes on disk, those of an earlier, interrupted transfer included. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number;
  /** Speed since the transfer was taken up; left out where it does not matter. */
  readonly bytesPerSecond?: number;
}

/** What is being done to a file. */
export type Activity = 'fetching' | 'unpacking';

/** Who is told how a file is got. */
export interface TransferListener {
  /** One line about what happens, e.g. `Pets: from fastai's cache.` */
  line(text: string): void;
  /** What must not be overlooked, e.g. that drawings take the place of photos. */
  note(text: string): void;
  /**
   * Called as bytes come.
   *
   * @param title What they are of, e.g. `Pets`.
   */
  progress(activity: Activity, title: string, progress: TransferProgress): void;
}

/**
 * Tells of transfers in lines: while fetching one at every tenth of the bytes.
 *
 * @param print Where the lines go.
 */
export function printTransfers(print: (line: string) => void = console.log): TransferListener {
  let tell: ReturnType<typeof everyTenth> | undefined;
  return {
    line(text) {
      tell = undefined;
      print(text);
    },
    note: print,
    progress(activity, title, progress) {
      if (activity !== 'fetching') return;
      tell ??= everyTenth(title, print);
      tell(progress);
    },
  };
}

/**
 * Tells of a transfer in lines, one at every tenth of the bytes but the one it begins in.
 *
 * @param title What each line begins with.
 * @param print Where the lines go.
 * @returns Call it as bytes come.
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
 * @param progress Without a speed only the sizes are told.
 */
export function transferText({ done, total, bytesPerSecond }: TransferProgress): string {
  const sizes = `${megabytes(done)} of ${megabytes(total)}`;
  if (bytesPerSecond === undefined) return sizes;
  const secondsLeft = (total - done) / Math.max(bytesPerSecond, 1);
  return `${sizes}, ${megabytes(bytesPerSecond)}/s, ${durationInWords(secondsLeft)} left`;
}

/**
 * A size in words, e.g. `811.7 MB`.
 *
 * @param bytes A size in bytes.
 */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
