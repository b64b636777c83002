import { shade } from '../../drawing/colour';
import type { Point } from '../../drawing/path';
import { type Face, prism } from '../../three-d/solids';
import type { Stage } from '../stage';
import { flat, lamp, roundMark } from './vehicle-parts';

const HALF = 1.4;

/** A carriage, a railcar or the head of an express. */
export function unit(
  kind: string,
  [paint, second, dark]: readonly string[],
  stage: Stage,
  isHead: boolean,
): Face[][] {
  const l = 8;
  const nose: Point[] =
    kind === 'express'
      ? [
          [l - 0.2, 0.4],
          [l + 0.9, 0.7],
          [l + 0.8, 1.3],
          [l - 0.4, 2.3],
          [l - 1.4, 3.2],
          [l - 2.6, 3.75],
        ]
      : kind === 'railcar'
        ? [
            [l - 0.1, 0.4],
            [l, 0.7],
            [l, 1.7],
            [l - 0.35, 3.1],
            [l - 0.7, 3.6],
            [l - 1.1, 3.75],
          ]
        : [
            [l - 0.02, 0.4],
            [l, 0.6],
            [l, 1.8],
            [l - 0.02, 3.3],
            [l - 0.2, 3.6],
            [l - 0.5, 3.75],
          ];
  const profile: Point[] = [[-l, 0.4], ...nose, [-l + 0.2, 3.75], [-l, 3.5]];
  const inset = ([x, y]: Point) =>
    (y > 3.7 ? 0.55 : y > 3.4 ? 0.16 : y < 0.5 ? 0.1 : 0) +
    (isHead && kind === 'express' && x > l ? 0.35 : 0);
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
  const isLit = stage.hour.hasLamps;
  const glass = isLit ? '#ffe2a0' : '#4d6472';
  const end = kind === 'express' ? l - 2.4 : l - 1;
  const windows = Array.from({ length: 7 }, (_, i) => {
    const x = -l + 1.7 + i * ((end + l - 3.2) / 6.2);
    return {
      ...side(x, 1.9, x + 1.35, 2.85, glass, isLit),
      marks: [side(x + 0.3, 1.9, x + 0.6, 2.85, shade(glass, 0.25), isLit)],
    };
  });
  const doors = [-l + 0.4, end - 1].flatMap((x) => [
    side(x, 0.75, x + 1, 2.95, shade(second, -0.08)),
    side(x + 0.24, 1.8, x + 0.76, 2.75, glass, isLit),
  ]);
  const marks = [
    side(-l + 0.02, 0.42, l - 0.3, 0.85, dark),
    side(-l + 0.02, 1.3, end, 1.62, second),
    side(-l + 1.55, 1.82, end - 1.2, 2.93, shade(dark, -0.2)),
    ...windows,
    ...doors,
  ];
  const front = (y0: number, y1: number, i: number, half: number, fill: string, isGlowing = false): Face => {
    const [[x0, v0], [x1, v1]] = [nose[i], nose[i + 1]];
    const x = (y: number) => x0 + ((x1 - x0) * (y - v0)) / (v1 - v0);
    return {
      ...flat(
        [
          [x(y0), y0, -half],
          [x(y0), y0, half],
          [x(y1), y1, half],
          [x(y1), y1, -half],
        ],
        fill,
      ),
      isGlowing,
    };
  };
  const [a, b] = [nose[2][1], nose[3][1]];
  const faceMarks: Readonly<Record<number, Partial<Face>>> = isHead
    ? {
        2: {
          fill: second,
          marks: [0.85, -0.85].map((z) => lamp([nose[1][0] - 0.02, 1.05, z], 0.17, '#fff6d0', isLit)),
        },
        3: {
          fill: kind === 'box' ? paint : second,
          marks: [front(a + 0.1, b - 0.08, 2, 1.08, glass, isLit), front(a + 0.1, b - 0.08, 2, 0.05, dark)],
        },
        4: { fill: paint, marks: [front(nose[3][1] + 0.05, nose[4][1] - 0.05, 3, 0.4, '#ffd070', true)] },
      }
    : {};
  const shell = prism(profile, [-HALF, HALF], paint, {
    inset,
    marks,
    fills: { 0: { fill: dark }, ...faceMarks, [profile.length - 3]: { fill: shade(dark, 0.2) } },
  });
  return [bogies([-l + 2.6, l - 2.6], dark), shell];
}

function bogies(xs: readonly number[], dark: string): Face[] {
  return xs.flatMap((x) =>
    prism(
      [
        [x - 1.7, 0.08],
        [x + 1.7, 0.08],
        [x + 1.9, 0.6],
        [x - 1.9, 0.6],
      ],
      [-1.1, 1.1],
      shade(dark, -0.5),
      {
        marks: [-1, 1].map((k) => roundMark([x + k, 0.42, -1.1], 0.42, '#6a6468')),
      },
    ),
  );
}
