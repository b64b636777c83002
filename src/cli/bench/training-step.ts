import {
  type Architecture,
  type Batch,
  type BatchSource,
  type Callback,
  crossEntropyLoss,
  Learner,
  setSeed,
  tf,
  visionModel,
} from '../../index';

/** What a training step is timed on. */
export interface TrainingCase {
  readonly architecture: Architecture;
  /** Side of the square images, pixels. */
  readonly size: number;
  readonly batchSize: number;
}

const NUM_CLASSES = 37;

/**
 * Times whole training steps of a learner on random images: forward, backward, Adam, with everything trained.
 *
 * @param warmUp Steps before the timed ones: memory is taken and kernels are chosen then.
 * @param runs Timed steps.
 * @returns Images per second of each timed step.
 */
export async function timeTrainingSteps(
  { architecture, size, batchSize }: TrainingCase,
  { warmUp = 3, runs = 10 } = {},
): Promise<number[]> {
  setSeed(1);
  const model = visionModel(architecture, NUM_CLASSES);
  const source = repeated(size, batchSize, warmUp + runs);
  const learn = new Learner({ train: source, valid: repeated(size, batchSize, 0) }, model, {
    loss: crossEntropyLoss(),
  });
  const speeds: number[] = [];
  await learn.fit(1, { callbacks: [stopwatch(speeds, batchSize)] });
  learn.dispose();
  return speeds.slice(warmUp);
}

function stopwatch(speeds: number[], batchSize: number): Callback {
  let started = 0;
  return {
    name: 'stopwatch',
    beforeBatch: () => {
      started = performance.now();
    },
    afterBatch: () => {
      speeds.push((batchSize * 1000) / (performance.now() - started));
    },
  };
}

/** The same random batch again and again: the input pipeline is not timed here. */
function repeated(size: number, batchSize: number, numBatches: number): BatchSource {
  return {
    numItems: batchSize * numBatches,
    numBatches,
    async *batches() {
      const inputs = tf.randomNormal<tf.Rank.R4>([batchSize, size, size, 3]);
      const targets = tf.tensor1d(
        Array.from({ length: batchSize }, (_, i) => i % NUM_CLASSES),
        'int32',
      );
      const items = Array.from({ length: batchSize });
      for (let i = 0; i < numBatches; i++) {
        const batch: Batch = { inputs: inputs.clone(), targets: targets.clone(), items, dispose: () => {} };
        yield { ...batch, dispose: () => tf.dispose([batch.inputs, batch.targets]) };
      }
      tf.dispose([inputs, targets]);
    },
  };
}
