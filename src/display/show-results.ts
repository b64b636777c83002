import type { Annotation, BatchSource, TargetBlock } from '../data/block';
import type { RgbImage } from '../images/image';
import type { tf } from '../tensorflow/tf';
import { hasLabels, inOrder, nothingTo } from '../training/expect-batches';
import { describe } from './annotate';
import { breakableLabel, type Html, html } from './html';
import { expectGrid, gridCount, gridShape, imageGrid } from './image-grid';
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
 * Shows images with target and prediction, as validation sees them. Labels stand under the image, target above prediction, the prediction green
 * with a tick if it is right and red with a cross if it is wrong; of lists of labels each label is found, missed or invented. Masks
 * and points are drawn side by side, target left, prediction right; for masks, the image alone stands before them. Of images
 * without labels, as in a test set, the prediction is shown without a mark.
 *
 * @param learn A learner. It predicts as many batches as are needed.
 * @param options
 * @param options.loader Batches to take the images from; by default `learn.dls.valid`.
 * @param options.maxN Most images to show; by default 9, or `nrows * ncols` where both are given.
 * @param options.nrows Rows of the grid; by default as square a grid as possible.
 * @param options.ncols Columns of the grid; for masks and points, images per row; by default as square a grid as possible.
 * @param options.size Width of an image on the page in CSS pixels; by default chosen to fit.
 * @throws FoveaError if the loader gives no items, or a number among the options is not positive.
 * @see fastai's `show_results`.
 */
export async function showResults(
  learn: ShownLearner,
  { loader = learn.dls.valid, ...options }: GridOptions & { loader?: BatchSource } = {},
): Promise<void> {
  expectGrid(options, 'showResults');
  const display = openDisplay();
  const samples = await predictSome(learn, loader, gridCount(options));
  const images = `${samples.length} ${loader === learn.dls.valid ? 'validation images' : 'images'}`;
  const withTarget = samples.some(({ target }) => target);
  const textOf = (lines: readonly string[]) =>
    `${withTarget ? 'Target and prediction' : 'Prediction'} of ${images}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  if (samples.some(({ prediction }) => isDrawn(prediction))) {
    const withInput = samples.some(({ prediction }) => prediction.mask);
    const { gridImages, ...grid } = sideBySide(samples, { withInput, ncols: options.ncols });
    const text = textOf(samples.map(drawnText));
    display.update(await imageGrid(gridImages, { ...grid, size: options.size, text }));
    return;
  }
  const { columns } = gridShape(samples.length, options);
  const gridImages = samples.map(({ image, target, prediction }) => ({
    image,
    caption: target ? predictionCaption(target, prediction) : unmarked(prediction),
    alt: target ? predictionText(target, prediction) : describe(prediction),
  }));
  const text = textOf(gridImages.map(({ alt }) => alt));
  display.update(await imageGrid(gridImages, { columns, size: options.size, title: titleOf(samples), text }));
}

function drawnText({ target, prediction }: DrawnSample): string {
  return target ? `${describe(target)}; predicted ${describe(prediction)}` : describe(prediction);
}

function unmarked({ caption, labels }: Annotation): Html {
  return html`<b>${breakableLabel(labels ? labels.join(', ') || 'no label' : (caption ?? ''))}</b>`;
}

function titleOf(samples: readonly DrawnSample[]): string {
  if (!samples.some(({ target }) => target)) return 'Prediction';
  return samples.some(({ target }) => target?.labels) ? LABELS_TITLE : 'Target over prediction';
}

async function predictSome(learn: ShownLearner, source: BatchSource, n: number): Promise<DrawnSample[]> {
  const { target } = learn.dls;
  const loader = inOrder(source);
  const samples: DrawnSample[] = [];
  for await (const batch of loader.batches()) {
    try {
      const { predictions, decoded } = learn.predictBatch(batch.inputs);
      try {
        const targets = hasLabels(batch) ? target.decode(batch.targets) : undefined;
        const guesses = target.decode(decoded);
        for (const [i, image] of learn.dls.images(batch.inputs).entries()) {
          samples.push({
            image,
            target: targets && target.annotate(targets[i]),
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
  if (samples.length === 0) throw nothingTo('predict', loader);
  return samples.slice(0, n);
}
