import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FoveaError } from '../../base/errors';
import { expectPath } from '../../base/expect-path';
import { systemReason } from '../../base/system-error';
import type { Callback } from './callback';

/**
 * Writes the table of each fit to a CSV file: epoch, train_loss, valid_loss, metrics, time in seconds.
 *
 * @param path Path of the file. Folders above it are made.
 * @param options How to write.
 * @param options.append Adds to a file that exists instead of replacing it; by default false.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError if `path` is no path; when a fit begins, if it cannot be written.
 * @see fastai's `CSVLogger`.
 */
export function csvLog(path: string, { append = false } = {}): Callback {
  const file = expectPath(path, 'a file in csvLog');
  return {
    name: 'csvLog',
    observes: true,
    beforeFit: ({ metricNames, validates = true }) => {
      const validation = validates ? ['valid_loss', ...metricNames] : [];
      const header = lineOf(['epoch', 'train_loss', ...validation, 'time']);
      writing(file, () => {
        mkdirSync(dirname(file), { recursive: true });
        if (append) appendFileSync(file, header);
        else writeFileSync(file, header);
      });
    },
    afterEpoch: ({ rows, metricNames, validates = true }) => {
      const { epoch, trainLoss, validLoss = '', metrics, seconds } = rows[rows.length - 1];
      const validation = validates ? [validLoss, ...metricNames.map((name) => metrics[name])] : [];
      const line = lineOf([epoch, trainLoss, ...validation, seconds]);
      writing(file, () => appendFileSync(file, line));
    },
  };
}

function lineOf(cells: readonly (string | number)[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(',')}\n`;
}

function writing(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new FoveaError(
      `csvLog cannot write ${file}: ${systemReason(error)}.`,
      'Name a file in a folder that you may write to, and check that the disk is not full.',
    );
  }
}
