import { FoveaError, unknownChoice } from '../base/errors';
import type { TargetBlock } from '../data/block';
import type { Predictions } from '../training/prediction/get-preds';
import { breakableLabel, html } from './html';
import { expectGrid, gridCount, gridShape, imageGrid } from './image-grid';
import { openDisplay } from './jupyter';
import { type ItemLoaders, imagesOf } from './plot-top-losses';
import type { GridOptions } from './show-batch';

/** The part of a learner that ranking its validation images needs. */
export interface RankingLearner {
  readonly dls: Pick<ItemLoaders, 'testDl' | 'images'> & { readonly target: TargetBlock };
  /** For the validation set; the tensors belong to the caller. */
  getPreds(): Promise<Predictions>;
}

/** One validation image as a label ranks it. */
interface RankedItem {
  readonly item: unknown;
  /** Of the label, in [0, 1]. */
  readonly probability: number;
  /** Whether the image has the label. */
  readonly isHit: boolean;
  /** All labels of the image. */
  readonly caption: string;
}

/**
 * Shows the validation images that most likely have a label, likeliest first: the probability, green after a tick where the
 * image has the label, red after a cross where not, and all labels of the image.
 *
 * @param learn A learner whose targets are classes or labels of whole images; the validation set is predicted once.
 * @param label One of the vocabulary.
 * @param options Rows, columns and size of the grid; 9 images by default.
 * @throws FoveaError if the vocabulary lacks the label, the targets are not classes or labels of whole images, or a number
 *   among the options is not positive.
 */
export async function showRanking(
  learn: RankingLearner,
  label: string,
  options: GridOptions = {},
): Promise<void> {
  expectGrid(options, 'showRanking');
  const display = openDisplay();
  const ranked = (await rank(learn, label)).slice(0, gridCount(options));
  const images = await imagesOf(learn.dls, ranked);
  const lines = ranked.map(
    ({ probability, isHit, caption }, i) =>
      `${i + 1}. ${isHit ? '✓' : '✗'} ${probability.toFixed(2)} ${caption}`,
  );
  const cells = ranked.map(({ probability, isHit, caption }, i) => ({
    image: images[i],
    caption: html`${i + 1}. <span class="${isHit ? 'fovea-good' : 'fovea-bad'}">${isHit ? '✓' : '✗'} ${probability.toFixed(2)}</span><br>${breakableLabel(caption)}`,
    alt: lines[i],
  }));
  const { columns } = gridShape(ranked.length, options);
  const title = `Ranked by the probability of ${label}`;
  const text = `${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`;
  display.update(await imageGrid(cells, { columns, size: options.size, title, text }));
}

async function rank(learn: RankingLearner, label: string): Promise<RankedItem[]> {
  const { target } = learn.dls;
  const index = target.vocabulary.indexOf(label);
  if (target.isSpatial || target.vocabulary.length === 0) {
    throw new FoveaError(
      'Expected one class or any number of labels for each image in showRanking, received other targets.',
      'Use plotTopLosses(), which takes targets of every kind.',
    );
  }
  if (index < 0) throw unknownChoice('label of showRanking', label, target.vocabulary);
  const { predictions, targets, items, dispose } = await learn.getPreds();
  try {
    const [probabilities, labels] = [predictions.dataSync(), target.decode(targets)];
    const ranked = items.map((item, i): RankedItem => {
      const annotation = target.annotate(labels[i]);
      const { caption = '' } = annotation;
      const isHit = (annotation.labels ?? [caption]).includes(label);
      return { item, probability: probabilities[i * target.vocabulary.length + index], isHit, caption };
    });
    return ranked.sort((a, b) => b.probability - a.probability);
  } finally {
    dispose();
  }
}
