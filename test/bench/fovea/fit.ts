import { readLesson } from './lesson';
import type { Turn } from './turn';

/** fovea's side of a lesson's whole fit: from the first epoch's start to the last one's end. */
async function timeFit(file: string): Promise<Turn> {
  const lesson = await readLesson(file);
  const started = performance.now();
  const learn = await lesson.fit();
  const seconds = (performance.now() - started) / 1000;
  const { validLoss = Number.NaN, metrics } = learn.recorder.rows[learn.recorder.rows.length - 1];
  const peakMb = process.resourceUsage().maxRSS / 1024;
  return { seconds, peakMb, scores: { valid_loss: validLoss, ...metrics } };
}

timeFit(process.argv[2]).then((turn) => console.log(JSON.stringify(turn)));
