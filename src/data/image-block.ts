import { FoveaError } from '../base/errors';
import { maker } from '../base/recipe';
import { fields } from '../base/schema';
import type { CropResize, ImageSize, RgbImage } from '../images/image';
import { sizeAfter } from '../images/image';
import { cutImage, isLarge, openImage } from '../images/image-file';
import { bytesTensor } from '../tensorflow/kernel';
import { canCutAndShrink, resizeAndJoin } from '../tensorflow/resizing';
import { tf } from '../tensorflow/tf';
import { warpTensor } from '../transforms/batch-pipeline';
import type { Block, Sample, SampleValue } from './block';

/** What an image block reads: a file's path, or an image in memory. */
export type ImageSource = string | RgbImage;

/**
 * Colour photos as inputs. In a batch, before its transforms: `[batch, height, width, 3]`, 0-255, uint8; float32 if any had to be
 * enlarged without kernels of our own.
 */
export function imageBlock(): Block<ImageSource> {
  const block: Block<ImageSource> = {
    name: 'image',
    recipe: imageMaker.describe({}),
    fit: () => block,
    async open(source) {
      if (typeof source !== 'string')
        return imageSample(source, (cut) => (cut ? cutImage(source, cut) : source));
      const file = await openImage(source);
      return imageSample(file, (cut) => file.read(cut));
    },
    collate: (values) => (values.some((value) => value.cut) ? joinCut(values) : joinAsRead(values)),
    warp: (batch, warp) => warpTensor(batch as tf.Tensor4D, warp),
  };
  return block;
}

/** Makes {@link imageBlock} again. */
export const imageMaker = maker('image', fields({}), imageBlock);

type Read = (cut?: CropResize) => RgbImage | Promise<RgbImage>;

function imageSample(image: ImageSize, read: Read, cuts: readonly CropResize[] = []): Sample {
  const last = cuts.at(-1);
  const load = async (): Promise<SampleValue> => {
    const [first, ...others] = cuts;
    if (first && others.length === 0) return loadCut(image, read, first);
    let result = await read(first);
    for (const cut of others) result = await cutImage(result, cut);
    return bytesOf(result);
  };
  return {
    size: last ? sizeAfter(last) : image,
    cropResize: (cut) => imageSample(image, read, [...cuts, cut]),
    load,
  };
}

const bytesOf = ({ width, height, pixels }: RgbImage): SampleValue => ({
  values: pixels,
  shape: [height, width, 3],
});

// Small images are cut and resized as they are put in a batch; of large ones sharp cuts and shrinks what is needed as it decodes
// them, so that a batch's images do not fill the memory. What has to be enlarged is left to TensorFlow: libvips strays from PIL's
// BILINEAR by a part of a pixel when it enlarges.
async function loadCut(image: ImageSize, read: Read, cut: CropResize): Promise<SampleValue> {
  if (canCutAndShrink() && !isLarge(image)) return { ...bytesOf(await read()), cut };
  const { outWidth, outHeight } = cut;
  if (outWidth <= cut.width && outHeight <= cut.height) return bytesOf(await read(cut));
  const shrunk = {
    outWidth: Math.min(outWidth, cut.width),
    outHeight: Math.min(outHeight, cut.height),
    keep: undefined,
  };
  const part = await read({ ...cut, ...shrunk });
  return { ...bytesOf(part), cut: { ...cut, left: 0, top: 0, width: part.width, height: part.height } };
}

/**
 * Puts samples of bytes one after the other.
 *
 * @returns The bytes of all, and the batch's shape.
 * @throws FoveaError if shapes differ.
 */
export function joinBytes(values: readonly SampleValue[]): [Uint8Array, number[]] {
  const [{ shape }] = values;
  expectOneSize(values);
  const length = shape.reduce((product, side) => product * side, 1);
  const bytes = new Uint8Array(values.length * length);
  values.forEach((value, i) => {
    bytes.set(value.values as Uint8Array, i * length);
  });
  return [bytes, [values.length, ...shape]];
}

function expectOneSize(values: readonly SampleValue[]): ImageSize {
  const sizes = values.map(
    ({ shape, cut }): ImageSize => (cut ? sizeAfter(cut) : { height: shape[0], width: shape[1] }),
  );
  const [first] = sizes;
  const { width, height } = first;
  const other = sizes.find((size) => size.height !== height || size.width !== width);
  if (!other) return first;
  throw new FoveaError(
    `The images of one batch must have one size; here are ${width} x ${height} and ${other.width} x ${other.height} pixels.`,
    'Add an item transform, e.g. itemTransforms: [resize(460)].',
  );
}

function joinAsRead(values: readonly SampleValue[]): tf.Tensor4D {
  return bytesTensor(...joinBytes(values)) as tf.Tensor4D;
}

function joinCut(values: readonly SampleValue[]): tf.Tensor4D {
  const { height, width } = expectOneSize(values);
  const cuts = values.map(({ shape, cut }) => cut ?? wholeOf({ height: shape[0], width: shape[1] }));
  return tf.tidy(() => {
    const images = values.map(({ values: bytes, shape }) => bytesTensor(bytes as Uint8Array, [...shape]));
    return resizeAndJoin(images as tf.Tensor3D[], cuts, [height, width]);
  });
}

const wholeOf = ({ width, height }: ImageSize): CropResize => ({
  ...{ left: 0, top: 0, width, height },
  ...{ outWidth: width, outHeight: height },
});
