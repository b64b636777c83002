import { join } from 'node:path';
import sharp from 'sharp';
import { cutAndJoin, cutImage } from '../../src/images/cut-image';
import type { CropResize, RgbImage } from '../../src/images/image';
import { openImage, readImage } from '../../src/images/image-file';
import { readForBatch } from '../../src/images/read-for-batch';
import { castTo } from '../../src/tensorflow/kernel';
import { tf } from '../../src/tensorflow/tf';
import { temporaryFolder } from '../temporary-folder';

/** An image without any smooth part: a resizer that is off by a fraction of a pixel is off by tens of 255. */
export function harshImage(width: number, height: number): RgbImage {
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [y, x, channel] = [Math.floor(i / (3 * width)), Math.floor(i / 3) % width, i % 3];
    return (x * x * 31 + y * 57 + ((x * y) >> 3) + channel * 90) % 256;
  });
  return { width, height, pixels };
}

/** The cut of an image from (left, top) with width and height, and the size to give it. */
const cut = (
  [left, top, width, height]: readonly number[],
  [outWidth, outHeight]: readonly number[],
): CropResize => ({ left, top, width, height, outWidth, outHeight });

/** Cuts of an image of 120 x 90 pixels. */
export const CUTS: Readonly<Record<string, CropResize>> = {
  'reduced by other factors across and down': cut([0, 0, 120, 90], [35, 17]),
  'reduced a little': cut([7, 3, 40, 31], [37, 29]),
  'reduced to two pixels': cut([0, 0, 120, 90], [2, 1]),
  'to one pixel': cut([11, 5, 97, 83], [1, 1]),
  enlarged: cut([30, 20, 19, 13], [33, 29]),
  'enlarged across, reduced down': cut([30, 20, 12, 60], [31, 13]),
  'in its own size': cut([13, 17, 20, 11], [20, 11]),
  'beyond all borders, reduced': cut([-15, -30, 160, 140], [40, 35]),
  'beyond two borders, enlarged': cut([105, -6, 22, 14], [35, 23]),
  'the middle of what was resized': {
    ...cut([0, 0, 120, 90], [40, 36]),
    keep: { left: 4, top: 3, width: 32, height: 20 },
  },
};

/** The same cuts for an image of `scale` times the size, with results as small. */
export const scaled = (scale: number): Record<string, CropResize> =>
  Object.fromEntries(
    Object.entries(CUTS).map(([name, { left, top, width, height, ...out }]) => {
      return [
        name,
        { left: left * scale, top: top * scale, width: width * scale, height: height * scale, ...out },
      ];
    }),
  );

const valuesOf = (batch: tf.Tensor) => Array.from(castTo(batch, 'float32').dataSync());

/** What a way makes of each cut of an image in a file. */
export type Way = (file: string, cuts: readonly CropResize[]) => Promise<number[][]>;

/** Every way by which an image is cut and resized. */
export const WAYS: Readonly<Record<string, Way>> = {
  'as a sample of a batch': async (file, cuts) => {
    const source = await openImage(file);
    const results: number[][] = [];
    for (const one of cuts) {
      const sample = await readForBatch(source, [one]);
      results.push(tf.tidy(() => valuesOf(cutAndJoin([sample]))));
    }
    return results;
  },
  'while it is read': async (file, cuts) => {
    const source = await openImage(file);
    return Promise.all(cuts.map(async (one) => Array.from((await source.read(one)).pixels)));
  },
  'in memory': async (file, cuts) => {
    const image = await readImage(file);
    return cuts.map((one) => Array.from(cutImage(image, one).pixels));
  },
};

/** Files of one harsh image: small and large, as they are, grey, with alpha and turned. */
export async function saveImages(folder: string): Promise<{ name: string; file: string; scale: number }[]> {
  const saved: { name: string; file: string; scale: number }[] = [];
  for (const [size, scale] of [
    ['small', 1],
    ['large', 10],
  ] as const) {
    const { width, height, pixels } = harshImage(120 * scale, 90 * scale);
    const raw = { raw: { width, height, channels: 3 as const } };
    const lightness = Buffer.from(pixels.filter((_, i) => i % 3 === 0));
    const kinds = {
      colour: sharp(pixels, raw),
      grey: sharp(lightness, { raw: { width, height, channels: 1 } }).toColourspace('b-w'),
      transparent: sharp(pixels, raw).joinChannel(lightness, { raw: { width, height, channels: 1 } }),
      turned: sharp(await sharp(pixels, raw).rotate(-90).raw().toBuffer(), {
        raw: { width: height, height: width, channels: 3 },
      }).withMetadata({ orientation: 6 }),
    };
    for (const [kind, image] of Object.entries(kinds)) {
      const file = join(folder, `${size}-${kind}.png`);
      await image.png({ compressionLevel: 1 }).toFile(file);
      saved.push({ name: `${size}, ${kind}`, file, scale });
    }
  }
  return saved;
}

/** All results, by image and way, each a list of the pixels of its cuts. */
export async function resultsOfAllWays(): Promise<Record<string, Record<string, number[][]>>> {
  const folder = temporaryFolder();
  const results: Record<string, Record<string, number[][]>> = {};
  for (const { name, file, scale } of await saveImages(folder)) {
    results[name] = {};
    for (const [way, run] of Object.entries(WAYS)) {
      results[name][way] = await run(file, Object.values(scaled(scale)));
    }
  }
  return results;
}
