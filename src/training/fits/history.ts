import type { Optimizer } from '../optimizer';
import type { Recorder } from '../recorder';
import type { FitPlan, Trainer, TrainingHistory } from './fit-plan';

/** That of a learner that was not trained yet. */
export function newHistory(): TrainingHistory {
  return { epochs: 0, steps: 0, frozenTo: 0 };
}

/** Adds a fit that has ended, in whatever way. */
export function noteFit(
  history: TrainingHistory,
  { rows, rawLosses }: Recorder,
  { frozenTo }: Optimizer,
): void {
  if (rawLosses.length === 0) return;
  history.epochs += rows.length;
  history.steps += rawLosses.length;
  history.frozenTo = frozenTo;
}

/**
 * Says that a fit goes on from earlier ones, which who runs a cell again may not expect. Undefined where it is intended: in the second
 * fit of `fineTune`, and where groups train that were frozen in the fit before.
 */
export function goesOnFrom({ history, optimizer }: Trainer, plan: FitPlan): string | undefined {
  if (!history || history.steps === 0 || plan.isSecondPhase) return undefined;
  if ((plan.frozenTo ?? optimizer.frozenTo) < history.frozenTo) return undefined;
  const { epochs } = history;
  const from = epochs === 0 ? 'an interrupted epoch' : epochs === 1 ? '1 epoch' : `${epochs} epochs`;
  return `Goes on from ${from}; make a new learner to start afresh.`;
}
