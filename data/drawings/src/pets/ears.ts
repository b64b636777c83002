import { limb, mirrored, type Point } from '../drawing/path';
import type { Breed, Ears, Part } from './animal';

type Form = Ears['form'];

/** The right ear's outline, clockwise; its root is at the origin, up is negative. Width w, length l. */
const OUTLINES: Record<Form, (w: number, l: number) => Point[]> = {
  pricked: (w, l) => [
    [-w / 2, 14],
    [-w * 0.4, -l * 0.45],
    [-w * 0.08, -l * 0.97],
    [w * 0.06, -l],
    [w * 0.42, -l * 0.42],
    [w / 2, 18],
  ],
  rounded: (w, l) => [
    [-w / 2, 12],
    [-w * 0.42, -l * 0.55],
    [-w * 0.1, -l * 0.94],
    [w * 0.2, -l * 0.9],
    [w * 0.46, -l * 0.45],
    [w / 2, 18],
  ],
  bat: (w, l) => [
    [-w * 0.42, 14],
    [-w * 0.58, -l * 0.4],
    [-w * 0.22, -l * 0.95],
    [w * 0.1, -l],
    [w * 0.56, -l * 0.45],
    [w / 2, 24],
  ],
  folded: (w, l) => [
    [-w * 0.35, 2],
    [w * 0.2, -l * 0.3],
    [w * 0.8, -l * 0.12],
    [w * 0.98, l * 0.3],
    [w * 0.72, l * 0.9],
    [w * 0.4, l * 0.85],
    [w * 0.05, l * 0.35],
  ],
  button: (w, l) => [
    [-w * 0.45, 4],
    [-w * 0.3, -l * 0.5],
    [w * 0.25, -l * 0.62],
    [w * 0.7, -l * 0.25],
    [w * 0.62, l * 0.32],
    [w * 0.42, l * 0.4],
    [0, l * 0.05],
  ],
  rose: (w, l) => [
    [-w * 0.5, 8],
    [-w * 0.3, -l * 0.45],
    [w * 0.15, -l * 0.7],
    [w * 0.75, -l * 0.55],
    [w, -l * 0.1],
    [w * 0.55, l * 0.1],
    [w * 0.35, 16],
  ],
  drop: (w, l) => [
    [-w * 0.3, -4],
    [w * 0.3, -l * 0.12],
    [w * 0.78, l * 0.12],
    [w * 0.98, l * 0.55],
    [w * 0.7, l * 0.96],
    [w * 0.3, l],
    [w * 0.02, l * 0.7],
    [-w * 0.1, l * 0.3],
  ],
};

const HANGING: readonly Form[] = ['folded', 'button', 'drop'];

/** Whether ears of this form lie in front of the head. */
export function hangs(form: Form): boolean {
  return HANGING.includes(form);
}

/**
 * Both ears, each with the inner part that is seen (pricked ones only).
 *
 * @param breed Gives form, size and place.
 * @param turn The head's, -1 to 1.
 * @param perk How much they move, degrees; 0 is at rest.
 */
export function earParts(
  breed: Breed,
  turn: number,
  perk: number,
): { outer: Part; inner?: Point[]; tuft?: Point[] }[] {
  const { ears, head, fur } = breed;
  const [w, l] = [ears.width * 100, ears.length * 100];
  return ([-1, 1] as const).map((side) => {
    const isFar = side * turn > 0;
    const root: Point = [
      side * ears.apart * head.brow * 100 * (1 - 0.1 * Math.abs(turn)) - turn * 5,
      -head.crown * 100 * (hangs(ears.form) ? 0.66 : ears.form === 'rose' ? 0.62 : 0.7),
    ];
    const narrow = isFar ? 1 - 0.25 * Math.abs(turn) : 1;
    const degrees = (ears.lean ?? 0) + (hangs(ears.form) ? -perk * 0.6 : perk);
    const place = (points: Point[]) => {
      const sided = side < 0 ? mirrored(points) : points;
      return sided.map((point) => turned([point[0] * narrow, point[1]], side * degrees, root));
    };
    const outline = OUTLINES[ears.form](w, l);
    const points = place(outline);
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const inner = outline.map(([x, y]): Point => [x * 0.62 - w * 0.03, y * 0.74 + 6]);
    return {
      outer: {
        kind: 'ear',
        points,
        fringe: { length: ears.hair ?? fur.head * 0.35, hang: hangs(ears.form) ? 0.9 : 0.1 },
        centre: [(left + right) / 2, (top + bottom) / 2],
        radii: [(right - left) / 2, (bottom - top) / 2],
        side,
      },
      inner: hangs(ears.form) || ears.form === 'rose' ? undefined : place(inner),
      tuft: ears.hasTuft
        ? place(
            limb(
              [
                [0, -l * 0.9],
                [w * 0.05, -l * 1.12],
                [w * 0.16, -l * 1.3],
              ],
              [9, 7, 1],
            ),
          )
        : undefined,
    };
  });
}

function turned([x, y]: Point, degrees: number, [cx, cy]: Point): Point {
  const angle = (degrees * Math.PI) / 180;
  return [cx + x * Math.cos(angle) - y * Math.sin(angle), cy + x * Math.sin(angle) + y * Math.cos(angle)];
}
