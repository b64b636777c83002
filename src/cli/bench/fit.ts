import { setSeed } from '../../index';
import type { Turn } from './contestants';
import { LESSONS } from './lessons';

/** fovea's side of a lesson's whole fit: from the first epoch's start to the last one's end. */
async function fit(lesson: string): Promise<Turn> {
  setSeed(1);
  const { learn, fit } = await LESSONS[lesson]();
  const started = performance.now();
  await fit();
  const seconds = (performance.now() - started) / 1000;
  const { validLoss = Number.NaN, metrics } = learn.recorder.rows[learn.recorder.rows.length - 1];
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { seconds, peakMb, scores: { valid_loss: validLoss, ...metrics } };
}

fit(process.argv[2]).then((turn) => console.log(JSON.stringify(turn)));
