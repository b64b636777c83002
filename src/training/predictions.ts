import { FoveaError } from '../base/errors';
import type { BatchSource } from '../data/block';
import { type Model, predict } from '../models/model';
import { tf } from '../tensorflow/tf';
import { interruptible } from './interrupt';
import type { Loss } from './losses';

/** Predictions for all items of a loader, in its order. */
export interface Predictions {
  /** After softmax, sigmoid or nothing, as the loss says; float32 `[items, ...]`. */
  readonly predictions: tf.Tensor;
  /** Decided: class indices, 0 / 1 for each label, or the numbers themselves; of the form of the targets. */
  readonly decoded: tf.Tensor;
  readonly targets: tf.Tensor;
  /** Loss of each item, if asked for. */
  readonly losses?: Float32Array;
  readonly items: readonly unknown[];
  /** Frees the three tensors. The caller does it. */
  dispose(): void;
}

/**
 * Runs a model over a loader.
 *
 * @param options `withLoss`: also the loss of each item.
 * @returns Tensors owned by the caller.
 * @see fastai's `get_preds`.
 */
export async function collectPredictions(
  { model, loss }: { readonly model: Model; readonly loss: Loss },
  loader: BatchSource,
  { withLoss = false } = {},
): Promise<Predictions> {
  const parts: { predictions: tf.Tensor; targets: tf.Tensor }[] = [];
  try {
    return await interruptible('Predicting', (pause) =>
      collect(parts, { model, loss }, loader, withLoss, pause),
    );
  } finally {
    for (const part of parts) tf.dispose(part);
  }
}

async function collect(
  parts: { predictions: tf.Tensor; targets: tf.Tensor }[],
  { model, loss }: { readonly model: Model; readonly loss: Loss },
  loader: BatchSource,
  withLoss: boolean,
  pause: () => Promise<void>,
): Promise<Predictions> {
  const losses: number[] = [];
  const items: unknown[] = [];
  for await (const batch of loader.batches()) {
    try {
      parts.push(
        tf.tidy(() => {
          const outputs = predict(model, batch.inputs);
          if (withLoss) losses.push(...loss.perItem(outputs, batch.targets).dataSync());
          return { predictions: loss.activation(outputs), targets: batch.targets.clone() };
        }),
      );
    } finally {
      batch.dispose();
    }
    items.push(...batch.items);
    await pause();
  }
  if (parts.length === 0) {
    throw new FoveaError(
      'There is nothing to predict: the loader gave no items.',
      'Give others, e.g. getPreds({ loader: dls.testDl(files) }).',
    );
  }
  const joined = tf.tidy(() => {
    const predictions = tf.concat(parts.map((part) => part.predictions));
    return {
      predictions,
      decoded: loss.decodes(predictions),
      targets: tf.concat(parts.map((part) => part.targets)),
    };
  });
  return {
    ...joined,
    losses: withLoss ? Float32Array.from(losses) : undefined,
    items,
    dispose: () => tf.dispose(joined),
  };
}
