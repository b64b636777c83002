let mostEpochs = Number.POSITIVE_INFINITY;

/**
 * Limits all later fits of this process, for a quick run of a notebook that is not changed for it: a fit has at most so many epochs, over
 * which its schedule is stretched, and `lrFind` at most 25 steps for each of them.
 *
 * @param epochs A positive integer.
 */
export function limitEpochs(epochs: number): void {
  mostEpochs = epochs;
}

/** The number of epochs of a fit under the limit. */
export function limitedEpochs(epochs: number): number {
  return Math.min(epochs, mostEpochs);
}

/** The number of steps of `lrFind` under the limit. With fewer than 23 there are too few losses for `slide`. */
export function limitedSteps(steps: number): number {
  return Math.min(steps, 25 * mostEpochs);
}
