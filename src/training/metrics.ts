export { averagePrecision } from './metrics/average-precision';
export { accuracy, accuracyMulti, errorRate, topKAccuracy } from './metrics/classification';
export {
  averagedMetric,
  type ConfigurableMetric,
  type Metric,
  type MetricAccumulator,
} from './metrics/metric';
export {
  f1Score,
  f1ScoreMulti,
  precision,
  precisionMulti,
  recall,
  recallMulti,
} from './metrics/precision-recall';
export { mae, mse, type PointErrorOptions, pointError, rmse } from './metrics/regression';
export { diceMulti, foregroundAcc, jaccardMulti } from './metrics/segmentation';
