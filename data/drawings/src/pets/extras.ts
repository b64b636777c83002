import { near, pick, shade } from '../drawing/colour';
import { ellipse, furry, limb, points, ring, shape, stroke } from '../drawing/path';
import { bothSides, d, repeat } from '../drawing/svg';
import type { Extra } from './animal';

/** Hair falling from the crown over the eyes; `length` as a fraction of the way to them. */
export function forelock(length: number): Extra {
  return (face, { base: colour }, { random }) => {
    const [rx, ry] = face.radii;
    const x = (face.eyes[0][0] + face.eyes[1][0]) / 2;
    const bottom = -ry + (face.eyes[0][1] + ry) * length;
    const outline = points(
      `${x * 0.4},${-ry * 1.04} ${x + rx * 0.5},${-ry * 0.9} ${x + rx * 0.68},${bottom} ${x},${bottom - 12} ${x - rx * 0.68},${bottom} ${x - rx * 0.5},${-ry * 0.9}`,
    );
    const tone = near(colour, random, 5);
    const locks = repeat(16, () => {
      const u = random.uniform(-0.55, 0.55);
      return d`M${x + u * rx * 0.7} ${-ry * 0.95}q${u * 12} ${(bottom + ry) * 0.5} ${u * rx * 0.35} ${(bottom + ry) * 0.92}`;
    });
    return (
      shape(furry(outline, { length: 15, spacing: 12, hang: 0.9 }, random), tone) +
      stroke(locks, shade(colour, -0.35), 2.2, 'opacity=".35"')
    );
  };
}

/** Bushy eyebrows. */
export const brows: Extra = ({ eyes }, { base }, { random }) => {
  const brow = ([x, y]: (typeof eyes)[0], out: number) =>
    shape(
      furry(ring([x + out * 4, y - 27], [24, 8]), { length: 10, spacing: 7, hang: 0.6 }, random),
      near(shade(base, 0.12), random, 4),
    );
  return brow(eyes[0], -1) + brow(eyes[1], 1);
};

/** Long silky hair on both sides of the face, parted in the middle. */
export function curtains(colour: string): Extra {
  return ({ radii: [rx, ry], muzzle, eyes }, _coat, { random }) =>
    bothSides((side) => {
      const x = muzzle.centre[0] * 0.5;
      const spine = points(
        `${x + side * rx * 0.42},${eyes[0][1] + 22} ${x + side * rx * 0.66},${ry * 0.5} ${x + side * rx * 0.7},${ry * 1.15}`,
      );
      const [[x0, y0], [x1, y1], [x2, y2]] = spine;
      const lock = limb(spine, [26, 56, 40]);
      const lines = repeat(7, () => {
        const dx = random.uniform(-18, 18);
        return d`M${x0 + dx * 0.4} ${y0}Q${x1 + dx} ${y1} ${x2 + dx} ${y2}`;
      });
      return (
        shape(furry(lock, { length: 9, spacing: 9, hang: 1.2 }, random), near(colour, random, 4)) +
        stroke(lines, shade(colour, -0.4), 2, 'opacity=".4"')
      );
    });
}

/** A ribbon on the crown, on about half of the animals. */
export const bow: Extra = (face, _coat, { random }) => {
  if (random.uniform() < 0.45) return '';
  const colour = pick(['#d8365a', '#3b7dd8', '#e8b52c', '#8a4fc0'], random);
  const [x, y] = [face.turn * -4, -face.radii[1] * 0.96];
  const wings = bothSides((side) =>
    shape(
      d`M${x} ${y}q${side * 14} -26 ${side * 34} -16q${side * 6} 18 0 32q${side * -18} 6 ${side * -34} -16Z`,
      colour,
    ),
  );
  return wings + ellipse([x, y], [7, 8], shade(colour, -0.25));
};
