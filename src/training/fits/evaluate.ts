import type { BatchSource } from '../../data/block';
import { type Model, predict } from '../../models/model';
import type { tf } from '../../tensorflow/tf';
import type { Loss } from '../losses/loss';
import type { Metric } from '../metrics/metric';

/** Loss and metrics over a whole loader. */
export interface Evaluation {
  /** Mean over the items. */
  readonly loss: number;
  /** By the metrics' names. */
  readonly metrics: Record<string, number>;
}

/**
 * Loss and metrics of a model over a loader, in evaluation mode.
 *
 * @param afterBatch Called after each batch; returning true ends early, throwing too.
 * @see fastai's `AvgLoss`: batches weigh by their size.
 */
export async function evaluate(
  { model, loss }: { readonly model: Model; readonly loss: Loss },
  loader: BatchSource,
  metrics: readonly Metric[],
  afterBatch?: () => Promise<unknown>,
): Promise<Evaluation> {
  const accumulators = metrics.map((metric) => metric.start());
  let total = 0;
  let count = 0;
  for await (const batch of loader.batches()) {
    let outputs: tf.Tensor | undefined;
    try {
      outputs = predict(model, batch.inputs);
      const value = loss.value(outputs, batch.targets);
      total += value.dataSync()[0] * batch.items.length;
      value.dispose();
      count += batch.items.length;
      for (const accumulator of accumulators) accumulator.add(outputs, batch.targets);
    } finally {
      outputs?.dispose();
      batch.dispose();
    }
    if ((await afterBatch?.()) === true) break;
  }
  return {
    loss: total / count,
    metrics: Object.fromEntries(metrics.map(({ name }, i) => [name, accumulators[i].value()])),
  };
}
