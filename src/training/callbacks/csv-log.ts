import { appendFileSync, writeFileSync } from 'node:fs';
import type { Callback } from './callback';

/**
 * Writes the table of each fit to a CSV file: epoch, train_loss, valid_loss, metrics, time in seconds.
 *
 * @param file Path of the file.
 * @param options How to write.
 * @param options.append Adds to a file that exists instead of replacing it; by default false.
 * @returns A callback that serves any number of fits, one after the other.
 * @see fastai's `CSVLogger`.
 */
export function csvLog(file: string, { append = false } = {}): Callback {
  return {
    name: 'csvLog',
    beforeFit: ({ metricNames, validates = true }) => {
      const validation = validates ? ['valid_loss', ...metricNames] : [];
      const header = lineOf(['epoch', 'train_loss', ...validation, 'time']);
      if (append) appendFileSync(file, header);
      else writeFileSync(file, header);
    },
    afterEpoch: ({ rows, metricNames, validates = true }) => {
      const { epoch, trainLoss, validLoss = '', metrics, seconds } = rows[rows.length - 1];
      const validation = validates ? [validLoss, ...metricNames.map((name) => metrics[name])] : [];
      appendFileSync(file, lineOf([epoch, trainLoss, ...validation, seconds]));
    },
  };
}

function lineOf(cells: readonly (string | number)[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(',')}\n`;
}
