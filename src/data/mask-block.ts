import { inspect } from 'node:util';
import * as v from 'valibot';
import { FoveaError } from '../base/errors';
import { made, maker } from '../base/recipe';
import { checked, choice, fields, list, number, text } from '../base/schema';
import { expectOneSize } from '../images/cut-image';
import type { EncodedSource } from '../images/encoded-image';
import type { CropResize, ImageSize, LabelImage } from '../images/image';
import { sizeAfter } from '../images/image';
import { cutMask } from '../images/mask-file';
import { bytesTensor, castTo } from '../tensorflow/kernel';
import { tf } from '../tensorflow/tf';
import { warpTensor } from '../transforms/batch-pipeline';
import type { Sample, TargetBlock } from './block';
import { maskColours } from './mask-colours';
import { openTurned } from './mask-orientation';
import { colourCheck } from './mask-palettes';
import { readMeanings } from './mask-values';

/** Options of {@link maskBlock}. */
export interface MaskOptions extends v.InferOutput<typeof maskOptions> {}

const maskOptions = fields({
  /**
   * A value in the masks that is not learned, e.g. that of unlabelled pixels, or 255: the default loss and the interpretation ignore
   * its pixels. Metrics have an option of their own. By default no value is ignored, as in fastai.
   */
  ignoreIndex: v.optional(number),
  /**
   * What the values in the masks mean, where they are not class indices: `{ 255: 1 }` or `{ 255: 'pet' }`; other values stay as they
   * are. Or what their colours mean, `{ '#804080': 'road', '0 128 192': 'car' }`; then there may be no others. By default values, or
   * the indices of a PNG's palette, are class indices.
   */
  values: v.optional(v.record(v.string(), v.union([number, text], 'a class'), 'an object')),
  /**
   * Whether masks are drawn on photos as seen `upright`, or cover their pixels as `stored` and turn with them by the photo's EXIF
   * orientation. By default an error is thrown where a photo has an orientation, its mask another or none, and sizes do not tell.
   */
  maskOrientation: v.optional(choice(['upright', 'stored'])),
});

/** What a mask block reads: a file's path, `file:` URL or bytes, or a mask in memory. */
export type MaskSource = EncodedSource | LabelImage;

/**
 * A class for every pixel as target. In a batch: int32 `[batch, height, width]`, indices of `codes`. Transforms give each pixel the
 * value of the nearest one in the file; values are never averaged.
 *
 * @param codes Names of the classes; the values in the masks are their indices.
 * @param options A value that is not learned, what other values or colours mean, and how masks lie on turned photos.
 * @returns The block, for `blocks` of a `DataBlock`. `getY` returns a mask file's path, its bytes, or a mask in memory.
 * @throws FoveaError unless codes are 1 to 256 names; when a mask is read, naming the file and its values that are not classes.
 * @see fastai's `MaskBlock`.
 */
export function maskBlock(
  codes: readonly string[],
  options: MaskOptions = {},
): TargetBlock<MaskSource, LabelImage> {
  const { ignoreIndex } = checked(maskOptions, options, 'maskBlock');
  if (!Array.isArray(codes) || codes.some((code) => typeof code !== 'string')) {
    throw new FoveaError(
      `Expected a list of names as codes in maskBlock, received ${inspect(codes)}.`,
      "Give the names of the classes, in the order of their values in the masks, e.g. ['background', 'pet'].",
    );
  }
  if (codes.length === 0 || codes.length > 256) {
    throw new FoveaError(
      `Expected 1 to 256 codes in maskBlock, received ${codes.length}.`,
      'Give the names of the classes, in the order of their values in the masks.',
    );
  }
  const colours = codes.map((_, i) => maskColours[i % maskColours.length]);
  const reading = readMeanings(options.values ?? {}, codes, ignoreIndex);
  const expectSameColours = colourCheck(reading.values);
  const block: TargetBlock<MaskSource, LabelImage> = made({
    name: 'mask',
    recipe: maskMaker.describe({ codes, ...options }),
    readsFiles: true,
    loss: 'crossEntropy',
    numOutputs: codes.length,
    vocabulary: codes,
    counting: 'classPerPixel',
    isSpatial: true,
    ignoreIndex,
    fit: () => block,
    async open(source, image) {
      const mask = await openTurned(source, reading, options.maskOrientation, image);
      return maskSample(mask, async (cut) => {
        const labels = await mask.read(cut);
        const present = indicesIn(labels);
        checkClasses(mask.file, present, codes.length, ignoreIndex);
        expectSameColours(mask, present);
        return labels;
      });
    },
    collate(values) {
      const { width, height } = expectOneSize(
        values.map(({ shape: [rows, columns] }) => ({ width: columns, height: rows })),
      );
      const bytes = Buffer.concat(values.map((value) => value.values as Uint8Array));
      return tf.tidy(() => castTo(bytesTensor(bytes, [values.length, height, width]), 'int32'));
    },
    warp(batch, warp) {
      return tf.tidy(() => {
        const masks = tf.expandDims(batch, 3) as tf.Tensor4D;
        return tf.squeeze(warpTensor(masks, warp, { nearest: true }), [3]);
      });
    },
    decode(targets) {
      const [count, height, width] = targets.shape;
      const pixels = Uint8Array.from(targets.dataSync());
      return Array.from({ length: count }, (_, i) => {
        const start = i * height * width;
        return { width, height, pixels: pixels.subarray(start, start + height * width) };
      });
    },
    annotate: (labels) => ({ mask: { labels, colours, names: codes } }),
  });
  return block;
}

