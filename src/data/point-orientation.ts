import { FoveaError } from '../base/errors';
import type { ImageSize } from '../images/image';
import { turnedSize } from '../images/turn-mask';
import type { Point } from '../transforms/geometry';
import type { SampleSize } from './block';

/** How points lie on photos that have an EXIF orientation: as seen, or as stored. */
export type PointOrientation = 'upright' | 'stored';

/**
 * Points in pixels of an image as seen.
 *
 * @param given In pixels of the image as seen or as stored.
 * @param image Its size as seen, and its EXIF orientation.
 * @param pointOrientation How they were given; undefined if their positions must tell.
 * @throws FoveaError if it cannot be told how they lie on the image.
 */
export function uprightPoints(
  given: readonly Point[],
  image: SampleSize,
  pointOrientation?: PointOrientation,
): readonly Point[] {
  const { width, height, orientation = 1 } = image;
  if (orientation === 1 || pointOrientation === 'upright') return given;
  if (pointOrientation === 'stored') return given.map((point) => turnPoint(point, orientation, image));
  const stored = turnedSize(image, orientation);
  const [asSeen, asStored] = [areWithin(given, image), areWithin(given, stored)];
  if (asSeen && !asStored) return given;
  const problem =
    asStored && !asSeen
      ? `The points lie outside their image, which has ${width} x ${height} pixels as seen, but inside its ${stored.width} x ${stored.height} pixels as stored: its EXIF orientation is ${orientation}.`
      : `The image has EXIF orientation ${orientation}: its points may be given as it is seen or as it is stored.`;
  throw new FoveaError(
    problem,
    'If points are on the pixels as stored, as PIL opens them: pointBlock({ pointOrientation: "stored" }). If they are on photos as seen: { pointOrientation: "upright" }.',
  );
}

function areWithin(points: readonly Point[], { width, height }: ImageSize): boolean {
  return points.every(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height);
}

/**
 * Where a point of the stored pixels lies upright.
 *
 * @param upright The size of the image as seen.
 * @see EXIF 2.32, tag 274.
 */
function turnPoint({ x, y }: Point, orientation: number, upright: ImageSize): Point {
  const { width, height } = turnedSize(upright, orientation);
  const turns: Readonly<Record<number, Point>> = {
    2: { x: width - x, y },
    3: { x: width - x, y: height - y },
    4: { x, y: height - y },
    5: { x: y, y: x },
    6: { x: height - y, y: x },
    7: { x: height - y, y: width - x },
    8: { x: y, y: width - x },
  };
  return turns[orientation] ?? { x, y };
}
