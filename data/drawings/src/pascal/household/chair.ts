import { near, pick, shade } from '../../drawing/colour';
import { FABRICS } from '../../pets/furnishings';
import type { Random } from '../../random';
import { depthOf, farFirst } from '../../three-d/painter';
import { box, type Face, lathe, mapped, prism } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { solid, type Thing } from '../stage';
import { cushion } from './sofa';

/** Colours of wood. */
export const WOODS = ['#a8743f', '#7a4e2c', '#c9a06a', '#5a3a28', '#e4ddd0', '#3a3436'];

/** Height of a chair's seat in metres. */
export const CHAIR_SEAT = 0.46;

/** One of several kinds of chair; its back is at z high, so that at yaw 0 it looks at us. */
export function chair(random: Random, kind?: string): Thing {
  const parts = chairParts(random, kind);
  return {
    width: 0.62,
    height: 0.95,
    yaw: () => random.uniform(-2.6, 2.6),
    draw: (stage, spot) => solid(stage, spot, sorted(parts, spot.yaw ?? 0), [0.55, 0.5]),
  };
}

/** A chair's parts: four legs, a seat, a back, perhaps arms. */
export function chairParts(random: Random, wanted?: string): Face[][] {
  const kind = wanted ?? pick(['ladder', 'ladder', 'slats', 'padded', 'shell', 'garden', 'office'], random);
  const wood = near(pick(WOODS, random), random, 8);
  const cloth = near(pick(FABRICS, random), random, 8);
  if (kind === 'office') return office(cloth);
  if (kind === 'shell') return shell(near(pick([...FABRICS, '#efeae0', '#e8e4dc'], random), random, 6), wood);
  const isGarden = kind === 'garden';
  const colour = isGarden ? near(pick(['#f0f0ec', '#3f7a5a', '#e8e4d8'], random), random, 4) : wood;
  const leg = (x: number, z: number, top: number) =>
    box([x - 0.022, 0, z - 0.022], [x + 0.022, top, z + 0.022], colour);
  const legs = [leg(-0.2, -0.2, 0.44), leg(0.2, -0.2, 0.44), leg(-0.2, 0.2, 0.94), leg(0.2, 0.2, 0.94)];
  const seat =
    kind === 'padded'
      ? cushion(-0.23, 0.23, [0.42, 0.5], [-0.23, 0.2], cloth)
      : box([-0.23, 0.43, -0.23], [0.23, 0.47, 0.22], shade(colour, 0.08));
  const apron = box([-0.2, 0.36, -0.2], [0.2, 0.43, -0.18], shade(colour, -0.08));
  const back =
    kind === 'slats'
      ? [-0.13, -0.043, 0.043, 0.13]
          .map((x) => box([x - 0.022, 0.5, 0.19], [x + 0.022, 0.88, 0.21], colour))
          .concat([box([-0.22, 0.86, 0.18], [0.22, 0.95, 0.22], colour)])
      : kind === 'padded'
        ? [cushion(-0.21, 0.21, [0.58, 0.95], [0.16, 0.24], cloth)]
        : [0.56, 0.7, 0.84].map((y) =>
            box([-0.2, y, 0.185], [0.2, y + (isGarden ? 0.11 : 0.08), 0.215], colour),
          );
  const arms = isGarden
    ? [-0.24, 0.24].flatMap((x) => [
        box([x - 0.03, 0.64, -0.2], [x + 0.03, 0.67, 0.2], colour),
        box([x - 0.02, 0.44, -0.2], [x + 0.02, 0.64, -0.16], colour),
      ])
    : [];
  return [...legs, apron, seat, ...back, ...arms];
}

function office(cloth: string): Face[][] {
  const foot = Array.from({ length: 5 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 5 + 0.4;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return mapped(
      box([0, 0.05, -0.025], [0.3, 0.1, 0.025], '#3a3a40'),
      ([x, y, z]): Vector => [x * c - z * s, y - x * 0.1, x * s + z * c],
    );
  });
  return [
    ...foot,
    lathe('0.035,0.08 0.035,0.42', '#55585e', 8),
    cushion(-0.25, 0.25, [0.42, 0.53], [-0.25, 0.23], cloth),
    box([-0.04, 0.5, 0.24], [0.04, 0.7, 0.27], '#3a3a40'),
    cushion(-0.23, 0.23, [0.62, 1.05], [0.18, 0.28], cloth),
  ];
}

function shell(colour: string, wood: string): Face[][] {
  const leg = (x: number, z: number) =>
    mapped(
      box([-0.018, 0, -0.018], [0.018, 0.42, 0.018], wood),
      ([u, y, w]): Vector => [u + x * (1 - y * 0.5), y, w + z * (1 - y * 0.5)],
    );
  const curve = `-0.22,0.42 -0.16,0.4 0.1,0.4 0.18,0.44 0.24,0.62 0.27,0.84
    0.24,0.84 0.2,0.62 0.14,0.48 0.08,0.44 -0.16,0.44 -0.22,0.46`;
  const body = mapped(prism(curve, [-0.24, 0.24], colour), ([z, y, x]): Vector => [-x, y, z]);
  return [leg(-0.24, -0.24), leg(0.24, -0.24), leg(-0.24, 0.24), leg(0.24, 0.24), body];
}

/** Parts from far to near for a chair turned by `yaw`, the seat over the legs under it. */
export const sorted = (parts: readonly Face[][], yaw: number): Face[][] =>
  farFirst(parts, (faces) => depthOf(faces, yaw, 0.35));
