import { appendFileSync } from 'node:fs';
import type { Callback } from './callbacks/callback';

let fits = 0;

/**
 * Appends each finished epoch to a file, one JSON object a line: notebook, learner, fit, epoch, train_loss, valid_loss,
 * metrics, seconds and the process's peak memory in MB so far.
 *
 * @param file Path; `FOVEA_RESULTS` where visionLearner adds this callback.
 * @param learner What was trained, e.g. `resnet34`.
 */
export function resultsFile(file: string, learner: string): Callback {
  let fit = 0;
  return {
    name: 'resultsFile',
    beforeFit: () => {
      fit = fits++;
    },
    afterEpoch: ({ rows }) => {
      const { epoch, trainLoss, validLoss, metrics, seconds } = rows[rows.length - 1];
      const line = {
        notebook: process.env.FOVEA_NOTEBOOK,
        learner,
        fit,
        epoch,
        train_loss: trainLoss,
        valid_loss: validLoss,
        metrics,
        seconds,
        peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
      };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    },
  };
}
