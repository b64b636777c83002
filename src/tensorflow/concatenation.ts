import { differentiable } from './differentiable';
import { tf } from './tf';

// tf.concat would keep its inputs for the gradient, though it needs only their shapes, and cut out those of no interest.
const concatenation = differentiable({
  name: 'FoveaConcatChannels',
  forward: ({ first, second }) => [tf.concat([first, second], 3)],
  gradient: (dy, _saved, { channels }) => {
    const [batch, height, width, both] = (dy as tf.Tensor4D).shape;
    const part = (from: number, count: number) => () =>
      tf.slice(dy, [0, 0, 0, from], [batch, height, width, count]);
    const first = channels as number;
    return { first: part(0, first), second: part(first, both - first) };
  },
});

/**
 * Puts the channels of two images one after the other, with gradients.
 *
 * @param first Real numbers `[batch, height, width, channels]`. Not disposed.
 * @param second Of the same precision, and size but for its channels. Not disposed.
 * @returns Of the same precision, `[batch, height, width, channels of both]`, owned by the enclosing `tf.tidy`.
 */
export function concatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  return concatenation({ first, second }, { channels: first.shape[3] })[0] as tf.Tensor4D;
}
