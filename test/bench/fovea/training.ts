import {
  type Architecture,
  type Batch,
  type BatchSource,
  type Callback,
  crossEntropyLoss,
  Learner,
  setSeed,
  tf,
} from 'fovea';
import { type Model, unetModel, visionModel } from 'fovea/layers';
import type { Workload } from './workload';

const NUM_CLASSES = 37;
const NUM_CODES = 32;

/** The network and batch of a timed training step. */
export interface TrainingCase {
  readonly architecture: Architecture;
  /** Height and width of the images, pixels. */
  readonly size: readonly [number, number];
  readonly batchSize: number;
  /** Only the head and batch normalization train. */
  readonly frozen?: boolean;
  /** The body computes in bfloat16. */
  readonly bf16?: boolean;
}

/** Whole training steps of a classifier on random images: forward, backward, Adam. */
export async function trainingSteps(settings: TrainingCase): Promise<Workload> {
  const { batchSize } = settings;
  const labels = Array.from({ length: batchSize }, (_, i) => i % NUM_CLASSES);
  return steps(visionModel(settings.architecture, NUM_CLASSES), settings, tf.tensor1d(labels, 'int32'));
}

/** Whole training steps of a U-Net on random images and masks. */
export async function unetTrainingSteps(settings: TrainingCase): Promise<Workload> {
  const { size, batchSize } = settings;
  const model = unetModel(settings.architecture, NUM_CODES, size);
  return steps(model, settings, tf.randomUniform([batchSize, ...size], 0, NUM_CODES, 'int32'));
}

function steps(model: Model, { size, batchSize, frozen, bf16 }: TrainingCase, targets: tf.Tensor): Workload {
  setSeed(1);
  const inputs = tf.randomNormal<tf.Rank.R4>([batchSize, ...size, 3]);
  const source = (numBatches: number) => repeated(inputs, targets, numBatches);
  const data = { train: source(0), valid: source(0) };
  const learn = new Learner(data, model, { loss: crossEntropyLoss() });
  if (frozen) learn.freeze();
  if (bf16) learn.toBf16();
  return {
    untimed: 1,
    async run(count) {
      data.train = source(count + 1);
      const seconds: number[] = [];
      await learn.fit(1, { callbacks: [stopwatch(seconds)] });
      return seconds.slice(1);
    },
    dispose() {
      learn.dispose();
      tf.dispose([inputs, targets]);
    },
  };
}

function stopwatch(seconds: number[]): Callback {
  let started = 0;
  return {
    name: 'stopwatch',
    beforeBatch: () => {
      started = performance.now();
    },
    afterBatch: () => {
      seconds.push((performance.now() - started) / 1000);
    },
  };
}

/** The same batch again and again, so that the input pipeline is not timed. */
function repeated(inputs: tf.Tensor4D, targets: tf.Tensor, numBatches: number): BatchSource {
  const items = Array.from({ length: inputs.shape[0] });
  return {
    numItems: items.length * numBatches,
    numBatches,
    async *batches() {
      for (let i = 0; i < numBatches; i++) {
        const batch: Batch = { inputs: inputs.clone(), targets: targets.clone(), items, dispose: () => {} };
        yield { ...batch, dispose: () => tf.dispose([batch.inputs, batch.targets]) };
      }
    },
  };
}
