/** A colour photo in memory. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, row by row: `height * width * 3` bytes. */
  readonly pixels: Uint8Array;
}

/** A mask in memory: one class index a pixel, row by row, `height * width` bytes. */
export interface LabelImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}
