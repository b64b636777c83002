import { basename } from 'node:path';
import { expectPositive } from '../base/expect-number';
import type { Annotation } from '../data/block';
import { maskBlock } from '../data/mask-block';
import type { LabelImage, RgbImage } from '../images/image';
import { readImage } from '../images/image-file';
import { imageGrid } from './image-grid';
import { openDisplay } from './jupyter';
import { annotated } from './show-batch';

/**
 * Shows one image.
 *
 * @param image Path of a file, or an image in memory.
 * @param options
 * @param options.title Text under the image, e.g. its label; by default none.
 * @param options.points Points to mark with a red dot, as [x, y] in pixels of the image; by default none.
 * @param options.mask Path of a mask, or a mask in memory, to lay over the image in colours; by default none.
 * @param options.codes Names of the mask's classes; by default `class 0`, `class 1` and so on.
 * @param options.size Width of the image on the page in CSS pixels; by default its own, between 160 and 480.
 * @throws FoveaError if a file is missing or not an image, or the mask has values without a code.
 * @see fastai's `show_image`.
 */
export async function showImage(
  image: string | RgbImage,
  {
    title,
    points = [],
    mask,
    codes = ANY_CODES,
    size,
  }: {
    title?: string;
    points?: readonly (readonly [x: number, y: number])[];
    mask?: string | LabelImage;
    codes?: readonly string[];
    size?: number;
  } = {},
): Promise<void> {
  expectPositive(size, 'size of showImage');
  const display = openDisplay();
  const name = typeof image === 'string' ? basename(image) : 'image';
  const pixels = typeof image === 'string' ? await readImage(image) : image;
  const marks = points.map(([x, y]) => ({ x: (2 * x) / pixels.width - 1, y: (2 * y) / pixels.height - 1 }));
  const overlay = mask === undefined ? {} : await maskAnnotation(mask, codes);
  const drawn = annotated(pixels, { caption: title, points: marks, ...overlay });
  const alt = title === undefined && marks.length === 0 && !mask ? name : drawn.alt;
  const text = alt === name ? name : `${name}: ${alt}`;
  display.update(await imageGrid([{ ...drawn, alt }], { columns: 1, size, text }));
}

const ANY_CODES = Array.from({ length: 256 }, (_, i) => `class ${i}`);

async function maskAnnotation(mask: string | LabelImage, codes: readonly string[]): Promise<Annotation> {
  const block = maskBlock(codes);
  if (typeof mask !== 'string') return block.annotate(mask);
  const { values, shape } = await (await block.open(mask)).load();
  const [height, width] = shape;
  return block.annotate({ width, height, pixels: values as Uint8Array });
}
