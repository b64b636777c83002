import * as v from 'valibot';
import { isMade, made } from '../base/recipe';
import { fields, flag, pair } from '../base/schema';
import { relu } from '../tensorflow/activation';
import { concatChannels } from '../tensorflow/concatenation';
import { averagePool } from '../tensorflow/pooling';
import { inPrecision } from '../tensorflow/precision';
import { tf } from '../tensorflow/tf';
import { type Architecture, type Body, featureMaps } from './architectures/architecture';
import { batchNorm } from './layers/batch-norm';
import { convolution } from './layers/convolution';
import { type Layer, type Pass, type Scope, scope } from './layers/layer';
import { shufflePixels } from './layers/pixel-shuffle';
import { residual, sequential } from './layers/sequential';
import { type Model, printedInOneLine, startPass } from './model';
import { BODY, parameterGroups } from './parameter-groups';

/** Options of {@link unetModel}, with fastai's names and defaults. */
export interface UnetOptions extends v.InferOutput<typeof unetOptions> {}

/** The schema of {@link UnetOptions}. */
export const unetOptions = fields({
  /** Average neighbouring pixels after each upsampling, against checkerboard patterns. @defaultValue false */
  blur: v.optional(flag),
  /** With `blur`: also after the last of the decoder's blocks. @defaultValue true */
  blurFinal: v.optional(flag),
  /** Concatenate the input image to what the last layers see. @defaultValue true */
  lastCross: v.optional(flag),
  /**
   * Take the whole body of a classifier as the encoder, as fastai does, and not the architecture's own encoder. It makes a
   * difference for EfficientNet-Lite0: 81.7 million parameters with 32 classes in place of 9.3. @defaultValue false
   */
  wholeBody: v.optional(flag),
  /** Squeeze outputs into (low, high). By default outputs stay as they are. */
  yRange: v.optional(pair),
});

/** A 3x3 convolution with a bias and Kaiming's initial weights, as in fastai's `ConvLayer` without normalization. */
function convolution3x3(at: Scope, inChannels: number, outChannels: number): Layer {
  const initial = { deviation: Math.sqrt(2 / (inChannels * 9)) };
  return convolution(at.at('0'), inChannels, outChannels, { kernel: 3, padding: 1, bias: true, initial });
}

/** Two convolutions, each with a ReLU. */
function twoConvolutions([first, second]: readonly [Scope, Scope], channels: readonly number[]): Layer[] {
  return [
    convolution3x3(first, channels[0], channels[1]),
    relu,
    convolution3x3(second, channels[1], channels[2]),
    relu,
  ];
}

/** Doubles height and width by a 1x1 convolution and a pixel shuffle; fastai's `PixelShuffle_ICNR`. */
function upsample(at: Scope, inChannels: number, outChannels: number, { blur }: { blur: boolean }): Layer {
  const initial = { icnr: Math.sqrt(2 / inChannels) };
  return sequential([
    convolution(at.at('0.0'), inChannels, 4 * outChannels, { bias: true, initial }),
    relu,
    shufflePixels,
    ...(blur ? [averageNeighbours] : []),
  ]);
}

/** Mean of 2x2 pixels; size stays, for the first row and the first column are repeated. */
function averageNeighbours(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const tall = tf.concat([tf.slice(x, [0, 0, 0, 0], [batch, 1, width, channels]), x], 1);
  const large = tf.concat([tf.slice(tall, [0, 0, 0, 0], [batch, height + 1, 1, channels]), tall], 2);
  return averagePool(large, 2, { stride: 1 });
}

function resizeTo(x: tf.Tensor4D, like: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = like.shape;
  return x.shape[1] === height && x.shape[2] === width
    ? x
    : tf.image.resizeNearestNeighbor(x, [height, width]);
}

/** Shapes `[height, width, channels]` after each stage, found by running one image of zeros. */
function stageShapes(body: Body, [height, width]: readonly [number, number]): number[][] {
  let shapes: number[][] = [];
  tf.tidy(() => {
    const maps = featureMaps(body, tf.zeros([1, height, width, 3]), startPass());
    shapes = maps.map(({ shape }) => shape.slice(1));
  });
  return shapes;
}

/** A step of the decoder: fastai's `UnetBlock`. */
interface UnetBlock {
  /** The stage of the body whose feature map it takes besides. */
  readonly stage: number;
  readonly layer: (x: tf.Tensor4D, skip: tf.Tensor4D, pass: Pass) => tf.Tensor4D;
}

