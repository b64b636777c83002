/** A colour image in memory. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, row by row: `height * width * 3` bytes. */
  readonly pixels: Uint8Array;
}

/** A mask in memory. */
export interface LabelImage {
  readonly width: number;
  readonly height: number;
  /** The class index of each pixel, row by row: `height * width` bytes. */
  readonly pixels: Uint8Array;
}

/** Width and height in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** A rectangle of an image in whole pixels; left and top may be negative. */
export interface Rectangle extends ImageSize {
  readonly left: number;
  readonly top: number;
}

/** A rectangle to cut from an image, and the size to give it. What lies outside the image is mirrored. */
export interface CropResize extends Rectangle {
  readonly outWidth: number;
  readonly outHeight: number;
  /** The rectangle that is kept of the resized one, in its pixels. By default all of it. */
  readonly keep?: Rectangle;
}

/** The size of a cut's result. */
export function sizeAfter(cut: CropResize): ImageSize {
  return cut.keep ?? { width: cut.outWidth, height: cut.outHeight };
}
