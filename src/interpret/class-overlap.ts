import type { ClassCounts } from './class-counts';

/** How well the predicted part of a class covers the true one. */
export interface ClassOverlap {
  readonly name: string;
  /** Intersection over union, in [0, 1]: what both have in common, of all that either has. */
  readonly iou: number;
  /** How many images, pixels or labels are of the class. */
  readonly support: number;
  /** Their part of all, in [0, 1]. */
  readonly share: number;
}

/**
 * Intersection over union of each class, best first. Classes neither there nor predicted are left out.
 *
 * @param counts Of every class.
 */
export function overlapsOf(counts: readonly ClassCounts[]): ClassOverlap[] {
  const all = counts.reduce((sum, count) => sum + count.truePositives + count.falseNegatives, 0);
  return counts
    .map(({ name, truePositives, falsePositives, falseNegatives }) => {
      const support = truePositives + falseNegatives;
      const union = support + falsePositives;
      return { name, iou: truePositives / union, support, share: support / all };
    })
    .filter(({ iou }) => !Number.isNaN(iou))
    .sort((a, b) => b.iou - a.iou);
}
