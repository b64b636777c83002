import { FoveaError } from '../base/errors';
import type { CropResize, ImageSize, RgbImage } from '../images/image';
import { sizeAfter } from '../images/image';
import { cutImage, openImage } from '../images/image-file';
import { bytesTensor } from '../tensorflow/kernel';
import { tf } from '../tensorflow/tf';
import { enlargeAndJoin } from '../tensorflow/warp';
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
    recipe: { kind: 'image', options: {} },
    fit: () => block,
    async open(source) {
      if (typeof source !== 'string')
        return imageSample(source, (cut) => (cut ? cutImage(source, cut) : source));
      const file = await openImage(source);
      return imageSample(file, (cut) => file.read(cut));
    },
    collate: (values) =>
      values.some((value) => value.enlargeTo) ? joinEnlarged(values) : joinAsRead(values),
    warp: (batch, warp) => warpTensor(batch as tf.Tensor4D, warp),
  };
  return block;
}

type Read = (cut?: CropResize) => RgbImage | Promise<RgbImage>;

function imageSample(image: ImageSize, read: Read, cuts: readonly CropResize[] = []): Sample {
  const last = cuts.at(-1);
  const load = async (): Promise<SampleValue> => {
    const [first, ...others] = cuts;
    if (first && others.length === 0) return loadCut(read, first);
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

// sharp cuts and shrinks; what has to be enlarged is left to TensorFlow. That is three times as fast as libvips and equals
// PIL's BILINEAR up to rounding, from which libvips strays by a part of a pixel when it enlarges.
async function loadCut(read: Read, cut: CropResize): Promise<SampleValue> {
  const { outWidth: width, outHeight: height, keep } = cut;
  if (width <= cut.width && height <= cut.height) return bytesOf(await read(cut));
  const shrunk = {
    outWidth: Math.min(width, cut.width),
    outHeight: Math.min(height, cut.height),
    keep: undefined,
  };
  return { ...bytesOf(await read({ ...cut, ...shrunk })), enlargeTo: { width, height, keep } };
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
    ({ shape, enlargeTo }): ImageSize =>
      enlargeTo?.keep ?? enlargeTo ?? { height: shape[0], width: shape[1] },
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

function joinEnlarged(values: readonly SampleValue[]): tf.Tensor4D {
  const { height, width } = expectOneSize(values);
  const enlargements = values.map(({ shape, enlargeTo }) => {
    const { keep = { top: 0, left: 0 }, ...to } = enlargeTo ?? { height: shape[0], width: shape[1] };
    return { height: to.height, width: to.width, top: keep.top, left: keep.left };
  });
  return tf.tidy(() => {
    const images = values.map(({ values: bytes, shape }) => bytesTensor(bytes as Uint8Array, [...shape]));
    return enlargeAndJoin(images as tf.Tensor3D[], enlargements, [height, width]);
  });
}
