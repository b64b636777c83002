import { made } from '../../base/recipe';
import type { Callback } from './callback';

/**
 * Ends the fit at the first training loss that is infinite or NaN.
 *
 * @returns A callback that serves any number of fits, one after the other.
 * @see fastai's `TerminateOnNaNCallback`.
 */
export function terminateOnNaN(): Callback {
  return made({
    name: 'terminateOnNaN',
    recipe: { kind: 'terminateOnNaN', options: {} },
    order: -9,
    afterBatch: (state) => {
      if (state.phase === 'train' && !Number.isFinite(state.lastLoss)) {
        const isFirst = state.epoch === 0 && state.batch === 1;
        const cure = isFirst
          ? 'weights or images were not finite before the first step; load weights that were saved before, or make the learner again'
          : 'a lower learning rate may help';
        state.stop(`the loss of batch ${state.batch} is ${state.lastLoss}: ${cure}`);
      }
    },
  });
}
