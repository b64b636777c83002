import type { ImageSize, LabelImage } from './image';

/** The size of an image after its EXIF orientation is applied, or before: 5 to 8 swap rows and columns. */
export function turnedSize({ width, height }: ImageSize, orientation: number): ImageSize {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

/**
 * Turns a mask upright as a photo is by its EXIF orientation.
 *
 * @param mask As stored; not changed.
 * @param orientation 1 to 8.
 * @see EXIF 2.32, tag 274.
 */
export function turnMask(mask: LabelImage, orientation: number): LabelImage {
  const [right, bottom] = [mask.width - 1, mask.height - 1];
  // The stored column and row of the upright (x, y).
  const stored: Readonly<Record<number, (x: number, y: number) => readonly [number, number]>> = {
    2: (x, y) => [right - x, y],
    3: (x, y) => [right - x, bottom - y],
    4: (x, y) => [x, bottom - y],
    5: (x, y) => [y, x],
    6: (x, y) => [y, bottom - x],
    7: (x, y) => [right - y, bottom - x],
    8: (x, y) => [right - y, x],
  };
  const from = stored[orientation];
  if (!from) return mask;
  const { width, height } = turnedSize(mask, orientation);
  const pixels = new Uint8Array(width * height);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [column, row] = from(x, y);
      pixels[to++] = mask.pixels[row * mask.width + column];
    }
  }
  return { width, height, pixels };
}
