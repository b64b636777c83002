import type { Annotation } from '../data/block';
import type { RgbImage } from '../images/image';
import type { Html } from './html';
import type { GridImage } from './image-grid';
import { annotated } from './show-batch';

/** An image whose target and prediction are drawn on it. */
export interface DrawnSample {
  readonly image: RgbImage;
  readonly target: Annotation;
  readonly prediction: Annotation;
}

/** True for an annotation that is drawn on the image: a mask or points. Labels are written under it. */
export function isDrawn({ mask, points }: Annotation): boolean {
  return mask !== undefined || points !== undefined;
}

/**
 * Samples as a grid: each image alone, with the target, and with the prediction.
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
  const headings = [...(withInput ? ['Input'] : []), 'Target', 'Prediction'];
  const gridImages = samples.flatMap((sample) => {
    const captioned = caption?.(sample);
    const target = annotated(sample.image, sample.target);
    const prediction = annotated(sample.image, sample.prediction);
    const drawn = [
      { ...target, alt: `Target: ${target.alt}` },
      { ...prediction, alt: `Prediction: ${prediction.alt}` },
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
