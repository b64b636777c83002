import { near, pick, shade } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import type { Random } from '../../random';
import { type Face, prism } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { type Stage, solid, type Thing } from '../stage';
import { flat, lamp, roundMark, wheels } from './vehicle-parts';

const LIVERIES = [
  ['#c8342e', '#f0ece0'],
  ['#f0ece0', '#2f6fb0'],
  ['#e8b030', '#3a3a40'],
  ['#3f8a5a', '#f4f0dc'],
  ['#2f5a9a', '#e8e8e4'],
  ['#e87a30', '#f6efe0'],
  ['#e4e6e8', '#c23a50'],
] as const;

const HALF = 1.22;

/** A city bus, a double-decker, a coach or a school bus with a bonnet. */
export function bus(random: Random): Thing {
  const kind = pick(['city', 'city', 'double', 'coach', 'school'], random);
  const [paint, second] =
    kind === 'double' ? pick([LIVERIES[0], LIVERIES[0], LIVERIES[3]], random) : pick(LIVERIES, random);
  const length = kind === 'double' ? 9.5 : kind === 'school' ? 8.6 : random.uniform(9, 11.5);
  const height = kind === 'double' ? 4.2 : kind === 'coach' ? 3.4 : 3;
  const colours = kind === 'school' ? ['#e8ac24', '#2c2a2e'] : [near(paint, random, 6), second];
  return {
    width: length * 0.8,
    height,
    yaw: () =>
      pick([0, Math.PI, 0.6, -0.6, Math.PI - 0.6, Math.PI + 0.6, -1.15, 1.15 + Math.PI], random) +
      random.uniform(-0.22, 0.22),
    draw: (stage, spot) => solid(stage, spot, busParts(kind, length, height, colours, stage), [length, 2.5]),
  };
}

function busParts(
  kind: string,
  length: number,
  height: number,
  [paint, second]: readonly string[],
  stage: Stage,
): Face[][] {
  const l = length / 2;
  const nose = kind === 'school' ? 1.3 : 0;
  const f = l - nose;
  const profile: Point[] = [
    [-l + 0.1, 0.34],
    [f - 0.1, 0.34],
    [f, 0.5],
    [f - 0.02, 1.2],
    [f - 0.12, height - 0.35],
    [f - 0.3, height - 0.06],
    [f - 0.6, height],
    [-l + 0.4, height],
    [-l + 0.1, height - 0.14],
    [-l, 0.5],
  ];
  const axles = [-l + length * 0.24, l - length * (nose ? 0.1 : 0.2)];
  const isLit = stage.hour.hasLamps;
  const glass = isLit ? '#ffe6a4' : '#56707f';
  const inset = ([, y]: Point) => (y > height - 0.1 ? 0.2 : y > height - 0.4 ? 0.06 : 0);
  const levels = kind === 'double' ? points('1.05,1.95 2.55,3.45') : [[1.25, height - 0.55]];
  const side = (x0: number, y0: number, x1: number, y1: number, fill: string, isGlowing = false): Face => ({
    ...flat(
      [
        [x0, y0, -HALF],
        [x1, y0, -HALF],
        [x1, y1, -HALF],
        [x0, y1, -HALF],
      ],
      fill,
    ),
    isGlowing,
  });
  const marks: Face[] = [
    side(-l + 0.02, 0.36, f - 0.02, 0.62, shade(second, -0.2)),
    side(-l, levels[0][0] - 0.28, f, levels[0][0] - 0.14, second),
    ...levels.flatMap(([y0, y1]) => {
      const count = Math.round((length - nose - 1) / 1.45);
      const step = (length - nose - 0.7) / count;
      return [
        side(-l + 0.28, y0 - 0.04, f - 0.2, y1 + 0.04, '#2a3038'),
        ...Array.from({ length: count }, (_, i): Face => {
          const x = -l + 0.34 + i * step;
          const window = side(x, y0, x + step - 0.1, y1, glass, isLit);
          const gleam = side(x + step * 0.2, y0, x + step * 0.42, y1, shade(glass, 0.24), isLit);
          return { ...window, marks: [gleam] };
        }),
      ];
    }),
    ...axles.map((x) => roundMark([x, 0.5, -HALF], 0.62, '#1c1a20')),
  ];
  const door = kind === 'coach' ? [f - 1.3] : [f - 1.4, -0.4];
  const doors = door.flatMap((x) => [
    side(x, 0.42, x + 1.05, 2.1, '#33383f'),
    side(x + 0.06, 0.52, x + 0.48, 2.02, glass, isLit),
    side(x + 0.56, 0.52, x + 0.98, 2.02, glass, isLit),
  ]);
  const shell = prism(profile, [-HALF, HALF], paint, {
    inset,
    marks: [...marks, ...(nose ? [] : doors)],
    fills: {
      0: { fill: '#2a2a2e' },
      2: nose ? {} : { marks: face(f, second, stage) },
      3: {
        marks: [
          screen(profile[3], profile[4], glass, isLit),
          ...(kind === 'double' ? [band(profile[3], profile[4], 0.38, 0.52, paint)] : []),
        ],
      },
      4: { fill: '#20242a', marks: [band(profile[4], profile[5], 0.2, 0.8, '#ffb84a', 0.6)] },
      8: { marks: [screen(profile[8], profile[9], glass, isLit, 0.12, 0.42)] },
    },
  });
  const bonnet = nose
    ? prism(
        [
          [f - 0.05, 0.4],
          [l, 0.4],
          [l, 1.2],
          [l - 0.2, 1.4],
          [f - 0.05, 1.5],
        ],
        [-0.95, 0.95],
        paint,
        {
          fills: { 1: { marks: face(l, second, stage) } },
          marks: [roundMark([axles[1], 0.5, -0.95], 0.6, '#1c1a20')],
        },
      )
    : [];
  return [
    wheels(axles, 0.48, HALF - 0.05, 'under'),
    shell,
    bonnet,
    wheels(axles, 0.48, HALF - (nose ? 0.08 : 0), 'sides'),
  ];
}

function face(x: number, second: string, { hour }: Stage): Face[] {
  const plate = (y0: number, y1: number, half: number, fill: string) =>
    flat(
      [
        [x, y0, -half],
        [x, y0, half],
        [x, y1, half],
        [x, y1, -half],
      ],
      fill,
    );
  return [
    plate(0.52, 0.72, 1.15, '#33363c'),
    plate(0.56, 0.68, 0.3, '#f4f0e0'),
    plate(1.02, 1.12, 1.2, second),
    ...[-0.88, 0.88].map((z) =>
      lamp([x, 0.86, z], 0.15, hour.hasLamps ? '#fff6c8' : '#eef2f4', hour.hasLamps),
    ),
  ];
}

function between([x0, y0]: Point, [x1, y1]: Point, t: number): Point {
  return [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t];
}

function band(low: Point, high: Point, a: number, b: number, fill: string, half = 1.1): Face {
  const [p, q] = [between(low, high, a), between(low, high, b)];
  const corners: Vector[] = [
    [p[0], p[1], -half],
    [p[0], p[1], half],
    [q[0], q[1], half],
    [q[0], q[1], -half],
  ];
  return flat(corners[0][0] > 0 ? corners : corners.reverse(), fill);
}

function screen(low: Point, high: Point, glass: string, isGlowing: boolean, a = 0.04, b = 0.94): Face {
  return { ...band(low, high, a, b, glass), isGlowing, marks: [band(low, high, a, b, '#2a3038', 0.04)] };
}
