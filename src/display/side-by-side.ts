import type { Annotation } from '../data/block';
import type { RgbImage } from '../images/image';
import type { Html } from './html';
import type { Figure } from './image-grid';
import { annotated } from './show-batch';

/** An image, what is right to draw on it, and what the model would draw. */
export interface DrawnSample {
  readonly image: RgbImage;
  readonly target: Annotation;
  readonly prediction: Annotation;
}

/** True for what is drawn on the image, not said in words under it. */
export function isDrawn({ mask, points }: Annotation): boolean {
  return mask !== undefined || points !== undefined;
}

/**
 * Samples as rows of pictures: the image alone, with the target, with the prediction.
 *
 * @param samples Their annotations are drawn, see {@link isDrawn}.
 * @param options.withInput The image alone comes first.
 * @param options.ncols How many samples in a row; 1.
 * @param options.caption Words under a sample's first picture.
 * @returns The pictures, and how `imageGrid` puts them in columns.
 */
export function sideBySide<Sample extends DrawnSample>(
  samples: readonly Sample[],
  {
    withInput,
    ncols = 1,
    caption,
  }: { withInput: boolean; ncols?: number; caption?: (sample: Sample) => { shown: Html; alt: string } },
): { figures: Figure[]; columns: number; headings: string[] } {
  const headings = [...(withInput ? ['Input'] : []), 'Target', 'Prediction'];
  const figures = samples.flatMap((sample) => {
    const words = caption?.(sample);
    const target = annotated(sample.image, sample.target);
    const prediction = annotated(sample.image, sample.prediction);
    const drawn = [
      { ...target, alt: `Target: ${target.alt}` },
      { ...prediction, alt: `Prediction: ${prediction.alt}` },
    ];
    const input = { image: sample.image, alt: words ? `Input: ${words.alt}` : 'Input' };
    const [first, ...others] = withInput ? [input, ...drawn] : drawn;
    return [{ ...first, caption: words?.shown }, ...others];
  });
  const numSamples = Math.min(ncols, samples.length);
  return {
    figures,
    columns: headings.length * numSamples,
    headings: Array.from({ length: numSamples }, () => headings).flat(),
  };
}
