import type { BatchSource, TargetBlock } from '../data/block';
import type { RgbImage } from '../images/image';
import type { tf } from '../tensorflow/tf';
import { describe } from './annotate';
import { gridCount, gridShape, imageGrid } from './image-grid';
import { openDisplay } from './jupyter';
import { LABELS_TITLE, predictionCaption, predictionText } from './prediction-caption';
import type { GridOptions } from './show-batch';
import { type DrawnSample, isDrawn, sideBySide } from './side-by-side';

/** The members of a learner that showing its predictions uses. */
export interface ShownLearner {
  readonly dls: {
    readonly valid: BatchSource;
    readonly target: TargetBlock;
    images(inputs: tf.Tensor4D): readonly RgbImage[];
  };
  /** Predictions for one batch; the caller disposes both tensors. */
  predictBatch(inputs: tf.Tensor4D): { predictions: tf.Tensor; decoded: tf.Tensor };
}

/**
 * Shows validation images with target and prediction. Labels stand under the image, target above prediction, the prediction green
 * with a tick if it is right and red with a cross if it is wrong; of lists of labels each label is found, missed or invented. Masks
 * and points are drawn side by side, target left, prediction right; for masks, the image alone stands before them.
 *
 * @param learn A learner. It predicts as many batches as are needed.
 * @param options
 * @param options.loader Batches to take the images from; by default `learn.dls.valid`.
 * @param options.maxN Most images to show; by default 9, or `nrows * ncols` where both are given.
 * @param options.nrows Rows of the grid; by default as square a grid as possible.
 * @param options.ncols Columns of the grid; for masks and points, images per row; by default as square a grid as possible.
 * @param options.size Width of an image on the page in CSS pixels; by default chosen to fit.
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
    const { gridImages, ...grid } = sideBySide(samples, { withInput, ncols: options.ncols });
    const lines = samples.map(
      ({ target, prediction }) => `  ${describe(target)}; predicted ${describe(prediction)}`,
    );
    const text = `Target and prediction of ${samples.length} validation images:\n${lines.join('\n')}`;
    display.update(await imageGrid(gridImages, { ...grid, size: options.size, text }));
    return;
  }
  const { columns } = gridShape(samples.length, options);
  const lines = samples.map(({ target, prediction }) => `  ${predictionText(target, prediction)}`);
  const text = `Target and prediction of ${samples.length} validation images:\n${lines.join('\n')}`;
  const gridImages = samples.map(({ image, target, prediction }) => ({
    image,
    caption: predictionCaption(target, prediction),
    alt: predictionText(target, prediction),
  }));
  const title = samples.some(({ target }) => target.labels) ? LABELS_TITLE : 'Target over prediction';
  display.update(await imageGrid(gridImages, { columns, size: options.size, title, text }));
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
