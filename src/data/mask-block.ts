import * as v from 'valibot';
import { FoveaError } from '../base/errors';
import { maker } from '../base/recipe';
import { fields, list, number, text } from '../base/schema';
import { expectOneSize } from '../images/cut-image';
import type { CropResize, ImageSize, LabelImage } from '../images/image';
import { sizeAfter } from '../images/image';
import { cutMask, openMask } from '../images/mask-file';
import { bytesTensor, castTo } from '../tensorflow/kernel';
import { tf } from '../tensorflow/tf';
import { warpTensor } from '../transforms/batch-pipeline';
import type { Sample, TargetBlock } from './block';
import { maskColours } from './mask-colours';

/** Options of {@link maskBlock}. */
export interface MaskOptions extends v.InferOutput<typeof maskOptions> {}

const maskOptions = fields({
  /**
   * A value in the masks that is not learned, e.g. that of unlabelled pixels, or 255: the default loss and the interpretation ignore
   * its pixels. Metrics have an option of their own. By default no value is ignored, as in fastai.
   */
  ignoreIndex: v.optional(number),
});

/**
 * A class for every pixel as target. In a batch: int32 `[batch, height, width]`, indices of `codes`. Transforms give each pixel the
 * value of the nearest one in the file; values are never averaged.
 *
 * @param codes Names of the classes; the values in the mask files are their indices.
 * @param options A value that is not learned.
 * @returns The block, for `blocks` of a `DataBlock`.
 * @throws FoveaError unless there are 1 to 256 codes; when a mask is read, naming the file and its values that are not classes.
 * @see fastai's `MaskBlock`.
 */
export function maskBlock(
  codes: readonly string[],
  { ignoreIndex }: MaskOptions = {},
): TargetBlock<string, LabelImage> {
  if (codes.length === 0 || codes.length > 256) {
    throw new FoveaError(
      `Expected 1 to 256 codes in maskBlock, received ${codes.length}.`,
      'Give the names of the classes, in the order of their values in the masks.',
    );
  }
  const colours = codes.map((_, i) => maskColours[i % maskColours.length]);
  const block: TargetBlock<string, LabelImage> = {
    name: 'mask',
    recipe: maskMaker.describe({ codes, ignoreIndex }),
    loss: 'crossEntropy',
    numOutputs: codes.length,
    vocabulary: codes,
    counting: 'classPerPixel',
    isSpatial: true,
    ignoreIndex,
    fit: () => block,
    async open(source) {
      const file = await openMask(source);
      return maskSample(file, async (cut) => {
        const mask = await file.read(cut);
        checkClasses(source, mask, codes.length, ignoreIndex);
        return mask;
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
  };
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

function checkClasses(file: string, { pixels }: LabelImage, numClasses: number, ignored?: number): void {
  const isPresent = new Uint8Array(256);
  for (const index of pixels) isPresent[index] = 1;
  const wrong = [...isPresent.keys()].filter((i) => isPresent[i] && i >= numClasses && i !== ignored);
  if (wrong.length === 0) return;
  const listed = wrong.slice(0, MAX_LISTED).join(', ');
  const values = wrong.length === 1 ? `the value ${listed}` : `the values ${listed}`;
  const more = wrong.length > MAX_LISTED ? ` and ${wrong.length - MAX_LISTED} more` : '';
  throw new FoveaError(
    `The mask ${file} has ${values}${more}, but there are ${numClasses} classes: 0 to ${numClasses - 1}.`,
    'Give maskBlock the codes that belong to these masks, name the value that does not count as ignoreIndex, or change the values.',
  );
}