/** Makes {@link maskBlock} again. */
export const maskMaker = maker(
  'mask',
  fields({ codes: list(text), ...maskOptions.entries }),
  ({ codes, ...options }) => maskBlock(codes, options),
);

type Read = (cut?: CropResize) => Promise<LabelImage>;

function maskSample(size: ImageSize, read: Read, cuts: readonly CropResize[] = []): Sample {
  return {
    size,
    cropResize: (cut) => maskSample(sizeAfter(cut), read, [...cuts, cut]),
    async load() {
      let mask = await read(cuts[0]);
      for (const cut of cuts.slice(1)) mask = cutMask(mask, cut);
      return { values: mask.pixels, shape: [mask.height, mask.width] };
    },
  };
}

const MAX_LISTED = 8;

function indicesIn({ pixels }: LabelImage): number[] {
  const isPresent = new Uint8Array(256);
  for (const index of pixels) isPresent[index] = 1;
  return [...isPresent.keys()].filter((i) => isPresent[i]);
}

function checkClasses(file: string, indices: readonly number[], numClasses: number, ignored?: number): void {
  const present = indices.filter((i) => i !== ignored);
  const wrong = present.filter((i) => i >= numClasses);
  if (wrong.length === 0) return;
  const listed = wrong.slice(0, MAX_LISTED).join(', ');
  const values = wrong.length === 1 ? `the value ${listed}` : `the values ${listed}`;
  const more = wrong.length > MAX_LISTED ? ` and ${wrong.length - MAX_LISTED} more` : '';
  throw new FoveaError(
    `The mask ${file} has ${values}${more}, but there are ${numClasses} classes: 0 to ${numClasses - 1}.`,
    cureFor(present, wrong, numClasses),
  );
}

const WHITE = 255;

function cureFor(present: readonly number[], wrong: readonly number[], numClasses: number): string {
  const isWhite = wrong.length === 1 && wrong[0] === WHITE;
  // Without its pixels there would be nothing to learn.
  if (isWhite && numClasses === 2 && !present.includes(1)) {
    return 'If white is class 1, say so: maskBlock(codes, { values: { 255: 1 } }).';
  }
  if (isWhite) {
    return (
      'If the pixels of 255 do not count, e.g. borders and what was not labelled: maskBlock(codes, { ignoreIndex: 255 }). ' +
      'If 255 is a class: maskBlock(codes, { values: { 255: 1 } }), with its index.'
    );
  }
  if (wrong.length === 1 && wrong[0] === numClasses && !present.includes(0)) {
    const meanings = Array.from({ length: Math.min(numClasses, 3) }, (_, i) => `${i + 1}: ${i}`).join(', ');
    return `If the classes are counted from 1, say so: maskBlock(codes, { values: { ${meanings}${numClasses > 3 ? ', ...' : ''} } }).`;
  }
  if (wrong.length > 2 * MAX_LISTED && wrong.length > numClasses) {
    return 'So many values come from averaging when a mask was made smaller, or from JPEG before it: save masks as PNG, and make them smaller by the nearest pixel.';
  }
  return 'Give maskBlock the codes that belong to these masks, name the value that does not count as ignoreIndex, or change the values.';
}
