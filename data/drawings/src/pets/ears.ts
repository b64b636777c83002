import { groupsOf, limb, mirrored, type Point } from '../drawing/path';
import type { Breed, Ears, Part } from './animal';
import { part } from './body-parts';

type Form = Ears['form'];

/**
 * The right ear's outline, clockwise from its root at the origin. Each point: across as a fraction of the width, down as a
 * fraction of the length, and further down in units.
 */
const OUTLINES: Record<Form, string> = {
  pricked: '-0.5,0,14  -0.4,-0.45,0  -0.08,-0.97,0  0.06,-1,0  0.42,-0.42,0  0.5,0,18',
  rounded: '-0.5,0,12  -0.42,-0.55,0  -0.1,-0.94,0  0.2,-0.9,0  0.46,-0.45,0  0.5,0,18',
  bat: '-0.42,0,14  -0.58,-0.4,0  -0.22,-0.95,0  0.1,-1,0  0.56,-0.45,0  0.5,0,24',
  folded: '-0.35,0,2  0.2,-0.3,0  0.8,-0.12,0  0.98,0.3,0  0.72,0.9,0  0.4,0.85,0  0.05,0.35,0',
  button: '-0.45,0,4  -0.3,-0.5,0  0.25,-0.62,0  0.7,-0.25,0  0.62,0.32,0  0.42,0.4,0  0,0.05,0',
  rose: '-0.5,0,8  -0.3,-0.45,0  0.15,-0.7,0  0.75,-0.55,0  1,-0.1,0  0.55,0.1,0  0.35,0,16',
  drop: '-0.3,0,-4  0.3,-0.12,0  0.78,0.12,0  0.98,0.55,0  0.7,0.96,0  0.3,1,0  0.02,0.7,0  -0.1,0.3,0',
};

/** Whether ears of this form lie in front of the head. */
export function hangs(form: Form): boolean {
  return form === 'folded' || form === 'button' || form === 'drop';
}

/**
 * Both ears, each with the inner part that is seen (pricked ones only).
 *
 * @param breed Gives form, size and position.
 * @param turn The head's, -1 to 1.
 * @param perk How much they move, degrees; 0 is at rest.
 */
export function earParts(
  { ears, head, fur }: Breed,
  turn: number,
  perk: number,
): { outer: Part; inner?: Point[]; tuft?: Point[] }[] {
  const { form } = ears;
  const [w, l] = [ears.width * 100, ears.length * 100];
  const isHanging = hangs(form);
  const rootHeight = isHanging ? 0.66 : form === 'rose' ? 0.62 : 0.7;
  const degrees = (ears.lean ?? 0) + (isHanging ? -perk * 0.6 : perk);
  const outline = groupsOf(3, OUTLINES[form]).map(([u, v, lower]): Point => [w * u, l * v + lower]);
  const inner = outline.map(([x, y]): Point => [x * 0.62 - w * 0.03, y * 0.74 + 6]);
  const tuft: Point[] = [
    [0, -l * 0.9],
    [w * 0.05, -l * 1.12],
    [w * 0.16, -l * 1.3],
  ];
  return [-1, 1].map((side) => {
    const root: Point = [
      side * ears.apart * head.brow * 100 * (1 - 0.1 * Math.abs(turn)) - turn * 5,
      -head.crown * 100 * rootHeight,
    ];
    const isFar = side * turn > 0;
    const narrow = isFar ? 1 - 0.25 * Math.abs(turn) : 1;
    const place = (points: Point[]) => {
      const sided = side < 0 ? mirrored(points) : points;
      return sided.map(([x, y]) => turned([x * narrow, y], side * degrees, root));
    };
    const fringe = { length: ears.hair ?? fur.head * 0.35, hang: isHanging ? 0.9 : 0.1 };
    return {
      outer: part('ear', place(outline), fringe),
      inner: isHanging || form === 'rose' ? undefined : place(inner),
      tuft: ears.hasTuft ? place(limb(tuft, [9, 7, 1])) : undefined,
    };
  });
}

function turned([x, y]: Point, degrees: number, [cx, cy]: Point): Point {
  const angle = (degrees * Math.PI) / 180;
  return [cx + x * Math.cos(angle) - y * Math.sin(angle), cy + x * Math.sin(angle) + y * Math.cos(angle)];
}
