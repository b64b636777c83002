import { type Point, ring } from '../drawing/path';
import type { Breed, Face, Mood, Part } from './animal';
import { part, symmetric } from './body-parts';

/**
 * Where everything is in a face that looks straight ahead or aside.
 *
 * @param breed Gives the proportions.
 * @param turn -1 looks to the left of the image, 0 at us, 1 to the right.
 * @param nod -1 looks up, 1 down.
 * @param mood Eyes and mouth.
 */
export function faceOf(breed: Breed, turn: number, nod: number, mood: Mood): Face {
  const { head, eyes, muzzle } = breed;
  const radii: Point = [head.cheek * 100, head.crown * 100];
  const narrow = 1 - 0.1 * Math.abs(turn);
  const eye = (side: number): Point => [
    side * eyes.apart * 100 * narrow * (side * turn > 0 ? 0.86 : 1) + turn * 17,
    -eyes.above * 100 + nod * 8,
  ];
  const centre: Point = [turn * (20 + 28 * muzzle.height), muzzle.below * 100 + nod * 13];
  return {
    turn,
    mood,
    radii,
    eyes: [eye(-1), eye(1)],
    muzzle: { centre, radii: [muzzle.width * 100, muzzle.height * 100] },
    nose: [centre[0] + turn * 9, centre[1] - muzzle.height * 52 + nod * 3],
  };
}

/** The head without ears and muzzle. */
export function headPart({ head, fur }: Breed, face: Face): Part {
  const { crown, brow, cheek, jaw, chin, length } = head;
  const right: Point[] = [
    [crown * 52, -crown * 96],
    [brow * 100, -crown * 55],
    [cheek * 100, 12],
    [jaw * 100, 56 * length],
    [chin * 100, 82 * length],
  ];
  const outline = symmetric(-crown * 100, right, 90 * length);
  const turned = outline.map(([x, y]): Point => [x + (face.turn * (y + 40)) / 14, y]);
  const radii: Point = [cheek * 100, ((crown + 0.9 * length) / 2) * 100];
  return part('head', turned, { length: fur.head, hang: 0.45 }, { centre: [0, 0], radii, face });
}

/** A dog's muzzle with its jowls. */
export function muzzlePart({ muzzle, fur }: Breed, face: Face): Part {
  const { centre, radii } = face.muzzle;
  const [rx, ry] = radii;
  const jowls = muzzle.jowls ?? 0;
  const right: Point[] = [
    [rx * 0.62, -ry * 0.85],
    [rx * 0.92, -ry * 0.2],
    [rx * 1.02, ry * (0.45 + jowls * 0.4)],
    [rx * 0.62, ry * (0.95 + jowls * 0.5)],
  ];
  const outline = symmetric(-ry, right, ry * 0.95).map(([u, v]): Point => [u + centre[0], v + centre[1]]);
  return part(
    'muzzle',
    outline,
    { length: Math.min(fur.head * 0.45, 6), hang: 0.6 },
    { centre, radii, face },
  );
}

/** Hair hanging from the muzzle. */
export function beardPart(length: number, face: Face): Part {
  const { centre, radii } = face.muzzle;
  const size: Point = [radii[0] * 1.15, radii[1] * 0.7 + length];
  const middle: Point = [centre[0], centre[1] + length * 0.55];
  const fringe = { length: 8 + length * 0.22, spacing: 10, hang: 0.9 };
  return part('beard', ring(middle, size, { count: 10 }), fringe, { centre: middle, radii: size, face });
}
