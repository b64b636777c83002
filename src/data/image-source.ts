import { types } from 'node:util';
import { described } from '../base/described';
import { FoveaError } from '../base/errors';
import { fetchBytes } from '../datasets/fetch-bytes';
import { bytesOf, type EncodedSource } from '../images/encoded-image';
import type { RgbImage } from '../images/image';
import { type ImageFile, openImage } from '../images/image-file';
import { PIXELS_CURE } from '../images/image-header';
import { type CanvasPixels, hasPixels, type PixelImage, rgbImageOf } from '../images/pixels';

/**
 * What an image block reads: a file's path, its address (`file:`, `http:` or `https:`), its bytes, or an image in memory: grey, RGB or
 * RGBA, or the `ImageData` of a canvas.
 */
export type ImageSource = EncodedSource | PixelImage | CanvasPixels;

/** What kind of {@link ImageSource} a value is meant as; undefined if none. */
export type ImageSourceKind = 'path' | 'address' | 'bytes' | 'pixels';

const MOST_BYTES = 200e6;
const ADDRESS = /^([a-z][a-z0-9+.-]*:\/\/|data:)/i;

/** What kind of image source a value is meant as, before it is checked. */
export function imageSourceKind(value: unknown): ImageSourceKind | undefined {
  if (typeof value === 'string') return ADDRESS.test(value) ? 'address' : 'path';
  if (value instanceof URL) return 'address';
  if (bytesOf(value)) return 'bytes';
  return hasPixels(value) ? 'pixels' : undefined;
}

/**
 * Opens an image, whatever it comes as: reads the header of a file, fetches what has a web address, checks pixels.
 *
 * @throws FoveaError saying what was expected and what came.
 */
export async function openImageSource(source: ImageSource): Promise<ImageFile | RgbImage> {
  const kind = imageSourceKind(source);
  if (kind === undefined) throw unreadableSource(source);
  if (kind === 'pixels') return rgbImageOf(source as PixelImage);
  if (kind !== 'address') return openImage(source as EncodedSource);
  if (!URL.canParse(String(source))) throw unreadableSource(source);
  const address = new URL(source as string | URL);
  if (address.protocol === 'file:') return openImage(address);
  if (!/^https?:$/.test(address.protocol)) throw unreadableSource(address.href);
  return openImage(await fetchBytes(address.href, { atMost: MOST_BYTES }), { name: address.href });
}

function unreadableSource(source: unknown): FoveaError {
  return new FoveaError(
    `Expected an image: a path, a URL (file:, http: or https:), the bytes of a file, or { width, height, pixels }, received ${described(source)}.`,
    cureFor(source),
  );
}

function cureFor(source: unknown): string | undefined {
  if (types.isPromise(source)) return 'Await it.';
  if (typeof source === 'string') return 'Pass the bytes of the file, e.g. of readFileSync.';
  return ArrayBuffer.isView(source) ? PIXELS_CURE : undefined;
}

/**
 * Checks what is to be predicted, before anything is read.
 *
 * @param items What is to be read.
 * @param known An item of the training set; undefined if there is none.
 * @param cure What to do about an object that is neither.
 * @throws FoveaError naming the first value that is neither an image nor of the form of the items.
 */
export function checkItems(items: readonly unknown[], known: unknown, cure?: string): void {
  for (const item of items) {
    if (imageSourceKind(item) !== undefined || isLike(item, known)) continue;
    const form = known === undefined || imageSourceKind(known) ? '' : ', or an item as getItems returns them';
    throw new FoveaError(
      `Expected an image: a path, a URL (file:, http: or https:), the bytes of a file, or { width, height, pixels }${form}; received ${described(item)}.`,
      Array.isArray(item)
        ? 'For several images: learn.getPreds({ loader: dls.testDl(files) }).'
        : (cureFor(item) ?? (typeof item === 'object' && item !== null ? cure : undefined)),
    );
  }
}

function isLike(item: unknown, known: unknown): boolean {
  if (item === null || item === undefined || types.isPromise(item)) return false;
  return typeof item === typeof known && Array.isArray(item) === Array.isArray(known);
}
