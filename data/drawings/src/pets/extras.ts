import { near, pick, shade } from '../drawing/colour';
import { ellipse, furry, limb, num, type Point, ring, shape, stroke } from '../drawing/path';
import type { Extra } from './animal';

/** Hair falling from the crown over the eyes; `length` as a fraction of the way to them. */
export function forelock(length: number): Extra {
  return (face, { base: colour }, { random }) => {
    const [rx, ry] = face.radii;
    const eyeLine = face.eyes[0][1];
    const x = (face.eyes[0][0] + face.eyes[1][0]) / 2;
    const bottom = -ry + (eyeLine + ry) * length;
    const points: Point[] = [
      [x * 0.4, -ry * 1.04],
      [x + rx * 0.5, -ry * 0.9],
      [x + rx * 0.68, bottom],
      [x, bottom - 12],
      [x - rx * 0.68, bottom],
      [x - rx * 0.5, -ry * 0.9],
    ];
    const tone = near(colour, random, 5);
    const locks = Array.from({ length: 16 }, () => {
      const u = random.uniform(-0.55, 0.55);
      return `M${num(x + u * rx * 0.7)} ${num(-ry * 0.95)}q${num(u * 12)} ${num((bottom + ry) * 0.5)} ${num(u * rx * 0.35)} ${num((bottom + ry) * 0.92)}`;
    });
    return (
      shape(furry(points, { length: 15, spacing: 12, hang: 0.9 }, random), tone) +
      stroke(locks.join(''), shade(colour, -0.35), 2.2, 'opacity=".35"')
    );
  };
}

/** Bushy eyebrows. */
export const brows: Extra = (face, { base }, { random }) =>
  face.eyes
    .map(([x, y], i) => {
      const out = i === 0 ? -1 : 1;
      const points = ring([x + out * 4, y - 27], [24, 8], { count: 8 });
      return shape(
        furry(points, { length: 10, spacing: 7, hang: 0.6 }, random),
        near(shade(base, 0.12), random, 4),
      );
    })
    .join('');

/** Long silky hair on both sides of the face, parted in the middle. */
export function curtains(colour: string): Extra {
  return (face, _coat, { random }) => {
    const [rx, ry] = face.radii;
    return [-1, 1]
      .map((side) => {
        const x = face.muzzle.centre[0] * 0.5;
        const spine: Point[] = [
          [x + side * rx * 0.42, face.eyes[0][1] + 22],
          [x + side * rx * 0.66, ry * 0.5],
          [x + side * rx * 0.7, ry * 1.15],
        ];
        const lock = limb(spine, [26, 56, 40]);
        const lines = Array.from({ length: 7 }, () => {
          const dx = random.uniform(-18, 18);
          return `M${num(spine[0][0] + dx * 0.4)} ${num(spine[0][1])}Q${num(spine[1][0] + dx)} ${num(spine[1][1])} ${num(spine[2][0] + dx)} ${num(spine[2][1])}`;
        });
        return (
          shape(furry(lock, { length: 9, spacing: 9, hang: 1.2 }, random), near(colour, random, 4)) +
          stroke(lines.join(''), shade(colour, -0.4), 2, 'opacity=".4"')
        );
      })
      .join('');
  };
}

/** A ribbon on the crown, on about half of the animals. */
export const bow: Extra = (face, _coat, { random }) => {
  if (random.uniform() < 0.45) return '';
  const colour = pick(['#d8365a', '#3b7dd8', '#e8b52c', '#8a4fc0'], random);
  const [x, y] = [face.turn * -4, -face.radii[1] * 0.96];
  const wing = (side: number) =>
    shape(
      `M${num(x)} ${num(y)}q${side * 14} -26 ${side * 34} -16q${side * 6} 18 0 32q${side * -18} 6 ${side * -34} -16Z`,
      colour,
    );
  return wing(-1) + wing(1) + ellipse([x, y], [7, 8], shade(colour, -0.25));
};
