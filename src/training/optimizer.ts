import { FoveaError } from '../base/errors';
import { decays, isLearned, isNorm, type Parameter } from '../models/parameter';
import { adamStep } from '../tensorflow/adam';
import { tf } from '../tensorflow/tf';
import { type Variable, variable } from '../tensorflow/variable';

/** Hyper-parameters of one parameter group. */
export interface HyperParameters {
  /** Learning rate. */
  rate: number;
  /** Weight of the old average of gradients. */
  momentum: number;
  /** Decoupled weight decay, times the rate at each step. */
  weightDecay: number;
}

/** Adam's two averages of one parameter. */
export interface Moments {
  readonly average: Variable;
  readonly squaredAverage: Variable;
}

/** Options of {@link Optimizer}, with fastai's names and defaults. */
export interface OptimizerOptions {
  /** Learning rate. @defaultValue 1e-3 */
  readonly lr?: number;
  /** Momentum: weight of the old average of gradients, in [0, 1). @defaultValue 0.9 */
  readonly mom?: number;
  /** Weight of the old average of squared gradients, in [0, 1). @defaultValue 0.99 */
  readonly sqrMom?: number;
  /** Added to the root of the average of squared gradients. @defaultValue 1e-5 */
  readonly eps?: number;
  /** Decoupled weight decay. @defaultValue 0.01 */
  readonly wd?: number;
  /** Decay batch normalization and biases too. @defaultValue false */
  readonly wdBnBias?: boolean;
  /** Keep training batch normalization in frozen groups. @defaultValue true */
  readonly trainBn?: boolean;
}

/**
 * Adam with decoupled weight decay over parameter groups, as fastai's `Adam`; it may freeze the first groups.
 *
 * Each step: `p *= 1 - rate * wd` (not for biases and batch normalization), then Adam with both averages bias-corrected
 * by the momentum of that step.
 *
 * @see Kingma and Ba 2015, arXiv:1412.6980; Loshchilov and Hutter 2019, arXiv:1711.05101; fastai's `optimizer.py`.
 */
export class Optimizer {
  /** One for each group; set before each step by the schedules. */
  readonly hypers: HyperParameters[];
  /** Adam's averages of the parameters trained since they were last cleared. */
  readonly moments = new Map<Parameter, Moments>();
  /** Steps since the averages were cleared. */
  steps = 0;
  /** Index of the first group whose weights train; batch normalization trains in the frozen ones too. {@link freezeTo} sets it. */
  frozenTo = 0;
  private readonly squaredMomentum: number;
  private readonly epsilon: number;
  private readonly decaysAll: boolean;
  private readonly trainsNorms: boolean;

  constructor(
    readonly groups: readonly (readonly Parameter[])[],
    {
      lr = 1e-3,
      mom = 0.9,
      sqrMom = 0.99,
      eps = 1e-5,
      wd = 0.01,
      wdBnBias = false,
      trainBn = true,
    }: OptimizerOptions = {},
  ) {
    const within = (value: number) => value >= 0 && value < 1;
    expectNotNegative('lr', lr);
    expectOption(within(mom), 'a number in [0, 1)', 'mom', mom);
    expectOption(within(sqrMom), 'a number in [0, 1)', 'sqrMom', sqrMom);
    expectNotNegative('eps', eps);
    expectNotNegative('wd', wd);
    this.hypers = groups.map(() => ({ rate: lr, momentum: mom, weightDecay: wd }));
    this.squaredMomentum = sqrMom;
    this.epsilon = eps;
    this.decaysAll = wdBnBias;
    this.trainsNorms = trainBn;
  }

  /** The options that steps depend on and that never change. */
  get constants() {
    const { squaredMomentum, epsilon, decaysAll, trainsNorms } = this;
    return { squaredMomentum, epsilon, decaysAll, trainsNorms };
  }

  /** Parameters that a step changes now. */
  trainable(): Parameter[] {
    return this.groups.flatMap((group, i) =>
      group.filter((p) => isLearned(p) && (i >= this.frozenTo || (this.trainsNorms && isNorm(p)))),
    );
  }

  /**
   * Freezes all groups before group `n`; a negative `n` counts from the end. Clears Adam's averages, as fastai does.
   *
   * @throws FoveaError if there is no such group.
   */
  freezeTo(n: number): void {
    const first = n < 0 ? this.groups.length + n : n;
    if (!Number.isInteger(first) || first < 0 || first >= this.groups.length) {
      throw new FoveaError(
        `Expected a parameter group from ${-this.groups.length} to ${this.groups.length - 1} in freezeTo, received ${n}.`,
        'freezeTo(-1) trains the head only, freezeTo(0) everything.',
      );
    }
    this.frozenTo = first;
    this.clearState();
  }

  /** Clears Adam's averages and the number of steps. */
  clearState(): void {
    for (const { average, squaredAverage } of this.moments.values()) {
      average.dispose();
      squaredAverage.dispose();
    }
    this.moments.clear();
    this.steps = 0;
  }

  /** Averages of a parameter, zero at first. */
  momentsOf(parameter: Parameter): Moments {
    let moments = this.moments.get(parameter);
    if (!moments) {
      const zeros = tf.zeros([...parameter.variable.shape]);
      moments = { average: variable(zeros), squaredAverage: variable(zeros) };
      zeros.dispose();
      this.moments.set(parameter, moments);
    }
    return moments;
  }

  /**
   * One step.
   *
   * @param gradients float32, by parameter; parameters without one stay as they are. Not disposed.
   */
  step(gradients: ReadonlyMap<Parameter, tf.Tensor>): void {
    this.steps++;
    this.groups.forEach((group, i) => {
      const { rate, momentum, weightDecay } = this.hypers[i];
      const targets = group
        .filter((p) => gradients.has(p))
        .map((p) => ({
          weight: p.variable,
          gradient: gradients.get(p) as tf.Tensor,
          decayFactor: this.decaysAll || decays(p) ? 1 - rate * weightDecay : 1,
          ...this.momentsOf(p),
        }));
      const { squaredMomentum, epsilon, steps: step } = this;
      adamStep(targets, { rate, momentum, squaredMomentum, epsilon, step });
    });
  }

  /** Frees the averages. */
  dispose(): void {
    this.clearState();
  }
}

/** @throws FoveaError unless an option is a number of at least 0. */
export function expectNotNegative(name: string, value: number): void {
  expectOption(value >= 0 && Number.isFinite(value), 'a number of at least 0', name, value);
}

function expectOption(fits: boolean, expected: string, name: string, received: unknown): void {
  if (!fits) throw new FoveaError(`Expected ${expected} as ${name}, received ${received}.`);
}
