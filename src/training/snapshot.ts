import type { Model } from '../models/model';
import { tf } from '../tensorflow/tf';
import type { Variable } from '../tensorflow/variable';
import type { Optimizer } from './optimizer';

/** A model and its optimizer as they were. */
export interface Snapshot {
  /** Puts everything back, bit by bit. May be called again. */
  restore(): void;
  /** Frees the copies. */
  dispose(): void;
}

/**
 * Remembers weights, running statistics, Adam's averages and hyper-parameters. Memory is taken only for what changes
 * afterwards: TensorFlow copies a variable when it is written to.
 */
export function takeSnapshot(model: Model, optimizer: Optimizer): Snapshot {
  const keep = (variable: Variable) => tf.keep(variable.read());
  const weights = model.parameters.map((p) => ({ variable: p.variable, value: keep(p.variable) }));
  const moments = [...optimizer.moments].map(([parameter, { average, squaredAverage }]) => ({
    parameter,
    average: keep(average),
    squaredAverage: keep(squaredAverage),
  }));
  const { steps } = optimizer;
  const hypers = optimizer.hypers.map((hyper) => ({ ...hyper }));
  return {
    restore() {
      for (const { variable, value } of weights) variable.assign(value);
      optimizer.clearState();
      for (const { parameter, average, squaredAverage } of moments) {
        const current = optimizer.momentsOf(parameter);
        current.average.assign(average);
        current.squaredAverage.assign(squaredAverage);
      }
      optimizer.steps = steps;
      for (const [i, hyper] of hypers.entries()) Object.assign(optimizer.hypers[i], hyper);
    },
    dispose() {
      tf.dispose(weights.map(({ value }) => value));
      tf.dispose(moments.flatMap(({ average, squaredAverage }) => [average, squaredAverage]));
    },
  };
}
