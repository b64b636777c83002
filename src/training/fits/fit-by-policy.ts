import { FoveaError } from '../../base/errors';
import type { FitState } from '../callbacks/callback';
import type { FineTuneOptions, FitOptions } from '../learner-options';
import { expectNotNegative } from '../optimizer';
import { fineTunePolicies, type Policy } from '../schedules/policy';
import { budgetsOf } from './budget';
import { limitedEpochs } from './epoch-limit';
import { runFit } from './fit';
import type { FitPlan, Trainer } from './fit-plan';

/**
 * Trains by a policy, with the options every fit takes. After an interrupt the hyper-parameters are what they were before. What
 * refuses the fit does so before anything is changed.
 *
 * @param epochs A positive integer.
 * @param policy Rates and momentum over the fit, or rates to begin with. By default they stay as the optimizer has them.
 * @returns The state in which the fit ended.
 * @throws FoveaError if the number of epochs is not a positive integer, an option is out of range, or there is nothing to train.
 */
export async function fitByPolicy(
  trainer: Trainer,
  epochs: number,
  policy: Partial<Policy> & Pick<FitPlan, 'firstRates'>,
  options: FitOptions,
): Promise<FitState> {
  expectEpochs(epochs);
  const limited = limitedEpochs(epochs);
  const [budget] = budgetsOf(trainer, options.budget, [{ epochs: limited }]) ?? [];
  return runPlan(trainer, { epochs: limited, ...policy, budget }, options);
}

async function runPlan(
  trainer: Trainer,
  plan: Omit<FitPlan, 'callbacks'>,
  { wd, callbacks = [], resetOpt, cache }: FitOptions,
): Promise<FitState> {
  if (wd !== undefined) expectNotNegative('wd', wd);
  const { hypers } = trainer.optimizer;
  const before = hypers.map((hyper) => ({ ...hyper }));
  const state = await runFit(trainer, { ...plan, wd, resetOpt, callbacks, cache });
  if (state.interrupted) for (const [i, hyper] of hypers.entries()) Object.assign(hyper, before[i]);
  return state;
}

function expectEpochs(epochs: number): void {
  if (Number.isInteger(epochs) && epochs >= 1) return;
  throw new FoveaError(`Expected a positive integer as the number of epochs, received ${epochs}.`);
}

/**
 * Trains the head alone, then everything. A callback that stops the first of the two fits ends that one only, as in fastai; an
 * interrupt ends both.
 *
 * @throws FoveaError, before anything is changed, if a number of epochs is out of range, an option too, or there is nothing to train.
 * @see {@link fineTunePolicies}
 */
export async function fineTuneByPolicy(
  trainer: Trainer,
  epochs: number,
  { freezeEpochs = 1, ...options }: FineTuneOptions,
): Promise<void> {
  const numGroups = trainer.optimizer.groups.length;
  const { frozen, whole } = fineTunePolicies(numGroups, options);
  expectEpochs(epochs);
  if (!Number.isInteger(freezeEpochs) || freezeEpochs < 0) {
    throw new FoveaError(
      `Expected an integer of at least 0 as freezeEpochs, received ${freezeEpochs}.`,
      'Set 0 to train everything from the start.',
    );
  }
  const first = { epochs: limitedEpochs(freezeEpochs), frozenTo: numGroups - 1 };
  const second = { epochs: limitedEpochs(epochs), frozenTo: 0 };
  const phases = freezeEpochs > 0 ? [first, second] : [second];
  const budgets = budgetsOf(trainer, options.budget, phases);
  if (freezeEpochs > 0) {
    const plan = { ...frozen, ...first, budget: budgets?.[0], epochsToFollow: second.epochs };
    const { interrupted } = await runPlan(trainer, plan, options);
    if (interrupted) return;
  }
  const plan = { ...whole, ...second, budget: budgets?.at(-1), isSecondPhase: freezeEpochs > 0 };
  await runPlan(trainer, plan, options);
}
