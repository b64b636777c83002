import { FoveaError } from '../base/errors';
import type { CropResize, ImageSize, LabelImage } from '../images/image';
import { sizeAfter } from '../images/image';
import { cutMask, openMask } from '../images/mask-file';
import { bytesTensor, castTo } from '../tensorflow/kernel';
import { tf } from '../tensorflow/tf';
import { warpTensor } from '../transforms/batch-pipeline';
import type { Sample, TargetBlock } from './block';
import { joinBytes } from './image-block';

// matplotlib's tab20, with which fastai shows masks: the ten strong colours first.
const COLOURS = (
  '#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf ' +
  '#aec7e8 #ffbb78 #98df8a #ff9896 #c5b0d5 #c49c94 #f7b6d2 #c7c7c7 #dbdb8d #9edae5'
).split(' ');

/**
 * A class for every pixel as target. In a batch: int32 `[batch, height, width]`, indices of `codes`.
 *
 * @param options.codes Names of the classes; the values in the mask files are their indices.
 */
export function maskBlock({ codes }: { codes: readonly string[] }): TargetBlock<string, LabelImage> {
  const colours = codes.map((_, i) => COLOURS[i % COLOURS.length]);
  const block: TargetBlock<string, LabelImage> = {
    name: 'mask',
    recipe: { kind: 'mask', options: { codes } },
    loss: 'crossEntropy',
    numOutputs: codes.length,
    vocabulary: codes,
    isSpatial: true,
    fit: () => block,
    async open(source) {
      const file = await openMask(source);
      return maskSample(file, async (cut) => {
        const mask = await file.read(cut);
        checkClasses(source, mask, codes.length);
        return mask;
      });
    },
    collate(values) {
      const bytes = bytesTensor(...joinBytes(values));
      const indices = castTo(bytes, 'int32');
      bytes.dispose();
      return indices;
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

function checkClasses(file: string, { pixels }: LabelImage, numClasses: number): void {
  const wrong = pixels.find((index) => index >= numClasses);
  if (wrong !== undefined) {
    throw new FoveaError(
      `The mask ${file} has the value ${wrong}, but there are ${numClasses} classes: 0 to ${numClasses - 1}.`,
      'Give maskBlock the codes that belong to these masks, or change the values.',
    );
  }
}