/**
 * A U-Net around any body: at each resolution the decoder sees the body's feature map again.
 *
 * @param architecture Its encoder, or its body where it has no other.
 * @param numOutputs Outputs of each pixel: classes.
 * @param imageSize Height and width, pixels, that the skip connections are planned for; others work if they shrink at the same
 *   stages.
 * @param options fastai's names and defaults.
 * @returns The model; outputs float32 `[batch, height, width, numOutputs]`, parameter groups as `visionModel`'s. Owned by the
 *   caller: free it by `disposeModel`.
 * @see Ronneberger et al. 2015, arXiv:1505.04597; fastai's `DynamicUnet`.
 */
export function unetModel(
  architecture: Architecture,
  numOutputs: number,
  imageSize: readonly [number, number],
  { blur = false, blurFinal = true, lastCross = true, wholeBody = false, yRange }: UnetOptions = {},
): Model {
  const root = scope();
  const { body: classifierBody, encoder = classifierBody } = architecture;
  const body = (wholeBody ? classifierBody : encoder)(root.at(BODY));
  const head = root.at('head');
  const shapes = stageShapes(body, imageSize);
  const skips = shapes
    .flatMap(([, width], i) => (i + 1 < shapes.length && width !== shapes[i + 1][1] ? [i] : []))
    .reverse();
  let channels = body.channels;
  const middle = sequential([
    batchNorm(head.at('1'), channels, { shift: 1e-3 }),
    relu,
    ...twoConvolutions([head.at('3.0'), head.at('3.1')], [channels, 2 * channels, channels]),
  ]);
  const blocks = skips.map((stage, i): UnetBlock => {
    const at = head.at(`${4 + i}`);
    const isLast = i === skips.length - 1;
    const skipChannels = shapes[stage][2];
    const half = Math.floor(channels / 2);
    const up = upsample(at.at('shuf'), channels, half, { blur: blur && (blurFinal || !isLast) });
    const skipNorm = batchNorm(at.at('bn'), skipChannels, { shift: 1e-3 });
    const joined = half + skipChannels;
    channels = isLast ? Math.floor(joined / 2) : joined;
    const convolutions = sequential(
      twoConvolutions([at.at('conv1'), at.at('conv2')], [joined, channels, channels]),
    );
    const layer: UnetBlock['layer'] = (x, skip, pass) => {
      const both = concatChannels(resizeTo(up(x, pass), skip), skipNorm(skip, pass));
      return convolutions(relu(both), pass);
    };
    return { stage, layer };
  });
  // Positions in fastai's Sequential: some hold layers without parameters.
  let index = 4 + blocks.length;
  const shrinksFirst = shapes[0][0] !== imageSize[0] || shapes[0][1] !== imageSize[1];
  const last = shrinksFirst
    ? upsample(head.at(`${index++}`), channels, channels, { blur: false })
    : undefined;
  index++;
  let cross: Layer | undefined;
  if (lastCross) {
    index++;
    channels += 3;
    cross = residualEnd(head.at(`${index++}.convpath`), channels);
  }
  const output = convolution(head.at(`${index}.0`), channels, numOutputs, {
    bias: true,
    initial: { bound: 1 / Math.sqrt(channels) },
  });

  const { parameters } = root;
  const model: Model = printedInOneLine({
    name: `U-Net on ${architecture.name}`,
    recipe: {
      kind: 'unetModel',
      options: {
        architecture: architecture.name,
        numOutputs,
        imageSize,
        blur,
        blurFinal,
        lastCross,
        wholeBody,
        yRange,
      },
    },
    parameters,
    groups: parameterGroups(parameters, body),
    // Where the last feature map is one pixel, batch normalization has one value for each image and channel.
    leastTrainingBatch: shapes[shapes.length - 1][0] * shapes[shapes.length - 1][1] === 1 ? 2 : 1,
    forward: (image, pass) => {
      const features = featureMaps(body, image, pass);
      let y = middle(features[features.length - 1], pass);
      for (const { stage, layer } of blocks) y = layer(y, features[stage], pass);
      if (last) y = last(y, pass);
      y = resizeTo(y, image);
      if (cross) y = cross(concatChannels(y, image), pass);
      const outputs = inPrecision(output(y, pass), 'float32');
      if (!yRange) return outputs;
      const [low, high] = yRange;
      return tf.add(tf.mul(tf.sigmoid(outputs), high - low), low);
    },
  });
  return isMade(architecture) ? made(model) : model;
}

/** A residual block of two convolutions without normalization: fastai's `ResBlock(1, n, n)`. */
function residualEnd(at: Scope, channels: number): Layer {
  return residual(
    [convolution3x3(at.at('0'), channels, channels), relu, convolution3x3(at.at('1'), channels, channels)],
    { activation: relu },
  );
}
