import type { Annotation, Batch, TargetBlock } from '../data/block';
import type { RgbImage } from '../images/image';
import type { tf } from '../tensorflow/tf';
import { describe } from './annotate';
import { breakableLabel, html } from './html';
import { type Figure, type GridShape, gridCount, gridShape, imageGrid } from './image-grid';
import { openDisplay } from './jupyter';

/** The part of data loaders that showing needs. */
export interface ShownLoaders {
  readonly target: TargetBlock;
  oneBatch(options?: { copies?: number }): Promise<Batch>;
  images(inputs: tf.Tensor4D): readonly RgbImage[];
}

/** Options of a grid of pictures. */
export interface GridOptions extends GridShape {
  /** At most so many pictures: 9 as in fastai, or all places if rows and columns are given. */
  readonly maxN?: number;
  /** Width of a picture on the page in CSS pixels; chosen to fit unless told. */
  readonly size?: number;
}

/** Options of {@link showBatch}. */
export interface ShowBatchOptions extends GridOptions {
  /**
   * Shows one image many times, each time augmented anew: the first of the training set.
   * @defaultValue false
   */
  readonly unique?: boolean;
}

/**
 * Shows training images with their labels, as the model will see them, augmentation included.
 *
 * @param dls Data loaders; one training batch is drawn.
 * @param options Rows, columns and size of the grid; `unique` shows one image many times.
 * @see fastai's `show_batch`.
 */
export async function showBatch(
  dls: ShownLoaders,
  { unique = false, ...options }: ShowBatchOptions = {},
): Promise<void> {
  const display = openDisplay();
  const batch = await dls.oneBatch(unique ? { copies: gridCount(options) } : {});
  try {
    const images = dls.images(batch.inputs);
    const labels = dls.target.decode(batch.targets);
    const shown = Math.min(gridCount(options), images.length);
    const figures = images
      .slice(0, shown)
      .map((image, i) => annotated(image, dls.target.annotate(labels[i])));
    const { columns } = gridShape(shown, options);
    const text = `${shown} training images:\n${figures.map(({ alt }) => `  ${alt}`).join('\n')}`;
    display.update(await imageGrid(figures, { columns, size: options.size, text }));
  } finally {
    batch.dispose();
  }
}

/** A picture with all its annotation says: to draw on it once its size is known, under it, and in words. */
export function annotated(image: RgbImage, annotation: Annotation): Figure {
  const { caption, mask, points } = annotation;
  return {
    image,
    caption: caption === undefined ? undefined : html`<b>${breakableLabel(caption)}</b>`,
    alt: describe(annotation),
    mask,
    points,
  };
}
