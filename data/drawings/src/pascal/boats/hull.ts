import { shade } from '../../drawing/colour';
import { type Face, outwards } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';

/** Kinds of boats. */
export type BoatKind = 'sailing' | 'moored' | 'motor' | 'fishing' | 'rowing' | 'ferry';

/** Sections of a hull from stern to bow: where, half the width at the gunwale, height of the gunwale. */
export type Stations = readonly Vector[];

/** Faces between two lines along the stations, on one side. */
function wall(
  stations: Stations,
  side: number,
  low: (station: Vector) => Vector,
  high: (station: Vector) => Vector,
  fill: string,
): Face[] {
  return stations.slice(1).map((next, i): Face => {
    const quad = [low(stations[i]), low(next), high(next), high(stations[i])];
    return { points: outwards(quad, side), fill };
  });
}

/** A flat floor between two lines along the stations. */
const floor = (stations: Stations, at: (station: Vector, side: number) => Vector, fill: string): Face => ({
  points: [...stations.map((s) => at(s, -1)), ...stations.map((s) => at(s, 1)).reverse()],
  fill,
});

/** The hull's two sides, its stern and its deck. */
export function hull(stations: Stations, paint: string, accent: string) {
  const line =
    (t: number, side: number) =>
    ([x, b, h]: Vector): Vector => [
      x - (1 - t) * 0.1 * x * 0.3,
      h * t - 0.05 * (1 - t),
      side * b * (0.72 + 0.28 * t),
    ];
  const strip = (t0: number, t1: number, fill: string, side: number) =>
    wall(stations, side, line(t0, side), line(t1, side), fill);
  const sides = [-1, 1].flatMap((side) => [
    ...strip(0, 0.18, shade(accent, -0.35), side),
    ...strip(0.18, 0.8, paint, side),
    ...strip(0.8, 1, accent, side),
  ]);
  const edges = [line(0, 1), line(0, -1), line(1, -1), line(1, 1)];
  const stern: Face = { points: edges.map((at) => at(stations[0])), fill: shade(paint, -0.08) };
  return {
    outside: [...sides, stern],
    deck: floor(stations, (station, side) => line(0.97, side)(station), '#c9a878'),
  };
}

/** Inner sides of an open boat, seen over the near gunwale. */
export function bowl(stations: Stations, fill: string): Face[] {
  const inner = ([x, b]: Vector, side: number): Vector => [x, 0.12, side * b * 0.7];
  const sides = [-1, 1].flatMap((side) =>
    wall(
      stations,
      -side,
      (s) => inner(s, side),
      ([x, b, h]) => [x, h, side * b],
      fill,
    ),
  );
  return [floor(stations, inner, shade(fill, -0.25)), ...sides];
}
