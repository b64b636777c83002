import { shade } from '../../drawing/colour';
import { type Face, lathe, mapped, outwards } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';

const circle = (segments: number, at: (cos: number, sin: number) => Vector): Vector[] =>
  Array.from({ length: segments }, (_, i) => {
    const angle = (2 * Math.PI * i) / segments;
    return at(Math.cos(angle), Math.sin(angle));
  });

/** A disc on the side of a vehicle that faces us (z low). */
export function roundMark([x, y, z]: Vector, radius: number, fill: string, segments = 18): Face {
  return { points: circle(segments, (cos, sin) => [x + radius * cos, y + radius * sin, z]), fill };
}

/** A round lamp on a vehicle's front (x high). */
export function lamp([x, y, z]: Vector, radius: number, fill: string, isGlowing: boolean): Face {
  const disc = (r: number, colour: string): Face => ({
    points: circle(12, (cos, sin) => [x, y + r * sin, z + r * cos]),
    fill: colour,
    isGlowing,
  });
  return { ...disc(radius, shade(fill, -0.25)), marks: [disc(radius * 0.72, fill)] };
}

/** A pair of lamps on a vehicle's front, as far from its middle as `z`. */
export const headlamps = ([x, y, z]: Vector, radius: number, isLit: boolean): Face[] =>
  [-z, z].map((at) => lamp([x, y, at], radius, isLit ? '#fff6c8' : '#eef2f4', isLit));

/** What is seen of wheels under a body, their axles across. */
export function wheelsUnder(axles: readonly number[], radius: number, half: number): Face[] {
  const tyre = lathe(`${radius},-0.1 ${radius},0.1`, '#232228', 14);
  return axles.flatMap((x) =>
    [-half, half].flatMap((z) =>
      mapped(tyre, ([u, v, w]) => [u + x, w + radius, v + z - Math.sign(z) * 0.12], true),
    ),
  );
}

/** The discs of wheels at a body's sides. */
export function wheelsAtSides(axles: readonly number[], radius: number, half: number): Face[] {
  const wheel = (x: number, side: number): Face => {
    const disc = (
      r: number,
      fill: string,
      marks: Face[] = [],
      [u, v]: readonly number[] = [0, 0],
      segments = 18,
    ): Face => {
      const face = roundMark([x + u, radius + v, side * (half + 0.01)], r, fill, segments);
      return { ...face, points: outwards(face.points, side), marks };
    };
    const bolts = [0, 1, 2, 3, 4].map((i) => {
      const angle = (2 * Math.PI * i) / 5 + 0.3;
      const at = [Math.cos(angle) * radius * 0.36, Math.sin(angle) * radius * 0.36];
      return disc(radius * 0.13, '#50535a', [], at, 8);
    });
    const spokes = [disc(radius * 0.6, '#c4c8ce'), ...bolts, disc(radius * 0.14, '#8a8e96')];
    return disc(radius, '#232228', [disc(radius * 0.66, '#70747c', spokes)]);
  };
  return axles.flatMap((x) => [wheel(x, -1), wheel(x, 1)]);
}
