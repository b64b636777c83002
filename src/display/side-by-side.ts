import type { Annotation } from '../data/block';
import type { RgbImage } from '../images/image';
import type { Html } from './html';
import type { GridImage } from './image-grid';
import { annotated } from './show-batch';

/** An image whose target and prediction are drawn on it. */
export interface DrawnSample {
  readonly image: RgbImage;
  /** Undefined where the item has no label. */
  readonly target?: Annotation;
  readonly prediction: Annotation;
}

/** True for an annotation that is drawn on the image: a mask or points. Labels are written under it. */
export function isDrawn({ mask, points }: Annotation): boolean {
  return mask !== undefined || points !== undefined;
}

/**
 * Samples as a grid: each image alone, with the target if there is one, and with the prediction.
 *
 * @param samples Samples whose annotations are drawn, see {@link isDrawn}.
 * @param options
 * @param options.withInput Whether the image alone comes first.
 * @param options.ncols Samples per row; by default 1.
 * @param options.caption Caption under a sample's first image, as markup and as alternative text.
 * @returns The images, and columns and headings for `imageGrid`.
 */
export function sideBySide<Sample extends DrawnSample>(
  samples: readonly Sample[],
  {
    withInput,
    ncols = 1,
    caption,
  }: { withInput: boolean; ncols?: number; caption?: (sample: Sample) => { markup: Html; alt: string } },
): { gridImages: GridImage[]; columns: number; headings: string[] } {
  const withTarget = samples.some(({ target }) => target);
  const headings = [...(withInput ? ['Input'] : []), ...(withTarget ? ['Target'] : []), 'Prediction'];
  const gridImages = samples.flatMap((sample) => {
    const captioned = caption?.(sample);
    const drawn = [
      ...(withTarget ? [titled('Target', sample.image, sample.target ?? {})] : []),
      titled('Prediction', sample.image, sample.prediction),
    ];
    const input = { image: sample.image, alt: captioned ? `Input: ${captioned.alt}` : 'Input' };
    const [first, ...others] = withInput ? [input, ...drawn] : drawn;
    return [{ ...first, caption: captioned?.markup }, ...others];
  });
  const numSamples = Math.min(ncols, samples.length);
  return {
    gridImages,
    columns: headings.length * numSamples,
    headings: Array.from({ length: numSamples }, () => headings).flat(),
  };
}

function titled(title: string, image: RgbImage, annotation: Annotation): GridImage {
  const drawn = annotated(image, annotation);
  return { ...drawn, alt: `${title}: ${drawn.alt}` };
}
