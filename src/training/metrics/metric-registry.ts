import { type Maker, maker, type Recipe } from '../../base/recipe';
import { fields } from '../../base/schema';
import { averagePrecision } from './average-precision';
import { accuracy, accuracyMulti, errorRate, topKAccuracy } from './classification';
import type { ConfigurableMetric, Metric } from './metric';
import { f1Score, f1ScoreMulti, precision, precisionMulti, recall, recallMulti } from './precision-recall';
import { mae, mse, pointError, rmse } from './regression';
import { diceMulti, foregroundAcc, jaccardMulti } from './segmentation';

const PLAIN: Record<string, Metric> = { accuracy, errorRate, mae, mse, rmse };

const CONFIGURABLE: Record<string, ConfigurableMetric<object>> = {
  accuracyMulti,
  averagePrecision,
  diceMulti,
  f1Score,
  f1ScoreMulti,
  foregroundAcc,
  jaccardMulti,
  pointError,
  precision,
  precisionMulti,
  recall,
  recallMulti,
  topKAccuracy,
};

/** The metrics that an export may name. */
export const metricMakers: readonly Maker<object, Metric>[] = [
  ...Object.entries(PLAIN).map(([kind, metric]) => maker(kind, fields({}), () => metric)),
  ...Object.entries(CONFIGURABLE).map(([kind, metric]) =>
    maker(kind, metric.options, (options) => (Object.keys(options).length > 0 ? metric(options) : metric)),
  ),
];

/** How to make metrics again. Custom ones are left out: they are not needed to predict. */
export function metricRecipes(metrics: readonly Metric[]): Recipe[] {
  return metrics.flatMap((metric) => {
    const { metric: original, options } = metric.variantOf ?? { metric, options: {} };
    const known = Object.entries({ ...PLAIN, ...CONFIGURABLE }).find(([, ours]) => ours === original);
    return known ? [{ kind: known[0], options: { ...options } }] : [];
  });
}
