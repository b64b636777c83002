import type { Random } from '../base/random';
import type { ImageSize, Rectangle } from './geometry';

/** The limits of a random crop. */
export interface CropBounds {
  /** Smallest fraction of the image's area, in (0, 1]. */
  readonly minScale: number;
  /** Largest fraction of the image's area, in (0, 1]. */
  readonly maxScale: number;
  /** Smallest and largest width / height. */
  readonly ratio: readonly [number, number];
}

const ATTEMPTS = 10;

/**
 * Draws a rectangle of random area, aspect ratio and position. After ten that do not fit it takes the largest in the middle.
 *
 * @see Szegedy 2014, arXiv:1409.4842, section 6; the rule is torchvision's and fastai's.
 */
export function drawCrop({ width, height }: ImageSize, bounds: CropBounds, random: Random): Rectangle {
  const [lowest, highest] = bounds.ratio.map(Math.log);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const area = random.uniform(bounds.minScale, bounds.maxScale) * width * height;
    const ratio = Math.exp(random.uniform(lowest, highest));
    const w = Math.max(1, Math.round(Math.sqrt(area * ratio)));
    const h = Math.max(1, Math.round(Math.sqrt(area / ratio)));
    if (w <= width && h <= height) {
      const left = random.integer(0, width - w);
      return { left, top: random.integer(0, height - h), width: w, height: h };
    }
  }
  return centreCrop({ width, height }, bounds.ratio);
}

/** The largest rectangle in the middle of an image whose width / height is in the range. */
export function centreCrop(
  { width, height }: ImageSize,
  [lowest, highest]: readonly [number, number],
): Rectangle {
  const shape = width / height;
  const h = shape < lowest ? Math.max(1, Math.trunc(width / lowest)) : height;
  const w = shape > highest ? Math.max(1, Math.trunc(height * highest)) : width;
  return { left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h };
}
