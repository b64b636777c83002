import { made } from '../../base/recipe';
import { tf } from '../../tensorflow/tf';
import type { Callback } from './callback';

/**
 * Scales all gradients down together where their joint length exceeds `maxNorm`.
 *
 * @param maxNorm Greatest joint length, above 0; by default 1.
 * @returns A callback that serves any number of fits, one after the other.
 * @see Pascanu et al. 2013, arXiv:1211.5063; fastai's `GradientClip`, PyTorch's `clip_grad_norm_`.
 */
export function gradientClip(maxNorm = 1): Callback {
  return made({
    name: 'gradientClip',
    recipe: { kind: 'gradientClip', options: { maxNorm } },
    // After accumulation: the sum is what must not be too long.
    order: 1,
    transformGradients: (gradients) => {
      const factor = tf.tidy(() => {
        const squares = [...gradients.values()].map((g) => tf.sum(tf.square(g)));
        return Math.min(1, maxNorm / (Math.sqrt(tf.addN(squares).dataSync()[0]) + 1e-6));
      });
      if (factor === 1) return gradients;
      return new Map([...gradients].map(([name, g]) => [name, tf.mul(g, factor)]));
    },
  });
}
