import { FoveaError } from '../../base/errors';
import type { FitState } from '../callbacks/callback';
import type { FineTuneOptions, FitOptions } from '../learner-options';
import { fineTunePolicies, type Policy } from '../schedules/policy';
import { expectIdle } from './busy-models';
import { limitedEpochs } from './epoch-limit';
import { runFit, type Trainer } from './fit';

/**
 * Trains by a policy, with the options every fit takes. After an interrupt the hyper-parameters are what they were before.
 *
 * @param epochs A positive integer.
 * @param policy Rates and momentum over the fit. By default they stay as the optimizer has them.
 * @returns The state in which the fit ended.
 * @throws FoveaError if the number of epochs is not a positive integer, or if there is nothing to train on.
 */
export async function fitByPolicy(
  trainer: Trainer,
  epochs: number,
  policy: Partial<Policy>,
  { wd, callbacks = [], resetOpt = false }: FitOptions,
): Promise<FitState> {
  const { optimizer, train } = trainer;
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new FoveaError(`Expected a positive integer as the number of epochs, received ${epochs}.`);
  }
  if (train.numBatches === 0) {
    throw new FoveaError(
      'There is nothing to train on: the training set is empty.',
      'A learner of loadLearner only predicts. To train, make one with data and load its weights by load.',
    );
  }
  if (resetOpt) optimizer.clearState();
  const { hypers } = optimizer;
  if (wd !== undefined) for (const hyper of hypers) hyper.weightDecay = wd;
  const before = hypers.map((hyper) => ({ ...hyper }));
  const state = await runFit(trainer, { epochs: limitedEpochs(epochs), ...policy, callbacks });
  if (state.interrupted) for (const [i, hyper] of hypers.entries()) Object.assign(hyper, before[i]);
  return state;
}

/**
 * Trains the head alone, then everything.
 *
 * @throws FoveaError if a number of epochs is not a positive integer, or if there is nothing to train on.
 * @see {@link fineTunePolicies}
 */
export async function fineTuneByPolicy(
  trainer: Trainer,
  epochs: number,
  { freezeEpochs = 1, ...options }: FineTuneOptions,
): Promise<void> {
  const { optimizer, model } = trainer;
  const { frozen, whole } = fineTunePolicies(optimizer.groups.length, options);
  expectIdle(model);
  optimizer.freezeTo(-1);
  if (freezeEpochs > 0) {
    const state = await fitByPolicy(trainer, freezeEpochs, frozen, options);
    if (state.stopReason) return;
  }
  expectIdle(model);
  optimizer.freezeTo(0);
  await fitByPolicy(trainer, epochs, whole, options);
}
