import type { Timeline } from './forecast';

/** The lessons' times on one core each, two at a time, by path from the clone. */
export const LESSON_TIMELINES: Readonly<
  Record<string, { readonly whole: Timeline; readonly quick: Timeline }>
> = {};
