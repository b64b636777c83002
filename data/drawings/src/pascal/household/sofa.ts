import { near, pick, shade } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import { FABRICS } from '../../pets/furnishings';
import type { Random } from '../../random';
import { box, type Face, mapped, prism } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { solid, type Thing } from '../stage';

/** A rounded block: its edges along the x axis are soft. */
export function cushion(x0: number, x1: number, [y0, y1]: Point, [z0, z1]: Point, fill: string): Face[] {
  const r = Math.min(y1 - y0, z1 - z0) * 0.3;
  const corner = (cy: number, cz: number, from: number): Point[] =>
    [0, 1, 2, 3].map((i) => {
      const angle = from + (i * Math.PI) / 6;
      return [cz + r * Math.cos(angle), cy + r * Math.sin(angle)];
    });
  const profile = [
    ...corner(y0 + r, z0 + r, Math.PI),
    ...corner(y0 + r, z1 - r, Math.PI * 1.5),
    ...corner(y1 - r, z1 - r, 0),
    ...corner(y1 - r, z0 + r, Math.PI / 2),
  ];
  return mapped(prism(profile, [-x1, -x0], fill), ([z, y, x]) => [-x, y, z]);
}

const PILLOW = '-1,-1 0,-0.86 1,-1 0.88,0 1,1 0,0.86 -1,1 -0.88,0';

/** Height of a sofa's seat in metres. */
export const SOFA_SEAT = 0.44;

/** A sofa with two or three seats, or an armchair's big brother with one; cushions on it. */
export function sofa(random: Random): Thing {
  const seats = pick([2, 2, 3, 3], random);
  const fabric = near(pick([...FABRICS, '#8a5a3a', '#e4ddd0', '#54483f'], random), random, 10);
  const accents = [pick(FABRICS, random), pick(FABRICS, random)].map((colour) => near(colour, random, 8));
  const isLeather = random.uniform() < 0.25;
  const count = random.integer(0, 3);
  const width = seats * 0.68 + 0.5;
  const places = Array.from({ length: count }, (_, i) => ({
    x: ((i + 0.5) / count - 0.5) * (width - 0.9) + random.uniform(-0.1, 0.1),
    tilt: random.uniform(-0.5, 0.5),
    colour: accents[i % 2],
  }));
  return {
    width: width * 0.98,
    height: 0.88,
    yaw: () => random.uniform(-0.65, 0.65),
    draw: (stage, spot) =>
      solid(stage, spot, sofaParts(width, seats, isLeather ? shade(fabric, -0.25) : fabric, places), [
        width,
        0.95,
      ]),
  };
}

function sofaParts(
  width: number,
  seats: number,
  fabric: string,
  pillows: readonly { x: number; tilt: number; colour: string }[],
): Face[][] {
  const w = width / 2;
  const inner = w - 0.2;
  const step = (2 * inner) / seats;
  const row = Array.from({ length: seats }, (_, i) => -inner + i * step);
  const legs = [-w + 0.1, w - 0.16].flatMap((x) =>
    [-0.4, 0.34].map((z) => box([x, 0, z], [x + 0.06, 0.12, z + 0.06], '#4a3426')),
  );
  const base = box([-w + 0.02, 0.1, -0.42], [w - 0.02, 0.32, 0.42], shade(fabric, -0.12));
  const back = cushion(-w + 0.05, w - 0.05, [0.3, 0.86], [0.22, 0.46], shade(fabric, -0.06));
  const backs = row.map((x) => cushion(x + 0.01, x + step - 0.01, [0.42, 0.82], [0.1, 0.3], fabric));
  const seatsOf = row.map((x) =>
    cushion(x + 0.005, x + step - 0.005, [0.29, 0.46], [-0.45, 0.16], shade(fabric, 0.08)),
  );
  const arm = (x: number) => cushion(x, x + 0.21, [0.1, 0.62], [-0.46, 0.44], shade(fabric, 0.02));
  const throws = pillows.map(({ x, tilt, colour }) => {
    const [c, s] = [Math.cos(tilt) * 0.2, Math.sin(tilt) * 0.2];
    const turned = (outline: string): Vector[] =>
      points(outline).map(([u, v]) => [x + u * c - v * s, 0.66 + (u * s + v * c), 0.03 - v * 0.05]);
    const stripe = { points: turned('-0.9,-0.3 0.9,-0.3 0.9,0.3 -0.9,0.3'), fill: shade(colour, 0.25) };
    return [{ points: turned(PILLOW), fill: colour, marks: [stripe] }];
  });
  return [...legs, base, back, ...backs, ...seatsOf, ...throws, arm(-w), arm(w - 0.21)];
}
