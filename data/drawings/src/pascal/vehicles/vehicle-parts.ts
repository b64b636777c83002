import { shade } from '../../drawing/colour';
import { type Face, lathe, mapped } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';

/** A face with marks on it. */
export function flat(points: readonly Vector[], fill: string, marks: readonly Face[] = []): Face {
  return { points, fill, marks };
}

/** A disc on the side of a vehicle that faces us (z low). */
export function roundMark([x, y, z]: Vector, radius: number, fill: string, segments = 18): Face {
  return {
    points: Array.from({ length: segments }, (_, i): Vector => {
      const angle = (2 * Math.PI * i) / segments;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle), z];
    }),
    fill,
  };
}

/** A round lamp on a vehicle's front (x high). */
export function lamp([x, y, z]: Vector, radius: number, fill: string, isGlowing: boolean): Face {
  const disc = (r: number, colour: string): Face => ({
    points: Array.from({ length: 12 }, (_, i): Vector => {
      const angle = (2 * Math.PI * i) / 12;
      return [x, y + r * Math.sin(angle), z + r * Math.cos(angle)];
    }),
    fill: colour,
    isGlowing,
  });
  return { ...disc(radius, shade(fill, -0.25)), marks: [disc(radius * 0.72, fill)] };
}

/** Wheels with their axles across: what is seen of them under the body, or the discs at its sides. */
export function wheels(
  axles: readonly number[],
  radius: number,
  half: number,
  what: 'under' | 'sides',
): Face[] {
  if (what === 'under') {
    return axles.flatMap((x) =>
      [-half, half].flatMap((z) =>
        mapped(
          lathe(
            [
              [radius, -0.1],
              [radius, 0.1],
            ],
            '#232228',
            14,
          ),
          ([u, v, w]): Vector => [u + x, w + radius, v + z - Math.sign(z) * 0.12],
          true,
        ),
      ),
    );
  }
  return axles.flatMap((x) =>
    [-1, 1].map((side): Face => {
      const disc = (r: number, fill: string, marks: Face[] = []): Face => {
        const face = roundMark([x, radius, side * (half + 0.01)], r, fill);
        return { ...face, points: side < 0 ? face.points : [...face.points].reverse(), marks };
      };
      const bolts = Array.from({ length: 5 }, (_, i): Face => {
        const angle = (2 * Math.PI * i) / 5 + 0.3;
        const at: Vector = [
          x + Math.cos(angle) * radius * 0.36,
          radius + Math.sin(angle) * radius * 0.36,
          side * (half + 0.01),
        ];
        const hole = roundMark(at, radius * 0.13, '#50535a', 8);
        return { ...hole, points: side < 0 ? hole.points : [...hole.points].reverse() };
      });
      return disc(radius, '#232228', [
        disc(radius * 0.66, '#70747c', [
          disc(radius * 0.6, '#c4c8ce'),
          ...bolts,
          disc(radius * 0.14, '#8a8e96'),
        ]),
      ]);
    }),
  );
}
