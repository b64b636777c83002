import type { Annotation, Batch, TargetBlock } from '../data/block';
import type { RgbImage } from '../images/image';
import type { tf } from '../tensorflow/tf';
import { describe } from './annotate';
import { breakableLabel, html } from './html';
import { expectGrid, type GridImage, type GridShape, gridCount, gridShape, imageGrid } from './image-grid';
import { openDisplay } from './jupyter';

/** The members of data loaders that showing a batch uses. */
export interface ShownLoaders {
  readonly target: TargetBlock;
  oneBatch(options?: { copies?: number; atMost?: number }): Promise<Batch>;
  images(inputs: tf.Tensor4D): readonly RgbImage[];
}

/** Options of a grid of images. */
export interface GridOptions extends GridShape {
  /** Most images to show. @defaultValue 9, as in fastai, or `nrows * ncols` where both are given */
  readonly maxN?: number;
  /** Width of an image on the page in CSS pixels. @defaultValue chosen to fit */
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
 * Shows training images with their targets, as the model will see them, data augmentation included.
 *
 * @param dls Data loaders; of a training batch as many images are read as are shown.
 * @param options
 * @param options.maxN Most images to show; by default 9, or `nrows * ncols` where both are given.
 * @param options.nrows Rows of the grid; by default as square a grid as possible.
 * @param options.ncols Columns of the grid; by default as square a grid as possible.
 * @param options.size Width of an image on the page in CSS pixels; by default chosen to fit.
 * @param options.unique Shows one image many times; by default false.
 * @throws FoveaError if a number of images, rows or columns is not a positive integer, or the size not a positive number.
 * @see fastai's `show_batch`.
 */
export async function showBatch(
  dls: ShownLoaders,
  { unique = false, ...options }: ShowBatchOptions = {},
): Promise<void> {
  expectGrid(options, 'showBatch');
  const display = openDisplay();
  const most = gridCount(options);
  const batch = await dls.oneBatch(unique ? { copies: most } : { atMost: most });
  try {
    const images = dls.images(batch.inputs);
    const labels = dls.target.decode(batch.targets);
    const shown = Math.min(most, images.length);
    const gridImages = images
      .slice(0, shown)
      .map((image, i) => annotated(image, dls.target.annotate(labels[i])));
    const { columns } = gridShape(shown, options);
    const text = `${shown} training images:\n${gridImages.map(({ alt }) => `  ${alt}`).join('\n')}`;
    display.update(await imageGrid(gridImages, { columns, size: options.size, text }));
  } finally {
    batch.dispose();
  }
}

/** An image of a grid with its annotation: mask and points to draw on it, the caption under it, and all of it as alternative text. */
export function annotated(image: RgbImage, annotation: Annotation): GridImage {
  const { caption, mask, points } = annotation;
  return {
    image,
    caption: caption === undefined ? undefined : html`<b>${breakableLabel(caption)}</b>`,
    alt: describe(annotation),
    mask,
    points,
  };
}
