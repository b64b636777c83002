import type { Annotation } from '../data/block';
import type { RgbImage } from '../images/image';

// fastai shows masks at alpha 0.5.
const MASK_ALPHA = 0.5;
const DOT = [224, 0, 20] as const;
const RING = [255, 255, 255] as const;

/**
 * Draws an annotation onto a copy of an image: the mask half transparent over it, points as red dots with a white ring. The caption
 * is not drawn: it is text beside the image.
 *
 * @param image The image; not changed.
 * @param annotation Mask and points to draw; the mask is stretched to the image if the sizes differ.
 * @returns A new image, or the same one if there is nothing to draw.
 */
export function drawAnnotation(image: RgbImage, { mask, points }: Annotation): RgbImage {
  if (!mask && !points?.length) return image;
  const drawn = { ...image, pixels: Uint8Array.from(image.pixels) };
  if (mask) blend(drawn, mask);
  // 1/40 of the shorter side: visible from the last row of a lecture hall, and small beside a face.
  const radius = Math.max(2, Math.min(image.width, image.height) / 40);
  for (const { x, y } of points ?? []) {
    const centre = { x: ((x + 1) / 2) * (image.width - 1), y: ((y + 1) / 2) * (image.height - 1) };
    disc(drawn, centre, radius * 1.4, RING);
    disc(drawn, centre, radius, DOT);
  }
  return drawn;
}

/**
 * An annotation as text, for readers who cannot see the image.
 *
 * @returns E.g. `beagle`, `mask of Road, Sky`, `point at 48 %, 31 %`; `image` if the annotation is empty.
 */
export function describe({ caption, mask, points }: Annotation): string {
  const texts = [
    caption,
    mask && `mask of ${[...classesIn(mask)].map((i) => mask.names[i] ?? `class ${i}`).join(', ')}`,
    ...(points ?? []).map(({ x, y }) => `point at ${percent(x)}, ${percent(y)}`),
  ];
  return texts.filter(Boolean).join('; ') || 'image';
}

/** The class indices a mask uses, in ascending order. */
export function classesIn(mask: NonNullable<Annotation['mask']>): number[] {
  return [...new Set(mask.labels.pixels)].sort((a, b) => a - b);
}

function blend(
  image: { width: number; height: number; pixels: Uint8Array },
  mask: NonNullable<Annotation['mask']>,
) {
  const { width, height, pixels } = image;
  const { labels } = mask;
  const colours = mask.colours.map(channels);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * labels.height) / height) * labels.width;
    for (let x = 0; x < width; x++) {
      const colour = colours[labels.pixels[row + Math.floor((x * labels.width) / width)]];
      if (!colour) continue;
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] += MASK_ALPHA * (colour[c] - pixels[at + c]);
    }
  }
}

/** A disc with a soft edge one pixel wide. */
function disc(
  { width, height, pixels }: RgbImage,
  centre: { x: number; y: number },
  radius: number,
  colour: readonly [number, number, number],
): void {
  const clip = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  const reach = Math.ceil(radius + 1);
  for (
    let y = clip(Math.floor(centre.y) - reach, height);
    y <= clip(Math.ceil(centre.y) + reach, height);
    y++
  ) {
    for (
      let x = clip(Math.floor(centre.x) - reach, width);
      x <= clip(Math.ceil(centre.x) + reach, width);
      x++
    ) {
      const cover = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x - centre.x, y - centre.y)));
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] += cover * (colour[c] - pixels[at + c]);
    }
  }
}

function channels(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

function percent(coordinate: number): string {
  return `${Math.round(((coordinate + 1) / 2) * 100)} %`;
}
