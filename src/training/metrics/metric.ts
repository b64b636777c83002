import { inspect } from 'node:util';
import type * as v from 'valibot';
import { FoveaError } from '../../base/errors';
import { checked } from '../../base/schema';
import { tf } from '../../tensorflow/tf';
import type { TargetCheck } from './expect-targets';

/** A metric in the middle of a validation pass. Holds plain numbers, no tensors. */
export interface MetricAccumulator {
  /**
   * Takes one batch into account.
   *
   * @param outputs Raw outputs of the model, float32, the batch first, classes last. Not disposed.
   * @param targets As the target block makes them. Not disposed.
   * @throws FoveaError naming both shapes if they do not belong together.
   */
  add(outputs: tf.Tensor, targets: tf.Tensor): void;
  /** The metric over all batches so far; NaN before the first. */
  value(): number;
}

/** Which of two values of a metric is the better one. */
export type Better = 'lower' | 'higher';

/** A number that people read to judge a model, beside the loss. Call it on one batch, or give it to a learner. */
export interface Metric {
  /**
   * The metric of one batch.
   *
   * @param outputs Raw outputs of the model, float32, the batch first, classes last. Not disposed.
   * @param targets As the target block makes them. Not disposed.
   */
  (outputs: tf.Tensor, targets: tf.Tensor): number;
  /** As fastai prints it above its column, e.g. `error_rate`. */
  readonly name: string;
  /** Which values are better. Undefined for custom metrics that do not say: a callback that monitors one then needs `comparison`. */
  readonly better?: Better;
  /** The metric it is a variant of, and the options it was made with; undefined for metrics with default options. */
  readonly variantOf?: { readonly metric: Metric; readonly options: object };
  /** Throws a FoveaError for targets that the metric is not for; undefined for custom metrics, which are for any. */
  readonly expectTargets?: TargetCheck;
  /** Begins a validation pass. */
  start(): MetricAccumulator;
}

/** A metric with options: itself it has the defaults, called with options it returns the metric that has them. */
export interface ConfigurableMetric<Options> extends Metric {
  (outputs: tf.Tensor, targets: tf.Tensor): number;
  (options?: Options): Metric;
  /** The schema of its options. */
  readonly options: v.GenericSchema<unknown, Options>;
}

/** Options of {@link averagedMetric}. */
export interface CustomMetricOptions {
  /** Which values are better, for callbacks that monitor the metric, such as `saveModel`. By default these need `comparison`. */
  readonly better?: Better;
  /** Throws a FoveaError for targets that the metric is not for. By default it is for any. */
  readonly expectTargets?: TargetCheck;
}

/**
 * A metric by its accumulator.
 *
 * @param name The heading of its column.
 * @param start Begins a validation pass.
 */
export function metric(
  name: string,
  start: () => MetricAccumulator,
  { better, expectTargets }: CustomMetricOptions = {},
): Metric {
  const ofOneBatch = (outputs: tf.Tensor, targets: tf.Tensor) => {
    const accumulator = start();
    accumulator.add(outputs, targets);
    return accumulator.value();
  };
  return withName(Object.assign(ofOneBatch, { start, better, expectTargets }), name);
}

/**
 * A custom metric: the mean over batches, weighted by their sizes, of any function.
 *
 * @param name The heading of its column.
 * @param measure The metric of one batch: a number or a scalar tensor; undefined where the batch has nothing to measure.
 * It gets raw outputs, float32, the batch first, and targets as the target block makes them. Tensors made in it are disposed.
 * @returns The metric. It throws a FoveaError if the function returns anything else.
 * @see fastai's `AvgMetric`, which it makes of any function.
 */
export function averagedMetric(
  name: string,
  measure: (outputs: tf.Tensor, targets: tf.Tensor) => number | tf.Tensor | undefined,
  options: CustomMetricOptions = {},
): Metric {
  const start = (): MetricAccumulator => {
    let total = 0;
    let count = 0;
    return {
      add: (outputs, targets) => {
        const measured = numberIn(name, () => measure(outputs, targets));
        if (measured === undefined) return;
        total += measured * targets.shape[0];
        count += targets.shape[0];
      },
      value: () => total / count,
    };
  };
  return metric(name, start, options);
}

