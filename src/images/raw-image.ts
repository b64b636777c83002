/** What a decoder of our own makes of a file: its samples as they are stored. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** `height * width * channels` samples, row by row, from 0 to `maxValue`. */
  readonly samples: Uint8Array | Uint16Array;
  readonly maxValue: number;
  /** Red, green and blue of each index, if the samples are indices: `3 * colours` bytes. */
  readonly palette?: Uint8Array;
}

/** An image's size as its header gives it, and the rest of what decoding needs. */
export interface RawDecoder {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each index, if the samples are indices. */
  readonly palette?: Uint8Array;
  /**
   * Decodes the pixels.
   *
   * @param file All bytes of the file.
   * @throws Error saying what is broken.
   */
  decode(file: Uint8Array): RawImage;
}

/** An image as colours of 8 bits. */
export interface ByteImage {
  readonly channels: 1 | 3 | 4;
  readonly bytes: Uint8Array;
}

/** The colours of what was decoded: a palette is looked up, other ranges become 0 to 255, rounded. */
export function coloursOf({ samples, channels, maxValue, palette }: RawImage): ByteImage {
  if (palette) {
    const bytes = new Uint8Array(3 * samples.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = palette[3 * samples[Math.floor(i / 3)] + (i % 3)];
    return { channels: 3, bytes };
  }
  if (maxValue === 255) return { channels, bytes: samples as Uint8Array };
  return { channels, bytes: Uint8Array.from(samples, (value) => Math.round((255 * value) / maxValue)) };
}
