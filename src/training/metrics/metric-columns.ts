import { isDeepStrictEqual } from 'node:util';
import type { Metric } from './metric';

/** Columns of a table of epochs that are not metrics. */
const OTHER_COLUMNS = ['epoch', 'train_loss', 'valid_loss', 'time'];

/**
 * The names of the metrics' columns, all different: a metric's own name, and where several have the same one, also the options
 * that tell them apart, e.g. `f1_score_macro` and `f1_score_micro`; then numbers, e.g. `rmse` and `rmse_2`.
 *
 * @param metrics In the learner's order.
 * @returns As many names, in the same order.
 */
export function metricColumns(metrics: readonly Metric[]): string[] {
  const taken = new Set(OTHER_COLUMNS);
  return metrics.map((metric) => {
    const wanted = [metric.name, ...ownOptions(metric, metrics)].join('_');
    let column = wanted;
    for (let i = 2; taken.has(column); i++) column = `${wanted}_${i}`;
    taken.add(column);
    return column;
  });
}

/** The options in which a metric differs from others of its name, as text. */
function ownOptions(metric: Metric, metrics: readonly Metric[]): string[] {
  const namesakes = metrics.filter(({ name }) => name === metric.name).map(optionsOf);
  return Object.entries(optionsOf(metric)).flatMap(([option, value]) => {
    const isOwn = namesakes.some((other) => !isDeepStrictEqual(other[option], value));
    if (!isOwn || value === undefined) return [];
    if (typeof value === 'boolean') return [`${option}_${value}`];
    return [[value].flat().join('x')];
  });
}

function optionsOf({ variantOf }: Metric): Record<string, unknown> {
  return { ...variantOf?.options };
}
