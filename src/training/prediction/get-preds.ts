import { described } from '../../base/described';
import { FoveaError } from '../../base/errors';
import { interruptible } from '../../base/interrupt';
import type { BatchSource } from '../../data/block';
import { expectNotDisposed, type Model, predict } from '../../models/model';
import { tf } from '../../tensorflow/tf';
import { expectLabels, nothingTo } from '../expect-batches';
import type { Loss } from '../losses/loss';

/** Predictions for all items of a loader, in its order. */
export interface Predictions {
  /** After softmax, sigmoid or nothing, as the loss says; float32 `[items, ...]`. */
  readonly predictions: tf.Tensor;
  /** Decisions: class indices, 0 / 1 for each label, or the numbers themselves; of the form of the targets. */
  readonly decoded: tf.Tensor;
  /** The ground truth, as the target block makes it; for a loader without labels float32 `[items, 0]`. */
  readonly targets: tf.Tensor;
  /** Loss of each item, if asked for. */
  readonly losses?: Float32Array;
  /** What `getItems` returned, e.g. file paths. */
  readonly items: readonly unknown[];
  /** Frees the three tensors; the caller has to call it. */
  dispose(): void;
}

/** Predictions for one batch. Its tensors are freed after the visit. */
export interface PredictedBatch {
  /** After softmax, sigmoid or nothing, as the loss says; float32 `[batch, ...]`. */
  readonly predictions: tf.Tensor;
  readonly decoded: tf.Tensor;
  readonly targets: tf.Tensor;
  /** Loss of each item, if asked for. */
  readonly losses?: Float32Array;
  readonly items: readonly unknown[];
}

/** Options of {@link Learner.getPreds}. */
export interface GetPredsOptions {
  /** What to predict. By default the validation set. */
  readonly loader?: BatchSource;
  /** Also the loss of each item. @defaultValue false */
  readonly withLoss?: boolean;
}

/** What is needed to predict. */
export interface Predictor {
  readonly model: Model;
  readonly loss: Loss;
}

/**
 * Predictions for one batch.
 *
 * @param inputs float32 `[batch, height, width, 3]`, normalized. Not disposed.
 * @returns Owned by the caller.
 * @throws FoveaError if they are of another shape or type, or the model was disposed.
 */
export function predictBatch(
  { model, loss }: Predictor,
  inputs: tf.Tensor4D,
): { predictions: tf.Tensor; decoded: tf.Tensor } {
  const { shape, dtype } = Object(inputs) as Partial<tf.Tensor>;
  if (shape?.length !== 4 || dtype !== 'float32') {
    throw new FoveaError(
      `Expected images float32 [batch, height, width, 3] in predictBatch, received ${shape ? `${dtype} [${shape.join(', ')}]` : described(inputs)}.`,
      shape?.length === 3
        ? 'For one image: predictBatch(image.expandDims(0)).'
        : 'A batch of a loader has them as inputs. For a file there is learn.predict(file).',
    );
  }
  return tf.tidy(() => {
    const predictions = loss.activation(predict(model, inputs));
    return { predictions, decoded: loss.decodes(predictions) };
  });
}

/**
 * Runs a model over a loader, batch by batch, for callers that keep only some of its predictions.
 *
 * @param visit Called for each batch; clones tensors that it keeps.
 * @param options
 * @param options.withLoss Also the loss of each item; false by default.
 * @throws FoveaError if the loader gives no items, or none with labels where losses are asked for; when interrupted.
 */
export async function visitPredictions(
  { model, loss }: Predictor,
  loader: BatchSource,
  visit: (batch: PredictedBatch) => void,
  { withLoss = false } = {},
): Promise<void> {
  expectNotDisposed(model);
  let count = 0;
  await interruptible(async (pause) => {
    for await (const { inputs, targets, items, dispose } of loader.batches()) {
      count += items.length;
      try {
        if (withLoss) expectLabels({ targets });
        tf.tidy(() => {
          const outputs = predict(model, inputs);
          const losses = withLoss ? new Float32Array(loss.perItem(outputs, targets).dataSync()) : undefined;
          const predictions = loss.activation(outputs);
          visit({ predictions, decoded: loss.decodes(predictions), targets, losses, items });
        });
      } finally {
        dispose();
      }
      await pause();
    }
  });
  if (count === 0) throw nothingTo('predict', loader);
}

/**
 * Runs a model over a loader.
 *
 * @param options
 * @param options.withLoss Also the loss of each item; false by default.
 * @returns Tensors owned by the caller.
 * @see fastai's `get_preds`.
 */
export async function collectPredictions(
  predictor: Predictor,
  loader: BatchSource,
  { withLoss = false } = {},
): Promise<Predictions> {
  const batches: { predictions: tf.Tensor; targets: tf.Tensor }[] = [];
  const losses: number[] = [];
  const items: unknown[] = [];
  try {
    await visitPredictions(
      predictor,
      loader,
      (batch) => {
        batches.push({
          predictions: tf.keep(batch.predictions.clone()),
          targets: tf.keep(batch.targets.clone()),
        });
        for (const loss of batch.losses ?? []) losses.push(loss);
        for (const item of batch.items) items.push(item);
      },
      { withLoss },
    );
    const joined = tf.tidy(() => {
      const predictions = tf.concat(batches.map((batch) => batch.predictions));
      return {
        predictions,
        decoded: predictor.loss.decodes(predictions),
        targets: tf.concat(batches.map((batch) => batch.targets)),
      };
    });
    return {
      ...joined,
      losses: withLoss ? Float32Array.from(losses) : undefined,
      items,
      dispose: () => tf.dispose(joined),
    };
  } finally {
    for (const batch of batches) tf.dispose(batch);
  }
}
