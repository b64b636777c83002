import { FoveaError } from '../base/errors';
import type { CropResize, ImageSize, RgbImage } from '../images/image';
import { sizeAfter } from '../images/image';
import { cutImage, openImage } from '../images/image-file';
import { bytesTensor } from '../tensorflow/kernel';
import { tf } from '../tensorflow/tf';
import { warpTensor } from '../transforms/batch-pipeline';
import type { Block, Sample, SampleValue } from './block';

/** What an image block reads: a file's path, or an image in memory. */
export type ImageSource = string | RgbImage;

/**
 * Colour photos as inputs. In a batch: uint8 `[batch, height, width, 3]`.
 */
export function imageBlock(): Block<ImageSource> {
  const block: Block<ImageSource> = {
    name: 'image',
    fit: () => block,
    async open(source) {
      if (typeof source !== 'string')
        return imageSample(source, (cut) => (cut ? cutImage(source, cut) : source));
      const file = await openImage(source);
      return imageSample(file, (cut) => file.read(cut));
    },
    collate: (values) => bytesTensor(...joinBytes(values)),
    warp(batch, warp) {
      return tf.tidy(() => warpTensor(tf.cast(batch, 'float32') as tf.Tensor4D, warp));
    },
  };
  return block;
}

type Read = (cut?: CropResize) => RgbImage | Promise<RgbImage>;

function imageSample(size: ImageSize, read: Read, cuts: readonly CropResize[] = []): Sample {
  return {
    size,
    cropResize: (cut) => imageSample(sizeAfter(cut), read, [...cuts, cut]),
    async load() {
      let image = await read(cuts[0]);
      for (const cut of cuts.slice(1)) image = await cutImage(image, cut);
      return { values: image.pixels, shape: [image.height, image.width, 3] };
    },
  };
}

/**
 * Puts samples of bytes one after the other.
 *
 * @returns The bytes of all, and the batch's shape.
 * @throws FoveaError if shapes differ.
 */
export function joinBytes(values: readonly SampleValue[]): [Uint8Array, number[]] {
  const [{ shape }] = values;
  const other = values.find((value) => value.shape.some((side, i) => side !== shape[i]));
  if (other) {
    const words = (sides: readonly number[]) => `${sides[1]} x ${sides[0]}`;
    throw new FoveaError(
      `The images of one batch must have one size; here are ${words(shape)} and ${words(other.shape)} pixels.`,
      'Add an item transform, e.g. itemTransforms: [resize(460)].',
    );
  }
  const length = shape.reduce((product, side) => product * side, 1);
  const bytes = new Uint8Array(values.length * length);
  values.forEach((value, i) => {
    bytes.set(value.values as Uint8Array, i * length);
  });
  return [bytes, [values.length, ...shape]];
}
