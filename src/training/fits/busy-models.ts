import { FoveaError } from '../../base/errors';
import { expectNotDisposed, type Model } from '../../models/model';

const busy = new WeakSet<Model>();

/**
 * Checks that a model may be changed.
 *
 * @throws FoveaError if it was disposed, or if a fit of it is running: another would change the same weights.
 */
export function expectIdle(model: Model): void {
  expectNotDisposed(model);
  expectNotTrained(model);
}

/**
 * Checks that no fit of a model is running.
 *
 * @throws FoveaError if one is.
 */
export function expectNotTrained(model: Model): void {
  if (!busy.has(model)) return;
  throw new FoveaError(
    'This learner is being trained already.',
    'Wait for the cell that trains it; did it forget "await"?',
  );
}

/**
 * Keeps a model for one fit while it runs.
 *
 * @throws FoveaError if the model was disposed, or another fit of it is running.
 */
export async function whileBusy<T>(model: Model, run: () => Promise<T>): Promise<T> {
  expectIdle(model);
  busy.add(model);
  try {
    return await run();
  } finally {
    busy.delete(model);
  }
}
