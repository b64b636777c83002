import { type Architecture, tf } from 'fovea';
import { disposeModel, predict, visionModel } from 'fovea/layers';
import type { Workload } from './workload';

/** Forward passes with running statistics, without gradients. */
export async function forwardPasses(settings: {
  readonly architecture: Architecture;
  readonly size: readonly [number, number];
  readonly batchSize: number;
}): Promise<Workload> {
  const model = visionModel(settings.architecture, 37);
  const inputs = tf.randomNormal<tf.Rank.R4>([settings.batchSize, ...settings.size, 3]);
  return {
    untimed: 1,
    async run(count) {
      const seconds: number[] = [];
      for (let i = 0; i <= count; i++) {
        const started = performance.now();
        predict(model, inputs).dispose();
        seconds.push((performance.now() - started) / 1000);
      }
      return seconds.slice(1);
    },
    dispose() {
      disposeModel(model);
      inputs.dispose();
    },
  };
}
