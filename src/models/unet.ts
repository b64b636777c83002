import * as v from 'valibot';
import { fields, flag, pair } from '../base/schema';
import { relu } from '../tensorflow/activation';
import { addBias } from '../tensorflow/bias';
import { concatChannels } from '../tensorflow/concatenation';
import { conv2d } from '../tensorflow/convolution';
import { pixelShuffle, shuffledFilter } from '../tensorflow/pixel-shuffle';
import { averagePool } from '../tensorflow/pooling';
import { inPrecision } from '../tensorflow/precision';
import { tf } from '../tensorflow/tf';
import type { Architecture, Body } from './body';
import { convolution } from './convolution';
import { type Layer, type Scope, scope } from './layer';
import { type Model, startPass } from './model';
import { batchNorm } from './normalization';

/** Options of {@link unetModel}, with fastai's names and defaults. */
export interface UnetOptions extends v.InferOutput<typeof unetOptions> {}

/** The schema of {@link UnetOptions}. */
export const unetOptions = fields({
  /** Average neighbours after each upsampling, against checkerboards. @defaultValue false */
  blur: v.optional(flag),
  /** Also after the last, where `blur` is true. @defaultValue true */
  blurFinal: v.optional(flag),
  /** Let the last layers see the input image. @defaultValue true */
  lastCross: v.optional(flag),
  /** Squeeze outputs into (low, high). By default outputs stay as they are. */
  yRange: v.optional(pair),
});

/** A 3x3 convolution with Kaiming weights and, unless told, bias and ReLU: fastai's `ConvLayer` without normalization. */
function convLayer(at: Scope, inChannels: number, outChannels: number, { bias = true } = {}): Layer {
  const initial = { deviation: Math.sqrt(2 / (inChannels * 9)) };
  return convolution(at.at('0'), inChannels, outChannels, {
    kernel: 3,
    padding: 1,
    bias,
    activation: 'relu',
    initial,
  });
}

/** Doubles height and width by a 1x1 convolution and a pixel shuffle; fastai's `PixelShuffle_ICNR`. */
function upsample(at: Scope, inChannels: number, outChannels: number, blur: boolean): Layer {
  const names = at.at('0.0');
  const shape = [4 * outChannels, inChannels, 1, 1];
  const weight = names.declare('weight', 'convolution', shape, { icnr: Math.sqrt(2 / inChannels) });
  const bias = names.declare('bias', 'bias', [4 * outChannels], { constant: 0 });
  return (x, pass) => {
    const filter = shuffledFilter(pass.value(weight) as tf.Tensor4D);
    const y = addBias(conv2d(x, filter), shuffledFilter(pass.value(bias)), 'relu');
    const shuffled = pixelShuffle(y);
    return blur ? averagePool(repeatEdge(shuffled), 2, { stride: 1 }) : shuffled;
  };
}

/** One more row at the top and column at the left, equal to the first ones. */
function repeatEdge(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const tall = tf.concat([tf.slice(x, [0, 0, 0, 0], [batch, 1, width, channels]), x], 1);
  return tf.concat([tf.slice(tall, [0, 0, 0, 0], [batch, height + 1, 1, channels]), tall], 2);
}

function resizeTo(x: tf.Tensor4D, like: tf.Tensor4D): tf.Tensor4D {
  const [, height, width] = like.shape;
  return x.shape[1] === height && x.shape[2] === width
    ? x
    : tf.image.resizeNearestNeighbor(x, [height, width]);
}

/** Shapes `[height, width, channels]` after each stage, found by running one grey image. */
function stageShapes(body: Body, [height, width]: readonly [number, number]): number[][] {
  return tf.tidy(() => {
    let x: tf.Tensor4D = tf.zeros([1, height, width, 3]);
    const pass = startPass();
    return body.stages.map(({ layer }) => {
      x = layer(x, pass);
      return x.shape.slice(1);
    }) as unknown as tf.TensorContainer;
  }) as unknown as number[][];
}

