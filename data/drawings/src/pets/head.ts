import { mirrored, type Point, ring } from '../drawing/path';
import type { Breed, Face, Mood, Part } from './animal';

/**
 * Where everything is in a face that looks straight ahead or aside.
 *
 * @param breed Gives the proportions.
 * @param turn -1 looks to the left of the picture, 0 at us, 1 to the right.
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
  const lean = (points: Point[]) => points.map(([x, y]): Point => [x + (face.turn * (y + 40)) / 14, y]);
  const points = lean([[0, -crown * 100], ...right, [0, 90 * length], ...mirrored(right)]);
  return {
    kind: 'head',
    points,
    fringe: { length: fur.head, hang: 0.45 },
    centre: [0, 0],
    radii: [cheek * 100, ((crown + 0.9 * length) / 2) * 100],
    side: 0,
    face,
  };
}

/** A dog's muzzle with its jowls; a cat's is two small cushions. */
export function muzzlePart({ muzzle, kind, fur }: Breed, face: Face): Part {
  const { centre, radii } = face.muzzle;
  const [x, y] = centre;
  const [rx, ry] = radii;
  const jowls = muzzle.jowls ?? 0;
  const right: Point[] = [
    [rx * 0.62, -ry * 0.85],
    [rx * 0.92, -ry * 0.2],
    [rx * 1.02, ry * (0.45 + jowls * 0.4)],
    [rx * 0.62, ry * (0.95 + jowls * 0.5)],
  ];
  const dog = [[0, -ry], ...right, [0, ry * 0.95], ...mirrored(right)] as Point[];
  const outline = kind === 'dog' ? dog : ring([0, 0], [rx, ry], { count: 10 });
  return {
    kind: 'muzzle',
    points: outline.map(([u, v]): Point => [u + x, v + y]),
    fringe: { length: Math.min(fur.head * 0.45, 6), hang: 0.6 },
    centre,
    radii,
    side: 0,
    face,
  };
}

/** Hair hanging from the muzzle. */
export function beardPart(length: number, face: Face): Part {
  const { centre, radii } = face.muzzle;
  const [x, y] = centre;
  const [rx, ry] = [radii[0] * 1.15, radii[1] * 0.7 + length];
  const middle: Point = [x, y + length * 0.55];
  return {
    kind: 'beard',
    points: ring(middle, [rx, ry], { count: 10 }),
    fringe: { length: 8 + length * 0.22, spacing: 10, hang: 0.9 },
    centre: middle,
    radii: [rx, ry],
    side: 0,
    face,
  };
}
