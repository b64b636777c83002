/** More classes than this fill pages: then only some are shown, and the output says so. */
export const MOST_CLASSES = 100;

/** How many of more classes are shown. */
export const SHOWN_CLASSES = 40;

/**
 * The rows to show: the first ones, where there are too many.
 *
 * @param sorted Those to be shown first.
 */
export function firstOfMany<T>(sorted: readonly T[]): readonly T[] {
  return sorted.length > MOST_CLASSES ? sorted.slice(0, SHOWN_CLASSES) : sorted;
}
