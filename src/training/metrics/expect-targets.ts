import { FoveaError } from '../../base/errors';
import type { TargetBlock } from '../../data/block';

/** What tells whether a metric fits: of a target block. */
export type MetricTargets = Pick<
  TargetBlock,
  'name' | 'counting' | 'loss' | 'numOutputs' | 'isSpatial' | 'vocabulary'
>;

/** A check of targets, before anything is computed. It throws a FoveaError that names the metrics for them. */
export type TargetCheck = (targets: MetricTargets) => void;

/** For metrics of one class per image or pixel. */
export function oneClassEach(where: string): TargetCheck {
  return (targets) => {
    if (targets.counting === 'labels' || areNumbers(targets)) {
      throw unfitting(where, 'one class per image or pixel', targets);
    }
  };
}

/** For metrics of labels that may be present together. */
export function anyLabels(where: string): TargetCheck {
  return (targets) => {
    if (isOneClassEach(targets) || areNumbers(targets)) {
      throw unfitting(where, 'any number of labels per image', targets);
    }
  };
}

/** For metrics of as many numbers as outputs. */
export function numbersEach(where: string): TargetCheck {
  return (targets) => {
    if (isOneClassEach(targets)) throw unfitting(where, 'numbers', targets);
  };
}

/** For metrics of points. */
export function pointsEach(where: string): TargetCheck {
  return (targets) => {
    const arePoints = targets.isSpatial || targets.numOutputs === 2;
    if (targets.counting || !arePoints) throw unfitting(where, 'points', targets);
  };
}

const isOneClassEach = ({ counting }: MetricTargets) =>
  counting === 'classPerImage' || counting === 'classPerPixel';

// A custom block may leave out how its classes are counted.
const areNumbers = ({ counting, loss, vocabulary }: MetricTargets) =>
  counting === undefined && loss === 'meanSquaredError' && vocabulary.length === 0;

function unfitting(where: string, what: string, targets: MetricTargets): FoveaError {
  return new FoveaError(
    `${where} is a metric for ${what}, which the targets of the ${targets.name} block are not.`,
    `For these there are ${metricsFor(targets)}.`,
  );
}

function metricsFor({ counting, isSpatial }: MetricTargets): string {
  if (counting === 'classPerImage') return 'accuracy, errorRate, topKAccuracy, precision, recall and f1Score';
  if (counting === 'classPerPixel') return 'foregroundAcc, diceMulti, jaccardMulti and accuracy';
  if (counting === 'labels')
    return 'accuracyMulti, averagePrecision, precisionMulti, recallMulti and f1ScoreMulti';
  return isSpatial ? 'pointError, mse, rmse and mae' : 'mae, rmse and mse';
}
