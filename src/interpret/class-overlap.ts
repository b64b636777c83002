import { classIou, occurs, supportOf } from '../training/metrics/class-counts';
import type { NamedCounts } from './evidence';

/** How much the predictions of a class overlap with its ground truth. */
export interface ClassOverlap {
  readonly name: string;
  /** Intersection over union, in [0, 1]: what both have in common, as a fraction of what either has. */
  readonly iou: number;
  /** How many images, pixels or labels are of the class. */
  readonly support: number;
  /** Their fraction of all, in [0, 1]. */
  readonly fraction: number;
}

/**
 * Intersection over union of each class, best first. Classes neither there nor predicted are left out.
 *
 * @param counts Of every class.
 */
export function overlapsOf(counts: readonly NamedCounts[]): ClassOverlap[] {
  const total = counts.reduce((sum, count) => sum + supportOf(count), 0);
  return counts
    .filter(occurs)
    .map((count) => {
      const support = supportOf(count);
      return { name: count.name, iou: classIou(count), support, fraction: support / total };
    })
    .sort((a, b) => b.iou - a.iou);
}
