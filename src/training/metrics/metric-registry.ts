import type { Recipe } from '../../base/recipe';
import type { JsonFields, Makers } from '../../base/schema';
import * as library from '../metrics';
import type { ConfigurableMetric, Metric } from './metric';

const { averagedMetric: _, ...METRICS } = library;

/** How to make metrics again. Those made by hand are left out: they are not needed to predict. */
export function metricRecipes(metrics: readonly Metric[]): Recipe[] {
  return metrics.flatMap((metric) => {
    const { metric: original, options } = metric.variantOf ?? { metric, options: {} };
    const kind = Object.entries(METRICS).find(([, ours]) => ours === original)?.[0];
    return kind ? [{ kind, options: { ...options } }] : [];
  });
}

/** Recipes of metrics. */
export const metricMakers: Makers<Metric> = Object.fromEntries(
  Object.entries<Metric>(METRICS).map(([kind, metric]) => {
    const isPlain = ({ plain }: JsonFields) => Object.keys(plain).length === 0;
    const variant = ({ plain }: JsonFields) => (metric as ConfigurableMetric<object>)(plain);
    return [kind, (options) => (isPlain(options) ? metric : variant(options))];
  }),
);
