import { type Placing, placed, type Vector } from '../three-d/vector';

/** A side of the street: -1 is the left, where one drives here, 1 the right. */
export type Side = -1 | 1;

/** A road that bends; places on it are (metres along, metres to the right of its middle, metres up). */
export interface Street {
  readonly at: (along: number, across: number, up?: number) => Vector;
  /** Something that stands at a place, turned by an angle from the road's direction. */
  readonly place: (
    along: number,
    across: number,
    options?: { up?: number; turn?: number; scale?: number },
  ) => Placing;
  /** Something that faces the road: its own x runs from left to right for those who look at it from there. */
  readonly facing: (along: number, across: number, side: Side) => Placing;
}

/**
 * A street.
 *
 * @param bend How much it winds, in radians.
 * @param phase Where along its windings it begins, in radians.
 */
export function street({ bend, phase }: { bend: number; phase: number }): Street {
  const start = -60;
  // Clockwise from the y axis, in radians.
  const heading = (along: number) =>
    bend * Math.sin(along / 62 + phase) + bend * 0.4 * Math.sin(along / 23 + phase * 2);
  const middle: [number, number][] = [[0, start]];
  for (let i = 0; i < 1200; i++) {
    const angle = heading(start + i + 0.5);
    middle.push([middle[i][0] + Math.sin(angle), middle[i][1] + Math.cos(angle)]);
  }
  const at = (along: number, across: number, up = 0): Vector => {
    const step = Math.min(middle.length - 2, Math.max(0, Math.floor(along - start)));
    const rest = along - start - step;
    const [[x0, y0], [x1, y1]] = [middle[step], middle[step + 1]];
    const angle = heading(along);
    return [
      x0 + (x1 - x0) * rest + Math.cos(angle) * across,
      y0 + (y1 - y0) * rest - Math.sin(angle) * across,
      up,
    ];
  };
  return {
    at,
    place: (along, across, { up = 0, turn = 0, scale = 1 } = {}) =>
      placed(at(along, across, up), heading(along) + turn, scale),
    facing: (along, across, side) => placed(at(along, across, 0.12), heading(along) + (side * Math.PI) / 2),
  };
}
