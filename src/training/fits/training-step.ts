import type { Random } from '../../base/random';
import type { Batch } from '../../data/block';
import { type Model, runModel, startPass } from '../../models/model';
import { valueAndGradients } from '../../tensorflow/gradients';
import { tf } from '../../tensorflow/tf';
import type { Callback, FitState } from '../callbacks/callback';
import type { Loss } from '../losses/loss';
import type { Optimizer } from '../optimizer';
import type { LossScale } from './loss-scale';

/** What a training step works with. */
export interface StepOptions {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly callbacks: readonly Callback[];
  /** Draws dropout. */
  readonly random: Random;
  /** For float16. */
  readonly scale?: LossScale;
}

/**
 * One step of gradient descent: forward, loss, gradients, optimizer; callbacks may replace batch, loss and gradients.
 *
 * @param given Not disposed.
 * @returns The loss of the batch before the step.
 */
export function trainingStep(
  { model, optimizer, loss, callbacks, random, scale }: StepOptions,
  state: FitState,
  given: Batch,
): number {
  let batch = given;
  const replacements: Batch[] = [];
  const trained = optimizer.trainable();
  try {
    for (const callback of callbacks) {
      const replacement = callback.transformBatch?.(batch, state) ?? batch;
      if (replacement !== batch) replacements.push(replacement);
      batch = replacement;
    }
    const lossOfBatch = callbacks.reduce((before, cb) => cb.transformLoss?.(before, state) ?? before, loss);
    return tf.tidy(() => {
      const pass = startPass({ training: true, random });
      const weights = trained.map((p) => pass.value(p));
      const { value, gradients } = valueAndGradients(
        () => lossOfBatch.value(runModel(model, batch.inputs, pass), batch.targets),
        weights,
        { scale: scale?.factor },
      );
      // Adam writes in place only where nobody else holds the weights.
      tf.dispose(weights);
      const byName = new Map(trained.map((p, i) => [p.name, gradients[i]]));
      const last = transformed(scale ? scale.unscale(byName) : byName, callbacks, state);
      if (last) optimizer.step(new Map(trained.map((p) => [p, last.get(p.name) as tf.Tensor])));
      return value.dataSync()[0];
    });
  } finally {
    for (const replacement of replacements) replacement.dispose();
  }
}

// Undefined where the step is skipped.
function transformed(
  gradients: Map<string, tf.Tensor> | undefined,
  callbacks: readonly Callback[],
  state: FitState,
): Map<string, tf.Tensor> | undefined {
  let byName = gradients;
  for (const callback of callbacks) {
    if (byName && callback.transformGradients) byName = callback.transformGradients(byName, state);
  }
  return byName;
}