/**
 * A U-Net made of any body: at each resolution the decoder sees the body's features again.
 *
 * @param architecture Its body becomes the encoder.
 * @param numOutputs Classes of a pixel.
 * @param imageSize Height and width the skips are planned for; others work if they shrink at the same stages.
 * @returns The model; outputs float32 `[batch, height, width, numOutputs]`, parameter groups as {@link visionModel}'s.
 * @see Ronneberger et al. 2015, arXiv:1505.04597; fastai's `DynamicUnet`.
 */
export function unetModel(
  architecture: Architecture,
  numOutputs: number,
  imageSize: readonly [number, number],
  { blur = false, blurFinal = true, lastCross = true, yRange }: UnetOptions = {},
): Model {
  const root = scope();
  const body = architecture.body(root.at('body'));
  const head = root.at('head');
  const shapes = stageShapes(body, imageSize);
  const skips = shapes
    .flatMap(([, width], i) => (i + 1 < shapes.length && width !== shapes[i + 1][1] ? [i] : []))
    .reverse();
  let channels = body.channels;
  const norm = batchNorm(head.at('1'), channels, { shift: 1e-3, activation: 'relu' });
  const middle = [
    convLayer(head.at('3.0'), channels, 2 * channels),
    convLayer(head.at('3.1'), 2 * channels, channels),
  ];
  const ups = skips.map((stage, i) => {
    const at = head.at(`${4 + i}`);
    const isLast = i === skips.length - 1;
    const skipChannels = shapes[stage][2];
    const half = Math.floor(channels / 2);
    const shuffle = upsample(at.at('shuf'), channels, half, blur && (blurFinal || !isLast));
    const skipNorm = batchNorm(at.at('bn'), skipChannels, { shift: 1e-3 });
    const joined = half + skipChannels;
    channels = isLast ? Math.floor(joined / 2) : joined;
    const convs = [
      convLayer(at.at('conv1'), joined, channels),
      convLayer(at.at('conv2'), channels, channels),
    ];
    const layer = (x: tf.Tensor4D, skip: tf.Tensor4D, pass: Parameters<Layer>[1]) => {
      const up = resizeTo(shuffle(x, pass), skip);
      return convs.reduce((y, conv) => conv(y, pass), relu(concatChannels(up, skipNorm(skip, pass))));
    };
    return { stage, layer };
  });
  let index = 4 + ups.length;
  const shrinksFirst = shapes[0][0] !== imageSize[0] || shapes[0][1] !== imageSize[1];
  const last = shrinksFirst ? upsample(head.at(`${index++}`), channels, channels, false) : undefined;
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
  const inBody = (name: string) => name.startsWith('body.');
  return {
    name: `U-Net on ${architecture.name}`,
    recipe: {
      kind: 'unetModel',
      options: { architecture: architecture.name, numOutputs, imageSize, blur, blurFinal, lastCross, yRange },
    },
    parameters,
    groups: [
      parameters.filter((p) => inBody(p.name) && !body.secondGroup(p.name)),
      parameters.filter((p) => inBody(p.name) && body.secondGroup(p.name)),
      parameters.filter((p) => !inBody(p.name)),
    ],
    forward: (image, pass) => {
      const features: tf.Tensor4D[] = [];
      let y = image;
      for (const { layer } of body.stages) {
        y = layer(y, pass);
        features.push(y);
      }
      y = middle.reduce((z, layer) => layer(z, pass), norm(y, pass));
      for (const { stage, layer } of ups) y = layer(y, features[stage], pass);
      if (last) y = last(y, pass);
      y = resizeTo(y, image);
      if (cross) y = cross(concatChannels(y, image), pass);
      const outputs = inPrecision(output(y, pass), 'float32');
      if (!yRange) return outputs;
      const [low, high] = yRange;
      return tf.add(tf.mul(tf.sigmoid(outputs), high - low), low);
    },
  };
}

/** Two convolutions and a shortcut, without normalization: fastai's `ResBlock(1, n, n)`. */
function residualEnd(at: Scope, channels: number): Layer {
  const first = convLayer(at.at('0'), channels, channels);
  const second = convLayer(at.at('1'), channels, channels, { bias: false });
  const bias = at.at('1.0').declare('bias', 'bias', [channels], { constant: 0 });
  return (x, pass) => addBias(tf.add<tf.Tensor4D>(second(first(x, pass), pass), x), pass.value(bias), 'relu');
}
