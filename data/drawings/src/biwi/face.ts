import { mix, shade } from '../drawing/colour';
import { type Point, ring, shape, stroke } from '../drawing/path';
import type { Face } from '../three-d/solids';
import type { Vector } from '../three-d/vector';
import { CAMERA } from './geometry';
import type { Person } from './person';
import { drawFaces, isSeen, lighted, type Pose, pathOf } from './scene';
import { faceAt } from './skull';

/** How a face looks at one moment. */
export interface Mood {
  /** 0 closed, 1 wide open. */
  readonly eyesOpen: number;
  /** 0 closed, 1 wide open. */
  readonly mouthOpen: number;
  /** -1 sad, 1 smiling. */
  readonly smile: number;
  /** Where the eyes look beside straight ahead, in millimetres. */
  readonly gaze: number;
}

const EYE = { x: 32, y: -14 };
const MOUTH = 58;

/** Eyes, brows, nose, mouth and glasses, where they are turned to the camera. */
export function drawFace(person: Person, pose: Pose, mood: Mood): string {
  return (
    mouth(person, pose, mood) +
    [-1, 1].map((side) => eye(person, pose, mood, side)).join('') +
    nose(person, pose) +
    glasses(person, pose)
  );
}

/** An oval on the face. */
const patch = (person: Person, centre: Point, radii: Point, lift = 0.5): Vector[] =>
  ring(centre, radii, { count: 12 }).map(([x, y]) => faceAt(person, x, y, lift).position);

/** Pixels that some millimetres take at the head's distance. */
const pixels = ({ centre }: Pose, millimetres: number) => (millimetres * CAMERA.focal) / centre[2];

function eye(person: Person, pose: Pose, { eyesOpen, gaze }: Mood, side: number): string {
  const x = side * EYE.x * person.width;
  const { position, normal } = faceAt(person, x, EYE.y);
  if (!isSeen(pose, position, normal, 0.12)) return '';
  const on = (dx: number, dy: number, lift = 0.8) => faceAt(person, x + dx, EYE.y + dy, lift).position;
  const open = 1.2 + 7 * eyesOpen;
  const lid = [-15, -8, 0, 8, 15].map((dx) => on(dx, -open * (1 - (dx / 17) ** 2) + 1));
  const brow = [-18, -8, 2, 12, 19].map((dx) => on(dx * 1.05, -20 - 4 * (1 - (dx / 20) ** 2)));
  const white = patch(person, [x, EYE.y], [15, open], 0.4);
  const socket = shape(
    pathOf(pose, patch(person, [x, EYE.y - 2], [20, 13], 0.2)),
    shade(person.skin, -0.35),
    'opacity=".3"',
  );
  const iris =
    eyesOpen > 0.2
      ? shape(pathOf(pose, patch(person, [x + gaze, EYE.y], [6.2, Math.min(open, 6.2)])), person.iris) +
        shape(pathOf(pose, patch(person, [x + gaze, EYE.y], [3, Math.min(open, 3)])), '#0c0a0c')
      : '';
  return (
    socket +
    shape(pathOf(pose, white), lighted(pose, '#f2eee8', normal)) +
    iris +
    stroke(pathOf(pose, lid, false), shade(person.skin, -0.75), pixels(pose, 2.6)) +
    stroke(pathOf(pose, brow, false), person.brows, pixels(pose, 5.2), 'opacity=".85"')
  );
}

function nose(person: Person, pose: Pose): string {
  const at = (x: number, y: number, out: number): Vector => {
    const [px, py, pz] = faceAt(person, x, y).position;
    return [px, py, pz - out];
  };
  const [bridge, tip, base] = [at(0, -18, 2), at(0, 26, 21), at(0, 38, 4)];
  const [left, right] = [at(-15, 33, 3), at(15, 33, 3)];
  const [leftBrow, rightBrow] = [at(-9, -16, 0), at(9, -16, 0)];
  const skin = mix(person.skin, '#c86450', 0.08);
  const faces: Face[] = [
    { points: [leftBrow, bridge, tip, left], fill: skin },
    { points: [bridge, rightBrow, right, tip], fill: skin },
    { points: [left, tip, base], fill: shade(skin, -0.22) },
    { points: [tip, right, base], fill: shade(skin, -0.22) },
  ];
  return drawFaces(pose, faces);
}

function mouth(person: Person, pose: Pose, { mouthOpen, smile }: Mood): string {
  const { position, normal } = faceAt(person, 0, MOUTH);
  if (!isSeen(pose, position, normal, 0.08)) return '';
  const half = 23 + 4 * smile;
  const gap = 13 * mouthOpen;
  const line = (offset: (u: number) => number) =>
    [-1, -0.6, -0.25, 0, 0.25, 0.6, 1].map(
      (u) => faceAt(person, u * half, MOUTH + offset(u) - 5 * smile * u * u, 0.6).position,
    );
  const upper = line((u) => -5 * (1 - u * u) - gap / 2 + (u === 0 ? 1.2 : 0));
  const lower = line((u) => 7 * (1 - u * u) + gap / 2);
  const inside = [
    ...line((u) => (-gap / 2) * (1 - u * u)),
    ...line((u) => (gap / 2) * (1 - u * u)).reverse(),
  ];
  const parting = line(() => 0);
  return (
    shape(
      pathOf(pose, [...upper, ...lower.reverse()]),
      lighted(pose, mix(person.skin, person.lips, 0.7), normal),
    ) +
    (mouthOpen > 0.1
      ? shape(pathOf(pose, inside), '#3c1418')
      : stroke(pathOf(pose, parting, false), '#4a2020', pixels(pose, 1.8)))
  );
}

function glasses({ glasses: frame, ...person }: Person, pose: Pose): string {
  if (!frame) return '';
  const width = pixels(pose, 3.4);
  const [left, right] = [-1, 1].map((side) => {
    const x = side * EYE.x;
    const { position, normal } = faceAt(person, x, EYE.y);
    if (!isSeen(pose, position, normal, 0.05)) return '';
    const rim = pathOf(pose, patch(person, [x, EYE.y + 3], [23, 18], 8));
    return shape(rim, '#dce8f0', 'opacity=".16"') + stroke(rim, frame, width);
  });
  const bridge = [-10, 0, 10].map((x) => faceAt(person, x, EYE.y - 1, 9).position);
  const { position, normal } = faceAt(person, 0, EYE.y);
  return (
    left +
    right +
    (isSeen(pose, position, normal, 0.05) ? stroke(pathOf(pose, bridge, false), frame, width) : '')
  );
}
