/** What a transfer has come to. */
export interface TransferProgress {
  /** Bytes on disk, those of an earlier, interrupted transfer included. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number;
  /** Speed since the transfer was taken up; left out of the lines where it is not known. */
  readonly bytesPerSecond?: number;
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
  return ({ done, total, bytesPerSecond }) => {
    const now = Math.floor((10 * done) / total);
    if (now <= tenths) return;
    if (tenths >= 0) {
      const words = `${title}: ${megabytes(done)} of ${megabytes(total)}`;
      if (bytesPerSecond === undefined) print(words);
      else {
        const secondsLeft = Math.ceil((total - done) / Math.max(bytesPerSecond, 1));
        print(`${words}, ${megabytes(bytesPerSecond)}/s, ${secondsLeft} s left`);
      }
    }
    tenths = now;
  };
}

/**
 * A size in words, e.g. `811.7 MB`.
 *
 * @param bytes A size in bytes.
 */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
