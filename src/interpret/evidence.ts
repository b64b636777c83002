import type { BatchSource, TargetBlock } from '../data/block';
import type { tf } from '../tensorflow/tf';
import { type PredictedBatch, type Predictor, visitPredictions } from '../training/prediction/get-preds';
import {
  addPairs,
  type ClassCounts,
  countsOfConfusion,
  countsOfLabels,
  emptyConfusion,
} from './class-counts';
import type { InterpretedItem } from './interpretation';
import { type LabelPrecision, precisionsOf } from './label-precision';

/** What is kept of a pass over a loader. Of masks: losses, decisions and counts, not the probabilities of all pixels. */
export interface Gathered {
  readonly items: readonly InterpretedItem[];
  /** Rows actual, columns predicted; where each item or pixel has one class. */
  readonly confusion?: readonly (readonly number[])[];
  /** Where the targets have classes. */
  readonly counts?: readonly ClassCounts[];
  /** Where an item may have any number of labels. */
  readonly precisions?: readonly LabelPrecision[];
}

/** Takes batches one by one. */
interface Counter {
  add(batch: PredictedBatch): void;
  result(): Omit<Gathered, 'items'>;
}

/**
 * Predicts all items of a loader once.
 *
 * @param target The block that made the loader's targets.
 */
export async function gather(
  predictor: Predictor,
  loader: BatchSource,
  target: TargetBlock,
): Promise<Gathered> {
  const items: InterpretedItem[] = [];
  let counter: Counter | undefined;
  const visit = (batch: PredictedBatch) => {
    items.push(...interpret(batch, target));
    counter ??= counterFor(batch.targets, target);
    counter.add(batch);
  };
  await visitPredictions(predictor, loader, visit, { withLoss: true });
  return { items, ...counter?.result() };
}

function interpret(
  { predictions, decoded, targets, losses, items }: PredictedBatch,
  target: TargetBlock,
): InterpretedItem[] {
  const probabilities = targets.dtype === 'int32' && predictions.rank === 2 ? highest(predictions) : [];
  const actual = target.decode(targets);
  const predicted = target.decode(decoded);
  return items.map((item, i) => ({
    item,
    loss: losses?.[i] ?? Number.NaN,
    actual: target.annotate(actual[i]),
    predicted: target.annotate(predicted[i]),
    probability: probabilities[i],
  }));
}

/** Integers are class indices, one for each image or pixel; other numbers of targets with a vocabulary are 0 or 1 for each label. */
function counterFor(targets: tf.Tensor, target: TargetBlock): Counter {
  if (target.vocabulary.length === 0) return { add: () => {}, result: () => ({}) };
  return targets.dtype === 'int32' ? countingClasses(target) : countingLabels(target);
}

function countingClasses({ vocabulary, ignoreIndex }: TargetBlock): Counter {
  const confusion = emptyConfusion(vocabulary.length);
  return {
    add: ({ targets, decoded }) =>
      addPairs(confusion, targets.dataSync(), decoded.dataSync(), { ignoreIndex }),
    result: () => ({ confusion, counts: countsOfConfusion(confusion, vocabulary) }),
  };
}

function countingLabels({ vocabulary }: TargetBlock): Counter {
  const [actual, predicted, scores]: number[][] = [[], [], []];
  return {
    add: ({ targets, decoded, predictions }) => {
      actual.push(...targets.dataSync());
      predicted.push(...decoded.dataSync());
      scores.push(...predictions.dataSync());
    },
    result: () => ({
      counts: countsOfLabels(actual, predicted, vocabulary),
      precisions: precisionsOf(actual, scores, vocabulary),
    }),
  };
}

function highest(predictions: tf.Tensor): number[] {
  const [items, classes] = predictions.shape;
  const values = predictions.dataSync();
  return Array.from({ length: items }, (_, i) =>
    Math.max(...values.subarray(i * classes, (i + 1) * classes)),
  );
}
