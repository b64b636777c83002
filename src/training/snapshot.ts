import type { Model } from '../models/model';
import { tf } from '../tensorflow/tf';
import { copyVariable, type Variable } from '../tensorflow/variable';
import type { Optimizer } from './optimizer';

/** A copy of a model's and its optimizer's state. */
export interface Snapshot {
  /** Puts everything back, bit by bit. May be called again. */
  restore(): void;
  /** The name of a parameter that is infinite or NaN in the copy; undefined if none is. */
  brokenWeight(): string | undefined;
  /** Frees the copies. */
  dispose(): void;
}

/** Copies weights, running statistics, Adam's averages and hyper-parameters. */
export function takeSnapshot(model: Model, optimizer: Optimizer): Snapshot {
  const weights = model.parameters.map((p) => ({
    name: p.name,
    current: p.variable,
    kept: copyVariable(p.variable),
  }));
  const moments = [...optimizer.moments].map(([parameter, { average, squaredAverage }]) => ({
    parameter,
    average: copyVariable(average),
    squaredAverage: copyVariable(squaredAverage),
  }));
  const { steps } = optimizer;
  const hypers = optimizer.hypers.map((hyper) => ({ ...hyper }));
  return {
    restore() {
      for (const { current, kept } of weights) put(kept, current);
      optimizer.clearState();
      for (const { parameter, average, squaredAverage } of moments) {
        const current = optimizer.momentsOf(parameter);
        put(average, current.average);
        put(squaredAverage, current.squaredAverage);
      }
      optimizer.steps = steps;
      for (const [i, hyper] of hypers.entries()) Object.assign(optimizer.hypers[i], hyper);
    },
    brokenWeight: () => weights.find(({ kept }) => !isWhollyFinite(kept))?.name,
    dispose() {
      const copies = moments.flatMap(({ average, squaredAverage }) => [average, squaredAverage]);
      for (const copy of [...weights.map(({ kept }) => kept), ...copies]) copy.dispose();
    },
  };
}

const put = (from: Variable, to: Variable) => tf.tidy(() => to.assign(from.read()));

function isWhollyFinite(weight: Variable): boolean {
  let finite = false;
  tf.tidy(() => {
    finite = tf.all(tf.isFinite(weight.read())).dataSync()[0] !== 0;
  });
  return finite;
}
