import { basename } from 'node:path';
import type { RgbImage } from '../images/image';
import { readImage } from '../images/image-file';
import { breakableLabel, html } from './html';
import { imageGrid } from './image-grid';
import { openDisplay } from './jupyter';

/**
 * Shows one image.
 *
 * @param image Path of a file, or an image in memory.
 * @param options.title Words under it, e.g. its label.
 * @param options.size Its width on the page in CSS pixels; its own, between 160 and 480, unless told.
 * @throws FoveaError if the file is missing or no image.
 * @see fastai's `show_image`.
 */
export async function showImage(
  image: string | RgbImage,
  { title, size }: { title?: string; size?: number } = {},
): Promise<void> {
  const display = openDisplay();
  const name = typeof image === 'string' ? basename(image) : 'image';
  const figure = {
    image: typeof image === 'string' ? await readImage(image) : image,
    caption: title === undefined ? undefined : html`<b>${breakableLabel(title)}</b>`,
    alt: title ?? name,
  };
  const text = title === undefined ? name : `${name}: ${title}`;
  display.update(await imageGrid([figure], { columns: 1, size, text }));
}
