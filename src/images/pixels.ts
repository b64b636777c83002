import { types } from 'node:util';
import { described } from '../base/described';
import { FoveaError } from '../base/errors';
import type { RgbImage } from './image';
import { sharp } from './sharp';

/** An image in memory: grey, RGB or RGBA. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  /** 1, 3 or 4 bytes for each pixel, row by row: `height * width`, `height * width * 3` or `height * width * 4` bytes. */
  readonly pixels: Uint8Array | Uint8ClampedArray;
}

/** An image in memory as a canvas gives it: `ImageData`. */
export interface CanvasPixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row: `height * width * 4` bytes. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Whether a value is meant as an image in memory; its pixels may be wrong. */
export function hasPixels(value: unknown): value is PixelImage | CanvasPixels {
  return (
    typeof value === 'object' &&
    value !== null &&
    'width' in value &&
    'height' in value &&
    ('pixels' in value || 'data' in value)
  );
}

/**
 * An image in memory as colours.
 *
 * @param image Not changed. The result may share its bytes.
 * @returns Grey in three equal channels; what is transparent is white, as in a file.
 * @throws FoveaError if the sizes are not positive integers, or the pixels not that many bytes.
 */
export async function rgbImageOf(image: PixelImage | CanvasPixels): Promise<RgbImage> {
  const { width, height } = image;
  const bytes = pixelBytes(image, 'pixels' in image ? image.pixels : image.data);
  const channels = bytes.length / (width * height);
  if (channels === 3) return { width, height, pixels: bytes };
  if (channels !== 1 && channels !== 4) {
    const [grey, colours, alpha] = [1, 3, 4].map((count) => width * height * count);
    throw new FoveaError(
      `Expected ${grey}, ${colours} or ${alpha} bytes (grey, RGB, RGBA) for an image of ${width} x ${height} pixels, received ${bytes.length}.`,
    );
  }
  const { data } = await sharp(bytes, { raw: { width, height, channels } })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width, height, pixels: data };
}

/**
 * The bytes of an image or a mask in memory.
 *
 * @param size Checked.
 * @param pixels What came as its pixels.
 * @param cure What to do about a list of other numbers.
 * @throws FoveaError if the sizes are not positive integers, or the pixels not bytes.
 */
export function pixelBytes(
  { width, height }: { readonly width: number; readonly height: number },
  pixels: unknown,
  cure = COLOUR_CURE,
): Uint8Array {
  if (!isSize(width) || !isSize(height)) {
    throw new FoveaError(
      `Expected positive integers as width and height of an image in memory, received ${described(width)} and ${described(height)}.`,
    );
  }
  if (types.isUint8Array(pixels)) return pixels;
  if (types.isUint8ClampedArray(pixels)) {
    return new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  }
  throw new FoveaError(
    `Expected a Uint8Array as pixels of an image in memory, received ${described(pixels)}.`,
    Array.isArray(pixels) || ArrayBuffer.isView(pixels) ? cure : undefined,
  );
}

const COLOUR_CURE =
  'Numbers from 0 to 255 become bytes by Uint8Array.from(pixels); multiply those from 0 to 1 by 255 before.';

const isSize = (value: unknown) => Number.isInteger(value) && (value as number) >= 1;
