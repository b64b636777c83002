import { basename } from 'node:path';
import type { RgbImage } from '../images/image';
import { readImage } from '../images/image-file';
import { imageGrid } from './image-grid';
import { openDisplay } from './jupyter';
import { annotated } from './show-batch';

/**
 * Shows one image.
 *
 * @param image Path of a file, or an image in memory.
 * @param options.title Words under it, e.g. its label.
 * @param options.points Places to mark with a red dot, as [x, y] in pixels of the image.
 * @param options.size Its width on the page in CSS pixels; its own, between 160 and 480, unless told.
 * @throws FoveaError if the file is missing or no image.
 * @see fastai's `show_image`.
 */
export async function showImage(
  image: string | RgbImage,
  {
    title,
    points = [],
    size,
  }: { title?: string; points?: readonly (readonly [x: number, y: number])[]; size?: number } = {},
): Promise<void> {
  const display = openDisplay();
  const name = typeof image === 'string' ? basename(image) : 'image';
  const pixels = typeof image === 'string' ? await readImage(image) : image;
  const marks = points.map(([x, y]) => ({ x: (2 * x) / pixels.width - 1, y: (2 * y) / pixels.height - 1 }));
  const figure = annotated(pixels, { caption: title, points: marks });
  const alt = title === undefined && marks.length === 0 ? name : figure.alt;
  const text = alt === name ? name : `${name}: ${alt}`;
  display.update(await imageGrid([{ ...figure, alt }], { columns: 1, size, text }));
}
