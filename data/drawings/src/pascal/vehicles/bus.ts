import { near, pick, shade } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import type { Random } from '../../random';
import { type Face, panelsAtX, panelsAtZ, prism } from '../../three-d/solids';
import { type Stage, solid, type Thing } from '../stage';
import { headlamps, roundMark, wheelsAtSides, wheelsUnder } from './vehicle-parts';

/** Paint and a second colour, from the double-deckers' red on. */
const LIVERIES = [
  '#c8342e #f0ece0',
  '#f0ece0 #2f6fb0',
  '#e8b030 #3a3a40',
  '#3f8a5a #f4f0dc',
  '#2f5a9a #e8e8e4',
  '#e87a30 #f6efe0',
  '#e4e6e8 #c23a50',
].map((colours) => colours.split(' '));

const HALF = 1.22;
const DARK = '#2a3038';

/** A city bus, a double-decker, a coach or a school bus with a bonnet. */
export function bus(random: Random): Thing {
  const kind = pick(['city', 'city', 'double', 'coach', 'school'], random);
  const isDouble = kind === 'double';
  const [paint, second] = pick(isDouble ? [LIVERIES[0], LIVERIES[0], LIVERIES[3]] : LIVERIES, random);
  const length = isDouble ? 9.5 : kind === 'school' ? 8.6 : random.uniform(9, 11.5);
  const height = isDouble ? 4.2 : kind === 'coach' ? 3.4 : 3;
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
  { hour: { hasLamps } }: Stage,
): Face[][] {
  const l = length / 2;
  const nose = kind === 'school' ? 1.3 : 0;
  const f = l - nose;
  const profile = points(`
    ${-l + 0.1},0.34 ${f - 0.1},0.34 ${f},0.5 ${f - 0.02},1.2 ${f - 0.12},${height - 0.35}
    ${f - 0.3},${height - 0.06} ${f - 0.6},${height} ${-l + 0.4},${height} ${-l + 0.1},${height - 0.14} ${-l},0.5`);
  const axles = [-l + length * 0.24, l - length * (nose ? 0.1 : 0.2)];
  const glass = hasLamps ? '#ffe6a4' : '#56707f';
  const shining = { isGlowing: hasLamps };
  const inset = ([, y]: Point) => (y > height - 0.1 ? 0.2 : y > height - 0.4 ? 0.06 : 0);
  const levels = points(kind === 'double' ? '1.05,1.95 2.55,3.45' : `1.25,${height - 0.55}`);
  const panel = panelsAtZ(-HALF);
  const count = Math.round((length - nose - 1) / 1.45);
  const step = (length - nose - 0.7) / count;
  const windows = levels.flatMap(([y0, y1]) => [
    panel(-l + 0.28, y0 - 0.04, f - 0.2, y1 + 0.04, DARK),
    ...Array.from({ length: count }, (_, i): Face => {
      const x = -l + 0.34 + i * step;
      const gleam = panel(x + step * 0.2, y0, x + step * 0.42, y1, shade(glass, 0.24), shining);
      return panel(x, y0, x + step - 0.1, y1, glass, { ...shining, marks: [gleam] });
    }),
  ]);
  const doors = (kind === 'coach' ? [f - 1.3] : [f - 1.4, -0.4]).flatMap((x) => [
    panel(x, 0.42, x + 1.05, 2.1, '#33383f'),
    panel(x + 0.06, 0.52, x + 0.48, 2.02, glass, shining),
    panel(x + 0.56, 0.52, x + 0.98, 2.02, glass, shining),
  ]);
  const marks: Face[] = [
    panel(-l + 0.02, 0.36, f - 0.02, 0.62, shade(second, -0.2)),
    panel(-l, levels[0][0] - 0.28, f, levels[0][0] - 0.14, second),
    ...windows,
    ...axles.map((x) => roundMark([x, 0.5, -HALF], 0.62, '#1c1a20')),
    ...(nose ? [] : doors),
  ];
  const screen = (i: number, from: number, to: number): Face => ({
    ...band(profile[i], profile[i + 1], from, to, glass),
    ...shining,
    marks: [band(profile[i], profile[i + 1], from, to, DARK, 0.04)],
  });
  const shell = prism(profile, [-HALF, HALF], paint, {
    inset,
    marks,
    fills: {
      0: { fill: '#2a2a2e' },
      2: nose ? {} : { marks: face(f, second, hasLamps) },
      3: {
        marks: [
          screen(3, 0.04, 0.94),
          ...(kind === 'double' ? [band(profile[3], profile[4], 0.38, 0.52, paint)] : []),
        ],
      },
      4: { fill: '#20242a', marks: [band(profile[4], profile[5], 0.2, 0.8, '#ffb84a', 0.6)] },
      8: { marks: [screen(8, 0.12, 0.42)] },
    },
  });
  const bonnet = prism(
    `${f - 0.05},0.4 ${l},0.4 ${l},1.2 ${l - 0.2},1.4 ${f - 0.05},1.5`,
    [-0.95, 0.95],
    paint,
    {
      fills: { 1: { marks: face(l, second, hasLamps) } },
      marks: [roundMark([axles[1], 0.5, -0.95], 0.6, '#1c1a20')],
    },
  );
  return [
    wheelsUnder(axles, 0.48, HALF - 0.05),
    shell,
    nose ? bonnet : [],
    wheelsAtSides(axles, 0.48, HALF - (nose ? 0.08 : 0)),
  ];
}

/** Bumper, number plate, a stripe and headlamps. */
function face(x: number, second: string, isLit: boolean): Face[] {
  const panel = panelsAtX(x);
  return [
    panel(-1.15, 0.52, 1.15, 0.72, '#33363c'),
    panel(-0.3, 0.56, 0.3, 0.68, '#f4f0e0'),
    panel(-1.2, 1.02, 1.2, 1.12, second),
    ...headlamps([x, 0.86, 0.88], 0.15, isLit),
  ];
}

/** A rectangle on the face between two points of the profile, of which it takes a part of the height. */
function band([x0, y0]: Point, [x1, y1]: Point, from: number, to: number, fill: string, half = 1.1): Face {
  const at = (t: number, z: number) => [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, z] as const;
  const corners = [at(from, -half), at(from, half), at(to, half), at(to, -half)];
  return { points: x0 > 0 ? corners : corners.reverse(), fill };
}
