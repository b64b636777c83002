import { FoveaError } from '../base/errors';
import type { Point } from '../transforms/geometry';
import { imageSize, type SizeOption } from '../transforms/item-transform';
import type { InterpretedItem } from './evidence';

/**
 * How far each item's predicted points are from the true ones.
 *
 * @param items What an interpretation holds.
 * @param size Of the images in whose pixels to measure: one side of a square, or `[height, width]`.
 * @returns For each item the mean distance over its points, in pixels.
 * @throws FoveaError if the targets are not points.
 */
export function pointErrors(items: readonly InterpretedItem[], size: SizeOption): number[] {
  for (const { actual, predicted } of items) {
    if (!actual.points?.length || !predicted.points) {
      throw new FoveaError(
        'plotPointErrors needs targets that are points.',
        'Use plotLossDistribution(), which takes targets of every kind.',
      );
    }
  }
  const { width, height } = imageSize(size, 'plotPointErrors');
  return items.map(({ actual, predicted }) => {
    const [points, guesses] = [actual, predicted].map((one) => one.points as readonly Point[]);
    const distances = points.map(({ x, y }, i) =>
      Math.hypot(((guesses[i].x - x) * width) / 2, ((guesses[i].y - y) * height) / 2),
    );
    return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  });
}
