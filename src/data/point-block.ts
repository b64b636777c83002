import { inspect } from 'node:util';
import * as v from 'valibot';
import { FoveaError } from '../base/errors';
import { made, maker } from '../base/recipe';
import { checked, choice, fields, positiveInteger } from '../base/schema';
import type { ImageSize } from '../images/image';
import { sizeAfter } from '../images/image';
import { tf } from '../tensorflow/tf';
import { cutPoint, type Point } from '../transforms/geometry';
import { apply, invert } from '../transforms/matrix';
import type { Sample, TargetBlock } from './block';
import { type PointOrientation, uprightPoints } from './point-orientation';

type Pair = readonly [x: number, y: number];

/** Points in pixels of their image, x first: one pair, or a list of pairs. */
export type PointsSource = readonly [x: number, y: number] | readonly (readonly [x: number, y: number])[];

/**
 * Points in an image as target. In a batch: float32 `[batch, points, 2]`, (x, y) in [-1, 1], (-1, -1) = top left. Points that
 * transforms move out of the image lie outside this range, as in fastai. Every image has the same number of points.
 *
 * @param options What is known before the training set is read.
 * @param options.numPoints Points per image. By default as many as the first training item has.
 * @param options.pointOrientation Whether points are given on photos as seen `upright`, or on their pixels as `stored`, as PIL opens them,
 *   and turn with them by the photo's EXIF orientation. By default an error is thrown for a photo with an orientation, unless its points
 *   lie within it in one way only.
 * @returns The block, for `blocks` of a `DataBlock`.
 * @throws FoveaError if `pointOrientation` is another word; when an image is opened and it cannot be told how its points lie on it.
 * @see fastai's `PointBlock`.
 */
export function pointBlock({
  numPoints = 1,
  pointOrientation,
}: {
  numPoints?: number;
  pointOrientation?: PointOrientation;
} = {}): TargetBlock<PointsSource, readonly Point[]> {
  checked(v.optional(orientationChoice), pointOrientation, 'pointOrientation of pointBlock');
  return made({
    name: 'point',
    recipe: pointMaker.describe({ numPoints, ...(pointOrientation && { pointOrientation }) }),
    loss: 'meanSquaredError',
    numOutputs: 2 * numPoints,
    vocabulary: [],
    isSpatial: true,
    fit: (sources) => pointBlock({ numPoints: pairsOf(sources[0])?.length ?? numPoints, pointOrientation }),
    check(source) {
      const pairs = pairsOf(source);
      if (Array.isArray(pairs) && pairs.length === numPoints && pairs.every(isPair)) return;
      const expected =
        numPoints === 1 ? 'a point as [x, y], in pixels' : `${numPoints} points as [x, y] pairs of pixels`;
      throw new FoveaError(
        `Expected ${expected}, received ${inspect(source, { breakLength: Number.POSITIVE_INFINITY })}.`,
        'Return one pair from getY, e.g. [120, 80], or a list of pairs; every image needs the same number.',
      );
    },
    async open(source, imageSize) {
      if (!imageSize)
        throw new FoveaError(
          'Points need an image that they are points of.',
          'Put imageBlock() before pointBlock().',
        );
      const points = pairsOf(source).map(([x, y]) => ({ x, y }));
      return pointSample(uprightPoints(points, imageSize, pointOrientation), imageSize);
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
  });
}

const orientationChoice = choice(['upright', 'stored']);

/** Makes {@link pointBlock} again, with its number of points. */
export const pointMaker = maker(
  'point',
  fields({ numPoints: positiveInteger, pointOrientation: v.optional(orientationChoice) }),
  pointBlock,
);

function pairsOf(source: PointsSource): readonly Pair[] {
  return (typeof source?.[0] === 'number' ? [source] : source) as readonly Pair[];
}

function isPair(pair: unknown): boolean {
  return Array.isArray(pair) && pair.length === 2 && pair.every(Number.isFinite);
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
