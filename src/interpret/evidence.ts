import { unknownChoice } from '../base/errors';
import { largest } from '../base/extremes';
import type { Annotation, BatchSource, ClassCounting, TargetBlock } from '../data/block';
import { inOrder } from '../training/expect-batches';
import { type ClassCounts, classConfusion, labelCounts } from '../training/metrics/class-counts';
import { type PredictedBatch, type Predictor, visitPredictions } from '../training/prediction/get-preds';
import { type LabelPrecision, precisionsOf } from './label-precision';

/** One item with what the model made of it. */
export interface InterpretedItem {
  /** What `getItems` returned, e.g. a file path. */
  readonly item: unknown;
  /** Mean loss over the item's pixels, labels or coordinates. */
  readonly loss: number;
  /** The ground truth, as words or a drawing. */
  readonly actual: Annotation;
  /** The prediction, in the same form. */
  readonly predicted: Annotation;
  /** Highest probability, where the model chooses one class for the item; else undefined. */
  readonly probability?: number;
}

/** The counts of a class, with its name. */
export interface NamedCounts extends ClassCounts {
  readonly name: string;
}

/** What is known of the classes after a pass over a loader. */
export interface ClassEvidence {
  readonly counting: ClassCounting;
  /** Of each class. `ignoreIndex`: a target that does not count, where each image or pixel has one class. */
  counts(options?: { readonly ignoreIndex?: number }): NamedCounts[];
  /** Rows actual, columns predicted; where each image or pixel has one class. */
  matrix?(): number[][];
  /** Where an item may have any number of labels. */
  readonly precisions?: readonly LabelPrecision[];
}

/** What is kept of a pass over a loader. Of masks: losses, decisions and counts, not the probabilities of all pixels. */
export interface Evidence {
  readonly items: readonly InterpretedItem[];
  /** Where the target block says how its classes are counted. */
  readonly classes?: ClassEvidence;
}

/** Takes batches one by one, as a target block says how its classes are counted. */
interface Counter {
  add(batch: PredictedBatch): void;
  /** The highest probability of each item, where one class is chosen for it. */
  confidence?(batch: PredictedBatch): number[];
  result(): ClassEvidence;
}

/**
 * Predicts all items of a loader once.
 *
 * @param target The block that made the loader's targets.
 */
export async function collectEvidence(
  predictor: Predictor,
  loader: BatchSource,
  target: TargetBlock,
): Promise<Evidence> {
  const items: InterpretedItem[] = [];
  const counter = counterOf(target);
  const visit = (batch: PredictedBatch) => {
    const probabilities = counter?.confidence?.(batch);
    const [actual, predicted] = [target.decode(batch.targets), target.decode(batch.decoded)];
    batch.items.forEach((item, i) => {
      items.push({
        item,
        loss: batch.losses?.[i] ?? Number.NaN,
        actual: target.annotate(actual[i]),
        predicted: target.annotate(predicted[i]),
        probability: probabilities?.[i],
      });
    });
    counter?.add(batch);
  };
  await visitPredictions(predictor, inOrder(loader), visit, { withLoss: true });
  return { items, classes: counter?.result() };
}

const COUNTERS: Record<ClassCounting, (target: TargetBlock) => Counter> = {
  classPerImage: (target) => ({ ...classCounter(target, 'classPerImage'), confidence: highest }),
  classPerPixel: (target) => classCounter(target, 'classPerPixel'),
  labels: labelCounter,
};

function counterOf(target: TargetBlock): Counter | undefined {
  const { name, counting } = target;
  if (counting === undefined) return undefined;
  if (!Object.hasOwn(COUNTERS, counting))
    throw unknownChoice(`counting of the ${name} block`, counting, Object.keys(COUNTERS));
  return COUNTERS[counting](target);
}

function classCounter({ vocabulary, ignoreIndex }: TargetBlock, counting: ClassCounting): Counter {
  const confusion = classConfusion(vocabulary.length, { ignoreIndex });
  return {
    add: ({ targets, decoded }) => confusion.add(targets.dataSync(), decoded.dataSync()),
    result: () => ({
      counting,
      counts: (options) => withNames(confusion.counts(options), vocabulary),
      matrix: confusion.matrix,
    }),
  };
}

function labelCounter({ vocabulary }: TargetBlock): Counter {
  const labels = labelCounts(vocabulary.length);
  const [actual, probabilities]: number[][] = [[], []];
  return {
    add: ({ targets, decoded, predictions }) => {
      labels.add(targets.dataSync(), decoded.dataSync());
      for (const value of targets.dataSync()) actual.push(value);
      for (const value of predictions.dataSync()) probabilities.push(value);
    },
    result: () => ({
      counting: 'labels',
      counts: () => withNames(labels.counts(), vocabulary),
      precisions: precisionsOf(actual, probabilities, vocabulary),
    }),
  };
}

function withNames(counts: readonly ClassCounts[], names: readonly string[]): NamedCounts[] {
  return counts.map((count, i) => ({ name: names[i], ...count }));
}

function highest({ predictions }: PredictedBatch): number[] {
  const [items, classes] = predictions.shape;
  const values = predictions.dataSync();
  return Array.from({ length: items }, (_, i) => largest(values.subarray(i * classes, (i + 1) * classes)));
}
