import * as v from 'valibot';
import { FoveaError } from '../base/errors';
import { fields, flag, list, number, pair } from '../base/schema';
import { relu } from '../tensorflow/activation';
import { globalAveragePool, globalMaxPool } from '../tensorflow/pooling';
import { tf } from '../tensorflow/tf';
import { batchNorm1d } from './layers/batch-norm';
import { dropout } from './layers/dropout';
import type { Layer, Scope } from './layers/layer';
import { linear } from './layers/linear';

/** Options of {@link createHead}, with fastai's names and defaults. */
export interface HeadOptions extends v.InferOutput<typeof headOptions> {}

/** The schema of {@link HeadOptions}. */
export const headOptions = fields({
  /** Sizes of the hidden linear layers. @defaultValue `[512]` */
  linFtrs: v.optional(list(number)),
  /**
   * Probabilities of dropout in [0, 1): one for the last linear layer, half of which the layers before it get, or one for each.
   * @defaultValue 0.5
   */
  ps: v.optional(v.union([number, list(number)], 'a number or a list of numbers')),
  /** Pool the feature map to one vector; false expects `[batch, features]`. @defaultValue true */
  pool: v.optional(flag),
  /** Concatenate maximum and mean; false takes the mean alone. @defaultValue true */
  concatPool: v.optional(flag),
  /** Normalize the features before the first linear layer. @defaultValue true */
  firstBn: v.optional(flag),
  /** Normalize the outputs. @defaultValue false */
  bnFinal: v.optional(flag),
  /** Put each linear layer before its normalization and dropout. @defaultValue false */
  linFirst: v.optional(flag),
  /** Squeeze outputs into (low, high) by `sigmoid(x) * (high - low) + low`. By default outputs stay as they are. */
  yRange: v.optional(pair),
});

type Flat = Layer<tf.Tensor2D, tf.Tensor2D>;

/**
 * The head that goes on top of a body: pooling, then normalization, dropout, linear layer and ReLU for each hidden layer, and
 * once more without ReLU for the outputs. Parameters are named by position, as in fastai's `Sequential`.
 *
 * @param at Scope in which its parameters are declared.
 * @param features Channels of the body.
 * @param numOutputs Outputs of the model.
 * @param options By default fastai's: one hidden layer of 512, dropout 0.25 and 0.5.
 * @returns A layer from float32 `[batch, height, width, features]` to float32 `[batch, numOutputs]`.
 * @throws FoveaError if the dropout rates are out of range or do not fit the number of linear layers.
 * @see fastai's `create_head`; maximum before mean, new normalizations start at bias 1e-3.
 */
export function createHead(
  at: Scope,
  features: number,
  numOutputs: number,
  {
    linFtrs = [512],
    ps = 0.5,
    pool = true,
    concatPool = true,
    firstBn = true,
    bnFinal = false,
    linFirst = false,
    yRange,
  }: HeadOptions = {},
): Layer<tf.Tensor4D, tf.Tensor2D> {
  const sizes = [pool && concatPool ? 2 * features : features, ...linFtrs, numOutputs];
  const last = sizes.length - 1;
  const rates = dropoutRates(ps, last);
  const layers: Flat[] = [];
  // Pooling and flattening take the first two positions in fastai's Sequential.
  const offset = pool ? 2 : 0;
  const next = () => at.at(`${offset + layers.length}`);
  if (linFirst) layers.push(dropout(rates.shift() ?? 0));
  rates.slice(0, last).forEach((rate, i) => {
    const hasNorm = i > 0 || firstBn;
    const dense = () => {
      layers.push(linear(next(), sizes[i], sizes[i + 1], { bias: !hasNorm }));
      if (i < last - 1) layers.push(relu);
    };
    if (linFirst) dense();
    if (hasNorm) layers.push(batchNorm1d(next(), linFirst ? sizes[i + 1] : sizes[i], { shift: 1e-3 }));
    if (rate !== 0) layers.push(dropout(rate));
    if (!linFirst) dense();
  });
  if (linFirst) layers.push(linear(next(), sizes[last - 1], numOutputs));
  if (bnFinal) layers.push(batchNorm1d(next(), numOutputs, { momentum: 0.01 }));
  if (yRange) {
    const [low, high] = yRange;
    layers.push((x) => tf.add(tf.mul(tf.sigmoid(x), high - low), low));
  }
  const flatten = (x: tf.Tensor): tf.Tensor2D => {
    if (!pool) return x as tf.Tensor2D;
    const image = x as tf.Tensor4D;
    if (!concatPool) return globalAveragePool(image);
    return tf.concat([globalMaxPool(image), globalAveragePool(image)], 1);
  };
  return (x, pass) => layers.reduce((y, layer) => layer(y, pass), flatten(x));
}

function dropoutRates(ps: number | readonly number[], numLinear: number): number[] {
  const given = typeof ps === 'number' ? [ps] : [...ps];
  const isRate = (p: number) => p >= 0 && p < 1;
  if (!given.every(isRate) || ![1, numLinear].includes(given.length)) {
    throw new FoveaError(
      `Expected dropout rates ps in [0, 1), one or ${numLinear}, one for each linear layer, received ${JSON.stringify(ps)}.`,
      'Give one number: the layers before the last get half of it.',
    );
  }
  if (given.length > 1) return given;
  return [...Array.from({ length: numLinear - 1 }, () => given[0] / 2), given[0]];
}
