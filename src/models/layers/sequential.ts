import { tf } from '../../tensorflow/tf';
import { fuse, fuseSum } from './fusion';
import type { Layer, Pass } from './layer';

/** Layers one after the other, as one. */
export interface SequentialLayer extends Layer {
  readonly kind: 'sequential';
  readonly layers: readonly Layer[];
}

const isSequential = (layer: Layer): layer is SequentialLayer =>
  (layer as Partial<SequentialLayer>).kind === 'sequential';

const flat = (layers: readonly Layer[]): Layer[] =>
  layers.flatMap((layer) => (isSequential(layer) ? flat(layer.layers) : [layer]));

const run = (layers: readonly Layer[], x: tf.Tensor4D, pass: Pass) =>
  layers.reduce((y, layer) => layer(y, pass), x);

/**
 * One layer after the other; `fusion.ts` decides which of them run as one kernel.
 *
 * @param layers Layers of this folder, activations, or any functions of an image batch.
 * @returns A layer of image batches, real numbers `[batch, height, width, channels]`.
 */
export function sequential(layers: readonly Layer[]): SequentialLayer {
  const fused = fuse(flat(layers));
  const layer: Layer = (x, pass) => run(fused, x, pass);
  return Object.assign(layer, { kind: 'sequential' as const, layers });
}

/** Options of {@link residual}. */
export interface ResidualOptions {
  /**
   * What the block's input goes through before it is added.
   *
   * @defaultValue nothing: the identity
   */
  readonly shortcut?: Layer;
  /**
   * Applied to the sum.
   *
   * @defaultValue none
   */
  readonly activation?: Layer;
}

/**
 * A residual block: layers one after the other, to whose result the input is added.
 *
 * @param layers Layers whose result has the shape of the shortcut's.
 * @param options The shortcut, the input itself by default, and the activation of the sum, none by default.
 * @returns A layer of image batches, real numbers `[batch, height, width, channels]`.
 * @see He et al. 2016, arXiv:1512.03385.
 */
export function residual(layers: readonly Layer[], { shortcut, activation }: ResidualOptions = {}): Layer {
  const { layers: fused, sum } = fuseSum(flat(layers), activation);
  return (x, pass) =>
    tf.tidy(() => {
      const y = run(fused, x, pass);
      return sum(y, shortcut ? shortcut(x, pass) : x, pass);
    });
}
