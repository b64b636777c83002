import { FoveaError } from '../base/errors';
import type { ImageSize } from '../images/image';
import { sizeAfter } from '../images/image';
import { tf } from '../tensorflow/tf';
import { cutPoint, type Point } from '../transforms/geometry';
import { apply, invert } from '../transforms/matrix';
import type { Sample, TargetBlock } from './block';

/** Points in pixels of their image, x first. */
export type PointsSource = readonly (readonly [x: number, y: number])[];

/**
 * Places in an image as target. In a batch: float32 `[batch, points, 2]`, (x, y) in [-1, 1], (-1, -1) = top left;
 * points that transforms move out of sight lie beyond. Every image has the same number of points.
 */
export function pointBlock({
  numPoints = 1,
}: {
  numPoints?: number;
} = {}): TargetBlock<PointsSource, readonly Point[]> {
  return {
    name: 'point',
    recipe: { kind: 'point', options: { numPoints } },
    loss: 'meanSquaredError',
    numOutputs: 2 * numPoints,
    vocabulary: [],
    isSpatial: true,
    fit: (sources) => pointBlock({ numPoints: sources[0]?.length ?? numPoints }),
    check(points) {
      const isPair = (pair: unknown) =>
        Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite);
      if (!Array.isArray(points) || points.length !== numPoints || !points.every(isPair)) {
        throw new FoveaError(
          `Expected ${numPoints} points as [x, y] pairs of pixels, received ${JSON.stringify(points)}.`,
          'Return a list of pairs from getY, e.g. [[120, 80]]; every image needs the same number.',
        );
      }
    },
    async open(points, imageSize) {
      if (!imageSize)
        throw new FoveaError('Points need an image to lie in.', 'Put imageBlock() before pointBlock().');
      return pointSample(
        points.map(([x, y]) => ({ x, y })),
        imageSize,
      );
    },
    collate: (values) =>
      tf.tensor3d(Float32Array.from(values.flatMap((value) => [...value.values])), [
        values.length,
        numPoints,
        2,
      ]),
    warp(batch, warp) {
      const inverses = warp.maps.map(invert);
      const values = batch.dataSync();
      const moved = new Float32Array(values.length);
      for (let i = 0; i < values.length; i += 2) {
        const { x, y } = apply(inverses[Math.floor(i / (2 * numPoints))], { x: values[i], y: values[i + 1] });
        moved[i] = x;
        moved[i + 1] = y;
      }
      return tf.tensor3d(moved, [warp.maps.length, numPoints, 2]);
    },
    decode(targets) {
      const numbers = targets.dataSync();
      return Array.from({ length: targets.shape[0] }, (_, sample) =>
        Array.from({ length: numPoints }, (_, point) => {
          const at = 2 * (sample * numPoints + point);
          return { x: numbers[at], y: numbers[at + 1] };
        }),
      );
    },
    annotate: (points) => ({ points }),
  };
}

function pointSample(points: readonly Point[], size: ImageSize): Sample {
  return {
    size,
    cropResize: (cut) =>
      pointSample(
        points.map((point) => cutPoint(point, cut)),
        sizeAfter(cut),
      ),
    async load() {
      const values = points.flatMap(({ x, y }) => [(x * 2) / size.width - 1, (y * 2) / size.height - 1]);
      return { values: Float32Array.from(values), shape: [points.length, 2] };
    },
  };
}
