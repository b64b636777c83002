import type { Callback, FitState } from '../callbacks/callback';
import type { KeptResult } from '../fit-cache/kept-result';
import type { Writable } from './epochs';

/**
 * Repeats the events of a recorded fit, its training steps and epochs, for callbacks that observe.
 *
 * @param state The state that they see. At the end it is that of the finished fit.
 */
export async function replay(
  state: Writable<FitState>,
  { record, stopReason }: KeptResult,
  callbacks: readonly Callback[],
): Promise<void> {
  const { rows, steps, rawLosses, losses } = record;
  const numSteps = rawLosses.length;
  const notify = async (event: 'beforeEpoch' | 'afterBatch' | 'afterEpoch') => {
    for (const callback of callbacks) await callback[event]?.(state);
  };
  const finished = state.rows;
  for (const [epoch, { trainLoss: smoothLoss }] of rows.entries()) {
    const first = epoch === 0 ? 0 : steps[epoch - 1];
    Object.assign(state, { epoch, phase: 'train', batch: 0, rows: rows.slice(0, epoch) });
    await notify('beforeEpoch');
    for (let step = first; step < steps[epoch]; step++) {
      state.batch++;
      state.position = (step + 1) / numSteps;
      state.lastLoss = rawLosses[step];
      state.smoothLoss = losses[step];
      await notify('afterBatch');
    }
    Object.assign(state, { smoothLoss, rows: rows.slice(0, epoch + 1) });
    await notify('afterEpoch');
  }
  Object.assign(state, { rows: finished, stopReason });
}
