import { shade } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import { type Face, lathe, mapped, moved, outwards } from '../../three-d/solids';
import { corners, type Vector } from '../../three-d/vector';

/** A part and what is painted over it. */
export type Layers = readonly Face[][];

/** A thin plate with a top and an underside. */
export function plate(outline: string, fill: string, thick: number): Face[] {
  const low = corners(outline);
  const up = low.map(([x, y, z]): Vector => [x, y + thick, z]);
  const sides = low.map((p, i): Face => {
    const k = (i + 1) % low.length;
    return { points: [p, low[k], up[k], up[i]], fill };
  });
  return [{ points: up, fill }, { points: [...low].reverse(), fill: shade(fill, -0.12) }, ...sides];
}

/** The same faces on the other wing's side. */
export const across = (faces: readonly Face[]) => mapped(faces, ([x, y, z]) => [x, y, -z], true);

/** A face painted on both sides of a hull; its corners are those of the far side (z high). */
export const onBothSides = (outline: string, fill: string, more: Partial<Face> = {}): Face[] =>
  [-1, 1].map((side) => {
    const quad = corners(outline).map(([x, y, z]): Vector => [x, y, side * z]);
    return { points: outwards(quad, side), fill, ...more };
  });

/** An upright plate such as a fin, seen from both sides. */
export function fin(outline: string, fill: string): Face[] {
  const at = (z: number) => points(outline).map(([x, y]: Point): Vector => [x, y, z]);
  return [
    { points: at(-0.08), fill },
    { points: at(0.08).reverse(), fill },
  ];
}

/**
 * A leg of the landing gear, with its wheel.
 *
 * @param strut Its profile for the lathe, and height of its lower end.
 * @param wheel The wheel's profile, and height of its hub.
 */
export function leg(
  strut: readonly [string, number],
  wheel: readonly [string, number],
  segments: number,
): Face[] {
  const tyre = lathe(wheel[0], '#26262c', 12);
  return [
    ...moved(lathe(strut[0], '#9aa0a8', segments), [0, strut[1], 0]),
    ...mapped(tyre, ([u, v, w]) => [u, w + wheel[1], v], true),
  ];
}

/** All parts higher by `y` metres. */
export const raised = (parts: readonly Layers[], y: number): Layers[] =>
  parts.map((layers) => layers.map((faces) => moved(faces, [0, y, 0])));