/**
 * A metric that can be used as it is or with options.
 *
 * @param where The function's name, for errors.
 * @param options The schema of its options, all of them with defaults.
 * @param make The metric for some options.
 */
export function configurable<Options extends object>(
  where: string,
  options: v.GenericSchema<unknown, Options>,
  make: (options: Options) => Metric,
): ConfigurableMetric<Options> {
  const standard = make({} as Options);
  function metricOrMake(outputs: tf.Tensor, targets: tf.Tensor): number;
  function metricOrMake(options?: Options): Metric;
  function metricOrMake(first?: tf.Tensor | Options, targets?: tf.Tensor): number | Metric {
    if (targets !== undefined) return standard(first as tf.Tensor, targets);
    const given = checked(options, first ?? {}, where);
    return Object.assign(make(given), { variantOf: { metric: self, options: given } });
  }
  const { start, better, expectTargets, name } = standard;
  const self = withName(Object.assign(metricOrMake, { start, better, expectTargets, options }), name);
  return self;
}

/** @throws FoveaError unless all are metrics: a plain function is none. */
export function expectMetrics(metrics: readonly Metric[]): void {
  if (!Array.isArray(metrics)) {
    throw new FoveaError(
      'Expected a list of metrics, received something else.',
      'Write metrics: [accuracy].',
    );
  }
  const index = metrics.findIndex((one) => typeof one?.start !== 'function');
  if (index < 0) return;
  const other: unknown = metrics[index];
  throw new FoveaError(
    `Expected metrics, received ${typeof other === 'function' ? `the function ${other.name || 'without a name'}` : String(other)}.`,
    "Make a metric of a function: averagedMetric('name', (outputs, targets) => ...).",
  );
}

/** @throws FoveaError unless there is one target for each image or pixel whose classes are scored. */
export function expectOneClassEach(where: string, outputs: tf.Tensor, targets: tf.Tensor): void {
  const wanted = outputs.shape.slice(0, -1);
  if (targets.shape[0] === wanted[0] && targets.size === outputs.size / outputs.shape[outputs.rank - 1])
    return;
  throw new FoveaError(
    `Expected targets of shape [${wanted.join(', ')}] for outputs [${outputs.shape.join(', ')}] in ${where}, received [${targets.shape.join(', ')}].`,
    'Outputs hold one score per class, in the last axis; targets hold class indices.',
  );
}

/** @throws FoveaError unless there is one target for each output. */
export function expectSameSize(where: string, outputs: tf.Tensor, targets: tf.Tensor): void {
  if (targets.shape[0] === outputs.shape[0] && targets.size === outputs.size) return;
  throw new FoveaError(
    `Expected as many targets as outputs, [${outputs.shape.join(', ')}], in ${where}, received [${targets.shape.join(', ')}].`,
    'For one class per image take accuracy, for several labels per image accuracyMulti.',
  );
}

function numberIn(name: string, measure: () => number | tf.Tensor | undefined): number | undefined {
  let measured: number | undefined;
  tf.tidy(() => {
    const result: unknown = measure();
    if (result === undefined) return;
    const isTensor = result instanceof tf.Tensor;
    if (typeof result !== 'number' && !(isTensor && result.size === 1)) {
      throw new FoveaError(
        `Expected a number, or a tensor of one, from the function of averagedMetric('${name}'), received ${
          isTensor ? `a tensor of shape [${result.shape.join(', ')}]` : inspect(result)
        }.`,
        isTensor
          ? 'Average it: return tf.mean(...).'
          : 'Leave out async and await in it, and return the number itself. Where a batch has nothing to measure, return undefined.',
      );
    }
    measured = isTensor ? result.dataSync()[0] : (result as number);
  });
  return measured;
}

function withName<F extends object>(metricFunction: F, name: string): F & { readonly name: string } {
  return Object.defineProperty(metricFunction, 'name', { value: name }) as F & { readonly name: string };
}
