import { stopwatch } from '../../base/clock';
import type { BatchSource } from '../../data/block';
import type { Forecast } from '../callbacks/callback';

type Phase = 'train' | 'valid';

/** How fast a fit goes. */
export interface Pace {
  /** A phase of an epoch begins. */
  begin(): void;
  /** A batch is done. Returns how long the whole fit will take; undefined before that can be told. */
  afterBatch(phase: Phase): Forecast | undefined;
}

/** Before so many batches, and so many seconds, were measured nothing is said. */
const FEWEST_BATCHES = 2;
const FEWEST_SECONDS = 2;
/** Time of a validation item in that of a training item, before one was measured: there is no backward pass. */
const VALIDATION_COST = 0.5;

/**
 * Measures how long batches take, and forecasts a whole fit. The first batch of a phase, which waits for files and for memory, counts only
 * until there is a second one.
 *
 * @param elapsed Seconds since any moment, for tests.
 */
export function paceOf(
  { train, valid }: { readonly train: BatchSource; readonly valid: BatchSource },
  epochs: number,
  elapsed = stopwatch(),
): Pace {
  const measured = { train: { seconds: 0, batches: 0 }, valid: { seconds: 0, batches: 0 } };
  const first: Partial<Record<Phase, number>> = {};
  let last = 0;
  let isFirst = true;
  const secondsOf = (phase: Phase): number | undefined => {
    const { seconds, batches } = measured[phase];
    return batches > 0 ? seconds / batches : first[phase];
  };
  return {
    begin() {
      last = elapsed();
      isFirst = true;
    },
    afterBatch(phase) {
      const now = elapsed();
      if (isFirst) first[phase] ??= now - last;
      else {
        measured[phase].seconds += now - last;
        measured[phase].batches++;
      }
      last = now;
      isFirst = false;
      const { seconds, batches } = measured.train;
      if (batches < FEWEST_BATCHES || seconds < FEWEST_SECONDS) return undefined;
      const step = seconds / batches;
      const perItem = step / Math.max(1, train.numItems / train.numBatches);
      const validation =
        secondsOf('valid') !== undefined
          ? (secondsOf('valid') as number) * valid.numBatches
          : VALIDATION_COST * perItem * valid.numItems;
      const secondsPerEpoch = step * train.numBatches + validation;
      return { seconds: epochs * secondsPerEpoch, secondsPerEpoch };
    },
  };
}
