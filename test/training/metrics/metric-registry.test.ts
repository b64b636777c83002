import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remake } from '../../../src/base/recipe';
import * as library from '../../../src/index';
import { metricMakers, metricRecipes } from '../../../src/training/metrics/metric-registry';

const isMetric = (value: unknown): value is library.Metric => typeof value === 'function' && 'start' in value;
const metrics = Object.values(library).filter(isMetric);

test('every metric of the library has a recipe, and says whether lower or higher is better', () => {
  assert.equal(metrics.length, metricMakers.length);
  for (const metric of metrics) {
    const [recipe] = metricRecipes([metric]);
    assert.equal(remake(metricMakers, recipe, metric.name), metric);
    assert.ok(metric.better, metric.name);
  }
});

test('metricRecipes() keeps the options of a metric, and leaves custom ones out', () => {
  const custom = library.averagedMetric('custom', () => 1);
  const recipes = metricRecipes([custom, library.jaccardMulti({ ignoreIndex: 2 })]);
  assert.deepEqual(recipes, [{ kind: 'jaccardMulti', options: { ignoreIndex: 2 } }]);
  const again = remake(metricMakers, recipes[0], 'metrics[0]');
  assert.deepEqual(again.variantOf, { metric: library.jaccardMulti, options: { ignoreIndex: 2 } });
});
