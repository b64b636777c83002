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
    beforeFit: ({ metricNames }) => {
      const header = `${['epoch', 'train_loss', 'valid_loss', ...metricNames, 'time'].join(',')}\n`;
      if (append) appendFileSync(file, header);
      else writeFileSync(file, header);
    },
    afterEpoch: ({ rows, metricNames }) => {
      const { epoch, trainLoss, validLoss, metrics, seconds } = rows[rows.length - 1];
      const cells = [
        epoch,
        trainLoss,
        validLoss ?? '',
        ...metricNames.map((name) => metrics[name] ?? ''),
        seconds,
      ];
      appendFileSync(file, `${cells.join(',')}\n`);
    },
  };
}
