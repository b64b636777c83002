import type { BatchSource, TargetBlock } from '../data/block';
import type { RgbImage } from '../images/image';
import type { tf } from '../tensorflow/tf';
import { describe } from './annotate';
import { gridCount, gridShape, imageGrid } from './image-grid';
import { openDisplay } from './jupyter';
import type { GridOptions } from './show-batch';
import { type DrawnSample, isDrawn, sideBySide } from './side-by-side';
import { LABELS_TITLE, verdict, verdictInWords } from './verdict';

/** The part of a learner that showing its predictions needs. */
export interface ShownLearner {
  readonly dls: {
    readonly valid: BatchSource;
    readonly target: TargetBlock;
    images(inputs: tf.Tensor4D): readonly RgbImage[];
  };
  /** Both tensors belong to the caller. */
  predictBatch(inputs: tf.Tensor4D): { predictions: tf.Tensor; decoded: tf.Tensor };
}

/**
 * Shows images with what they are and what the model takes them for. Words stand under the image, target over prediction,
 * green with a tick if equal, red with a cross if not; of several labels each is found, missed or invented. Masks and
 * points are drawn side by side, target left, prediction right; before a mask stands the image alone.
 *
 * @param learn A learner; the first validation batches are predicted, as many as needed.
 * @see fastai's `show_results`.
 */
export async function showResults(
  learn: ShownLearner,
  { loader = learn.dls.valid, ...options }: GridOptions & { loader?: BatchSource } = {},
): Promise<void> {
  const display = openDisplay();
  const samples = await predictSome(learn, loader, gridCount(options));
  if (samples.some(({ target }) => isDrawn(target))) {
    const withInput = samples.some(({ target }) => target.mask);
    const { figures, ...grid } = sideBySide(samples, { withInput, ncols: options.ncols });
    const lines = samples.map(
      ({ target, prediction }) => `  ${describe(target)}; predicted ${describe(prediction)}`,
    );
    const text = `Target and prediction of ${samples.length} validation images:\n${lines.join('\n')}`;
    display.update(await imageGrid(figures, { ...grid, size: options.size, text }));
    return;
  }
  const { columns } = gridShape(samples.length, options);
  const lines = samples.map(({ target, prediction }) => `  ${verdictInWords(target, prediction)}`);
  const text = `Target and prediction of ${samples.length} validation images:\n${lines.join('\n')}`;
  const figures = samples.map(({ image, target, prediction }) => ({
    image,
    caption: verdict(target, prediction),
    alt: verdictInWords(target, prediction),
  }));
  const title = samples.some(({ target }) => target.labels) ? LABELS_TITLE : 'Target over prediction';
  display.update(await imageGrid(figures, { columns, size: options.size, title, text }));
}

async function predictSome(learn: ShownLearner, loader: BatchSource, n: number): Promise<DrawnSample[]> {
  const { target } = learn.dls;
  const samples: DrawnSample[] = [];
  for await (const batch of loader.batches()) {
    try {
      const { predictions, decoded } = learn.predictBatch(batch.inputs);
      try {
        const targets = target.decode(batch.targets);
        const guesses = target.decode(decoded);
        for (const [i, image] of learn.dls.images(batch.inputs).entries()) {
          samples.push({
            image,
            target: target.annotate(targets[i]),
            prediction: target.annotate(guesses[i]),
          });
        }
      } finally {
        predictions.dispose();
        decoded.dispose();
      }
    } finally {
      batch.dispose();
    }
    if (samples.length >= n) break;
  }
  return samples.slice(0, n);
}
