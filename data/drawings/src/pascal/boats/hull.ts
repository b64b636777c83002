import { shade } from '../../drawing/colour';
import type { Face } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';

/** Kinds of boats. */
export type BoatKind = 'sailing' | 'moored' | 'motor' | 'fishing' | 'rowing' | 'ferry';

/** The hull's two sides: stations from stern to bow with half width at the gunwale and height of the gunwale. */
export function hull(
  stations: readonly (readonly [number, number, number])[],
  paint: string,
  accent: string,
) {
  const at = (i: number, t: number, side: number): Vector => {
    const [x, b, h] = stations[i];
    return [x - (1 - t) * 0.1 * x * 0.3, h * t - 0.05 * (1 - t), side * b * (0.72 + 0.28 * t)];
  };
  const strip = (t0: number, t1: number, fill: string, side: number) =>
    stations.slice(1).map((_, i): Face => {
      const points = [at(i, t0, side), at(i + 1, t0, side), at(i + 1, t1, side), at(i, t1, side)];
      return { points: side < 0 ? points : points.reverse(), fill };
    });
  const sides = [-1, 1].flatMap((side) => [
    ...strip(0, 0.18, shade(accent, -0.35), side),
    ...strip(0.18, 0.8, paint, side),
    ...strip(0.8, 1, accent, side),
  ]);
  const stern: Face = {
    points: [at(0, 0, 1), at(0, 0, -1), at(0, 1, -1), at(0, 1, 1)],
    fill: shade(paint, -0.08),
  };
  const deck: Face = {
    points: [...stations.map((_, i) => at(i, 0.97, -1)), ...stations.map((_, i) => at(i, 0.97, 1)).reverse()],
    fill: '#c9a878',
  };
  return { outside: [...sides, stern], deck };
}

/** Inner sides of an open boat, seen over the near gunwale. */
export function bowl(stations: readonly (readonly [number, number, number])[], fill: string): Face[] {
  const wall = (side: number) =>
    stations.slice(1).map(([x1, b1, h1], i): Face => {
      const [x0, b0, h0] = stations[i];
      const points: Vector[] = [
        [x0, 0.12, side * b0 * 0.7],
        [x1, 0.12, side * b1 * 0.7],
        [x1, h1, side * b1],
        [x0, h0, side * b0],
      ];
      return { points: side > 0 ? points : points.reverse(), fill };
    });
  const floor: Face = {
    points: [
      ...stations.map(([x, b]): Vector => [x, 0.12, -b * 0.7]),
      ...stations.map(([x, b]): Vector => [x, 0.12, b * 0.7]).reverse(),
    ],
    fill: shade(fill, -0.25),
  };
  return [floor, ...wall(-1), ...wall(1)];
}

/** Faces seen from both sides. */
export const both = (faces: readonly Face[]): Face[] => [
  ...faces,
  ...faces.map((face) => ({ ...face, points: [...face.points].reverse() })),
];
