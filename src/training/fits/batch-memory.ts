import { largest } from '../../base/extremes';
import { randomFrom } from '../../base/random';
import type { Batch, BatchSource } from '../../data/block';
import { type Model, predict, runModel, startPass } from '../../models/model';
import { isLearned } from '../../models/parameter';
import { valueAndGradients } from '../../tensorflow/gradients';
import { traceMemory } from '../../tensorflow/memory-trace';
import type { Precision } from '../../tensorflow/precision';
import { tf } from '../../tensorflow/tf';
import { copyVariable } from '../../tensorflow/variable';
import type { Loss } from '../losses/loss';
import type { Optimizer } from '../optimizer';

/** What the memory of a fit depends on. */
export interface MemoryUser {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly train: BatchSource;
  readonly valid: BatchSource;
}

/** How many bytes a fit needs, beside what the process holds before its first step, by the size of its batches. */
export type MemoryNeed = (batchSize: number) => number;

/**
 * Estimates the memory of a fit: a step of two images and one of three are run, without changing anything, and what their tensors hold is
 * extrapolated. After each operation it is a linear function of the batch's size.
 *
 * @returns Undefined where the training set does not give a sample.
 */
export async function memoryNeed(
  { model, optimizer, loss, train, valid }: MemoryUser,
  { validates = true }: { validates?: boolean } = {},
): Promise<MemoryNeed | undefined> {
  const sample = await train.sample?.();
  if (!sample) return undefined;
  try {
    const { batch, bytesRead, bytesMade } = sample;
    const step = extrapolated((size) => tracedStep({ model, optimizer, loss }, repeated(batch, size)));
    // A prediction needs less than a step, unless validation has larger batches.
    const ratio = (valid.batchSize ?? 1) / (train.batchSize ?? 1);
    const prediction =
      validates && ratio > 1
        ? extrapolated((size) => tracedPrediction(model, repeated(batch, size)))
        : undefined;
    const averages = bytesOfAverages(optimizer);
    const factor = UNSEEN_FACTOR[model.precision ?? 'float32'];
    return (size) => {
      const computing = Math.max(step(size), prediction?.(Math.ceil(ratio * size)) ?? 0, size * bytesMade);
      return UNSEEN_BYTES + factor * (averages + computing + size * bytesRead);
    };
  } finally {
    sample.batch.dispose();
  }
}

const SIZES = [2, 3] as const;

// What no tensor shows: the buffers of threads, and by this factor gaps between allocations and what kernels hold while they run, more in
// 16 bits. Of 34 measured fits of four networks, of 128 and 224 pixels, frozen or not, the peaks lay within 30 % of the result, the
// smallest, of about 100 MB, within 50 MB.
const UNSEEN_BYTES = 3e7;
const UNSEEN_FACTOR: Readonly<Record<Precision, number>> = { float32: 1.1, bfloat16: 1.25, float16: 1.25 };

/** The largest of numbers that are each a linear function of the batch's size, from their values for two sizes. */
function extrapolated(trace: (size: number) => readonly number[]): MemoryNeed {
  const [from, to] = SIZES;
  const [first, second] = SIZES.map(trace);
  // The first pass through a new model also draws its weights.
  const again = first.length === second.length ? first : trace(from);
  // Where operations differ by size, the largest values are compared.
  const isAlike = again.length === second.length;
  const [low, high] = isAlike ? [again, second] : [[largest(again)], [largest(second)]];
  return (size) => largest(low.map((bytes, i) => bytes + ((high[i] - bytes) * (size - from)) / (to - from)));
}

function repeated({ inputs, targets }: Batch, size: number): Pick<Batch, 'inputs' | 'targets'> {
  const times = (x: tf.Tensor) => tf.tile(x, [size, ...x.shape.slice(1).map(() => 1)]);
  return { inputs: times(inputs) as tf.Tensor4D, targets: times(targets) };
}

function tracedStep(
  { model, optimizer, loss }: Pick<MemoryUser, 'model' | 'optimizer' | 'loss'>,
  { inputs, targets }: Pick<Batch, 'inputs' | 'targets'>,
): number[] {
  const putBack = keepStatistics(model);
  const trained = optimizer.trainable();
  const given = 4 * (inputs.size + targets.size);
  try {
    const held = traceMemory(() => {
      tf.tidy(() => {
        const pass = startPass({ training: true, random: randomFrom(0) });
        const weights = trained.map((parameter) => pass.value(parameter));
        valueAndGradients(() => loss.value(runModel(model, inputs, pass), targets), weights);
      });
    });
    return held.map((bytes) => bytes + given);
  } finally {
    putBack();
    tf.dispose([inputs, targets]);
  }
}

function tracedPrediction(model: Model, { inputs, targets }: Pick<Batch, 'inputs' | 'targets'>): number[] {
  try {
    const held = traceMemory(() => predict(model, inputs).dispose());
    return held.map((bytes) => bytes + 4 * inputs.size);
  } finally {
    tf.dispose([inputs, targets]);
  }
}

/** Copies what a training pass changes, the running statistics. Returns what puts them back, bit by bit. */
function keepStatistics({ parameters }: Model): () => void {
  const kept = parameters
    .filter((parameter) => !isLearned(parameter))
    .map(({ variable: current }) => ({ current, copy: copyVariable(current) }));
  return () => {
    for (const { current, copy } of kept) {
      tf.tidy(() => current.assign(copy.read()));
      copy.dispose();
    }
  };
}

/** Adam keeps two numbers for each weight, from the first step on. */
function bytesOfAverages(optimizer: Optimizer): number {
  const without = optimizer.trainable().filter((parameter) => !optimizer.moments.has(parameter));
  return without.reduce(
    (bytes, { shape }) => bytes + 8 * shape.reduce((size, length) => size * length, 1),
    0,
  );
}
