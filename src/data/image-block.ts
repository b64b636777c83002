import { made, maker } from '../base/recipe';
import { fields } from '../base/schema';
import { cutAndJoin, type UncutImage } from '../images/cut-image';
import type { CropResize, RgbImage } from '../images/image';
import { sizeAfter } from '../images/image';
import type { ImageFile } from '../images/image-file';
import { readForBatch } from '../images/read-for-batch';
import type { tf } from '../tensorflow/tf';
import { warpTensor } from '../transforms/batch-pipeline';
import type { Block, Sample, SampleValue } from './block';
import { type ImageSource, openImageSource } from './image-source';

/** An image on its way into a batch. Its shape is that after the cut, which `collate` makes of all images at once. */
interface ImageValue extends SampleValue, UncutImage {}

/** Colour images as inputs. In a batch, before its transforms: uint8 or float32 `[batch, height, width, 3]` in [0, 255]. */
export function imageBlock(): Block<ImageSource> {
  const block: Block<ImageSource> = made({
    name: 'image',
    recipe: imageMaker.describe({}),
    readsFiles: true,
    fit: () => block,
    open: async (source) => imageSample(await openImageSource(source)),
    collate: (values) => cutAndJoin(values as readonly ImageValue[]),
    warp: (batch, warp) => warpTensor(batch as tf.Tensor4D, warp),
  });
  return block;
}

/** Makes {@link imageBlock} again. */
export const imageMaker = maker('image', fields({}), imageBlock);

function imageSample(source: ImageFile | RgbImage, cuts: readonly CropResize[] = []): Sample {
  const last = cuts.at(-1);
  const { width, height } = last ? sizeAfter(last) : source;
  const orientation = 'orientation' in source ? source.orientation : 1;
  return {
    size: { width, height, orientation },
    cropResize: (cut) => imageSample(source, [...cuts, cut]),
    async load(): Promise<ImageValue> {
      const uncut = await readForBatch(source, cuts);
      return { ...uncut, values: uncut.image.pixels, shape: [height, width, 3] };
    },
  };
}
