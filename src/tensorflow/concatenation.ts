import { differentiable } from './differentiable';
import { tf } from './tf';

// tf.concat would keep its inputs for the gradient, though it needs only their shapes, and make the gradients that nobody needs.
const concatenation = differentiable({
  name: 'FoveaConcatChannels',
  forward: ({ first, second }) => [tf.concat([first, second], 3)],
  gradient: (dy, _saved, { channels }) => {
    const [batch, height, width, both] = (dy as tf.Tensor4D).shape;
    const channelsFrom = (from: number, count: number) => () =>
      tf.slice(dy, [0, 0, 0, from], [batch, height, width, count]);
    const first = channels as number;
    return { first: channelsFrom(0, first), second: channelsFrom(first, both - first) };
  },
});

/**
 * Concatenates the channels of two image batches, with gradients.
 *
 * @param first Real numbers `[batch, height, width, channels]`. Not disposed.
 * @param second The same, with any number of channels. Not disposed.
 * @returns Of the same precision, `[batch, height, width, channels of first + channels of second]`, owned by the enclosing
 *   `tf.tidy`.
 */
export function concatChannels(first: tf.Tensor4D, second: tf.Tensor4D): tf.Tensor4D {
  return concatenation({ first, second }, { channels: first.shape[3] })[0] as tf.Tensor4D;
}
