import { FoveaError } from '../base/errors';
import { inPrecision, precisionOf } from './precision';
import { tf } from './tf';
import { recordTape, type TapeNode } from './tfjs-internals';

/** A scalar and its gradients, owned by the caller. */
export interface ValueAndGradients {
  readonly value: tf.Scalar;
  /** One for each x, of its shape and precision; zero where the value does not depend on it. */
  readonly gradients: tf.Tensor[];
}

/**
 * A scalar function's value and its gradients, by reverse accumulation over tfjs's own tape.
 *
 * Unlike `tf.valueAndGrads` it frees each saved activation and each intermediate gradient as soon as it was used, which
 * halves the peak of memory of a training step, and computes none for inputs that lead to no x.
 *
 * @param f The function; it uses the tensors `xs` by closure. Any tfjs operations with gradients.
 * @param xs Tensors of real numbers to differentiate by.
 * @param options `scale`: the gradients are multiplied by it from their beginning, 1 unless told.
 * @throws FoveaError naming the operation if one on the way has no gradient.
 */
export function valueAndGradients(
  f: () => tf.Scalar,
  xs: readonly tf.Tensor[],
  { scale = 1 } = {},
): ValueAndGradients {
  const { result: value, tape } = recordTape(() => tf.tidy(f));
  return { value, gradients: backward(tape, value, xs, scale) };
}

function backward(
  tape: readonly TapeNode[],
  value: tf.Scalar,
  xs: readonly tf.Tensor[],
  scale: number,
): tf.Tensor[] {
  const dependent = new Set(xs.map((x) => x.id));
  for (const node of tape) {
    if (Object.values(node.inputs).some((input) => dependent.has(input.id))) {
      for (const output of node.outputs) dependent.add(output.id);
    }
  }
  const wanted = new Set(xs.map((x) => x.id));
  const gradientOf = new Map<number, tf.Tensor>([[value.id, tf.fill(value.shape, scale)]]);
  try {
    for (let i = tape.length - 1; i >= 0; i--) {
      const node = tape[i];
      const dys = node.outputs.map((output) => gradientOf.get(output.id) ?? null);
      if (dys.some((dy) => dy !== null)) accumulate(node, dys, dependent, gradientOf);
      tf.dispose([...node.saved]);
      for (const output of node.outputs) {
        if (wanted.has(output.id)) continue;
        gradientOf.get(output.id)?.dispose();
        gradientOf.delete(output.id);
      }
    }
  } catch (error) {
    for (const node of tape) tf.dispose([...node.saved]);
    tf.dispose([...gradientOf.values()]);
    throw error;
  }
  return xs.map((x) => gradientOf.get(x.id) ?? tf.zerosLike(x));
}

function accumulate(
  node: TapeNode,
  dys: (tf.Tensor | null)[],
  dependent: ReadonlySet<number>,
  gradientOf: Map<number, tf.Tensor>,
): void {
  const inputs = Object.entries(node.inputs).filter(([, input]) => dependent.has(input.id));
  if (inputs.length === 0) return;
  if (!node.gradient) throw new FoveaError(`The operation ${node.kernelName} has no gradient.`);
  const gradient = node.gradient;
  const dxs = tf.tidy(() => {
    const make = gradient(dys);
    return inputs.map(([name, input]) => {
      const dx = inPrecision(make[name](), precisionOf(input));
      // A gradient may be handed on as it is; dy is freed below, so it needs a handle of its own.
      return dys.includes(dx) ? dx.clone() : dx;
    });
  });
  inputs.forEach(([, input], i) => {
    const sum = gradientOf.get(input.id);
    if (!sum) {
      gradientOf.set(input.id, dxs[i]);
      return;
    }
    gradientOf.set(input.id, tf.add(sum, dxs[i]));
    tf.dispose([sum, dxs[i]]);
  });
}
