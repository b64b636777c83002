import { near, pick, shade } from '../../drawing/colour';
import { FABRICS } from '../../pets/furnishings';
import type { Random } from '../../random';
import { farFirst } from '../../three-d/painter';
import { box, type Face, lathe, mapped, moved, type Spot, stand } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { solid, type Thing } from '../stage';
import { bottleFaces } from './bottle';
import { chairParts, sorted, WOODS } from './chair';

/** Height of a dining table in metres. */
const TABLE_TOP = 0.75;

/** Dishes on a table, not labelled things: glasses, bowls, cups and plates. */
function dishes(random: Random, reach: readonly [number, number]): Face[][] {
  const china = near(pick(['#f4f2ec', '#e8eef2', '#dce8e0', '#f0e0d0'], random), random, 4);
  const food = () => pick(['#c8502e', '#7a9a3c', '#e0b040', '#a86a3c', '#e8d8a0'], random);
  const kinds = [
    () => {
      const glass = ['#e4ecf0', '#e4ecf0', '#a83a4a', '#dce8f0'];
      return lathe('0.03,0 0.006,0.01 0.006,0.07 0.034,0.1 0.03,0.15', glass, 12);
    },
    () => lathe('0.04,0 0.1,0.07 0.1,0.08 0.02,0.12', [china, china, food()], 16),
    () => lathe('0.035,0 0.042,0.09 0.036,0.09', near(pick(FABRICS, random), random, 6), 12),
    () => lathe('0.08,0 0.13,0.015 0.09,0.016 0.06,0.04 0.01,0.05', [china, china, food(), food()], 18),
  ];
  return Array.from({ length: random.integer(1, 6) }, () => {
    const at: Vector = [random.uniform(-reach[0], reach[0]), TABLE_TOP, random.uniform(-reach[1], reach[1])];
    return moved(kinds[random.integer(0, 3)](), at);
  }).sort((a, b) => b[0].points[0][2] - a[0].points[0][2]);
}

/** A set table, square or round, perhaps with a cloth, with chairs and bottles if wanted. */
export function diningTable(
  random: Random,
  { chairs = 0, bottles = 0 }: { chairs?: number; bottles?: number } = {},
): Thing {
  const isRound = random.uniform() < 0.35;
  const [w, d] = isRound ? [0.58, 0.58] : [random.uniform(0.6, 0.95), random.uniform(0.42, 0.52)];
  const wood = near(pick(WOODS, random), random, 8);
  const cloth =
    random.uniform() < 0.45 ? near(pick([...FABRICS, '#f2eee6', '#f2eee6'], random), random, 6) : undefined;
  const top = isRound ? roundTable(w, wood, cloth) : squareTable(w, d, wood, cloth);
  const kind = pick(['ladder', 'slats', 'padded', 'shell'], random);
  const model = chairParts(random, kind);
  const seats: readonly Spot[] = [
    { x: -w * 0.45, z: d + 0.2, yaw: 0 },
    { x: w + 0.22, z: 0, yaw: -Math.PI / 2 },
    { x: -w - 0.22, z: 0, yaw: Math.PI / 2 },
    { x: w * 0.45, z: d + 0.2, yaw: 0 },
    { x: w * 0.4, z: -d - 0.28, yaw: Math.PI },
  ];
  const taken = random
    .permutation(seats.length)
    .slice(0, chairs)
    .map((i) => seats[i]);
  const things = dishes(random, [w * 0.62, d * 0.62]);
  const standing = Array.from({ length: bottles }, () =>
    moved(bottleFaces(random), [
      random.uniform(-w * 0.7, w * 0.7),
      TABLE_TOP,
      random.uniform(-d * 0.5, d * 0.5),
    ]),
  );
  return {
    width: 2 * w + (chairs > 0 ? 0.7 : 0.1),
    height: bottles > 0 ? 1.1 : 1,
    yaw: () => random.uniform(-0.35, 0.35),
    draw: (stage, spot) => {
      const yaw = spot.yaw ?? 0;
      const far = (x: number, z: number) => x * Math.sin(yaw) + z * Math.cos(yaw);
      const seated = farFirst(taken, ({ x, z }) => far(x, z));
      const chairsOf = (spots: readonly Spot[]) =>
        spots.flatMap((seat) =>
          sorted(model, (seat.yaw ?? 0) + yaw).map((faces) => mapped(faces, stand(seat))),
        );
      const parts = [
        ...chairsOf(seated.filter(({ x, z }) => far(x, z) > 0)),
        ...sorted(top.legs, yaw),
        ...top.board,
        ...farFirst(
          [...things, ...standing],
          ([
            {
              points: [[x, , z]],
            },
          ]) => far(x, z),
        ),
        ...chairsOf(seated.filter(({ x, z }) => far(x, z) <= 0)),
      ];
      return solid(stage, spot, parts, [2 * w + 0.3, 2 * d + 0.5]);
    },
  };
}

function squareTable(w: number, d: number, wood: string, cloth?: string) {
  const legs = [-w + 0.07, w - 0.07].flatMap((x) =>
    [-d + 0.07, d - 0.07].map((z) => box([x - 0.035, 0, z - 0.035], [x + 0.035, 0.72, z + 0.035], wood)),
  );
  const board = box([-w, 0.71, -d], [w, TABLE_TOP, d], shade(wood, 0.08));
  const around = (low: number, high: number, out: number, fill: string) =>
    box([-w - out, low, -d - out], [w + out, high, d + out], fill);
  const covers = cloth
    ? [around(0.52, TABLE_TOP + 0.004, 0.01, cloth), around(0.54, 0.57, 0.014, shade(cloth, -0.25))]
    : [];
  return { legs, board: [board, ...covers] };
}

function roundTable(r: number, wood: string, cloth?: string) {
  const legs = [lathe('0.24,0 0.22,0.04 0.05,0.1 0.05,0.72', wood, 14)];
  const edge = `${r - 0.02},0.71 ${r},0.73 ${r - 0.01},${TABLE_TOP}`;
  const hang = `${r + 0.05},0.46 ${r + 0.01},0.74 ${r},${TABLE_TOP + 0.004}`;
  const board = [lathe(edge, shade(wood, 0.08), 28), ...(cloth ? [lathe(hang, cloth, 28)] : [])];
  return { legs, board };
}
