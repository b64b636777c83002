import type { BatchSource } from '../../data/block';
import { expectNotDisposed, type Model, predict } from '../../models/model';
import type { tf } from '../../tensorflow/tf';
import { expectLabels, inOrder, nothingTo } from '../expect-batches';
import type { Loss } from '../losses/loss';
import { expectMetrics, type Metric } from '../metrics/metric';
import { metricColumns } from '../metrics/metric-columns';

/** Loss and metrics over a whole loader. */
export interface Evaluation {
  /** Mean over the items. */
  readonly loss: number;
  /** In the learner's order, by the names of their columns; where metrics have the same name, these tell them apart. */
  readonly metrics: Record<string, number>;
}

/**
 * Loss and metrics of a model over a loader, in evaluation mode. Of a training loader too it takes all items, read as for validation.
 *
 * @param afterBatch Called after each batch; returning true ends early, throwing too.
 * @throws FoveaError if the loader gives no items, or items without labels.
 * @see fastai's `AvgLoss`: batches weigh by their size.
 */
export async function evaluate(
  { model, loss }: { readonly model: Model; readonly loss: Loss },
  source: BatchSource,
  metrics: readonly Metric[],
  afterBatch?: () => Promise<unknown>,
): Promise<Evaluation> {
  expectNotDisposed(model);
  expectMetrics(metrics);
  const loader = inOrder(source);
  const accumulators = metrics.map((metric) => metric.start());
  let total = 0;
  let count = 0;
  for await (const batch of loader.batches()) {
    let outputs: tf.Tensor | undefined;
    try {
      expectLabels(batch);
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
  if (count === 0) throw nothingTo('validate', loader);
  return {
    loss: total / count,
    metrics: Object.fromEntries(metricColumns(metrics).map((name, i) => [name, accumulators[i].value()])),
  };
}
