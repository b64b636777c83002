import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FoveaError } from '../../base/errors';
import type { Callback } from './callback';

/**
 * Writes the table of each fit to a CSV file: epoch, train_loss, valid_loss, metrics, time in seconds.
 *
 * @param file Path of the file. Its folder is made if missing, as in fastai.
 * @param options How to write.
 * @param options.append Adds to a file that exists instead of replacing it; by default false.
 * @returns A callback that serves any number of fits, one after the other.
 * @throws FoveaError naming the file, at the start of a fit or after an epoch, if it cannot be written.
 * @see fastai's `CSVLogger`.
 */
export function csvLog(file: string, { append = false } = {}): Callback {
  return {
    name: 'csvLog',
    beforeFit: ({ metricNames }) => {
      const header = `${['epoch', 'train_loss', 'valid_loss', ...metricNames, 'time'].join(',')}\n`;
      writing(file, () => {
        mkdirSync(dirname(file), { recursive: true });
        if (append) appendFileSync(file, header);
        else writeFileSync(file, header);
      });
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
      writing(file, () => appendFileSync(file, `${cells.join(',')}\n`));
    },
  };
}

function writing(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FoveaError(
      `csvLog cannot write ${file}: ${code ?? message}.`,
      'Give the path of a file in a folder that you may write.',
    );
  }
}
