import { shade } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import { type Face, panelsAtZ, prism } from '../../three-d/solids';
import type { Stage } from '../stage';
import { lamp, roundMark } from './vehicle-parts';

const HALF = 1.4;
/** Half the length of a carriage. */
const L = 8;

/** How a carriage ends, from below the buffers to the roof; x counts from its end. */
const ENDS: Readonly<Record<string, string>> = {
  express: '-0.2,0.4 0.9,0.7 0.8,1.3 -0.4,2.3 -1.4,3.2 -2.6,3.75',
  railcar: '-0.1,0.4 0,0.7 0,1.7 -0.35,3.1 -0.7,3.6 -1.1,3.75',
  box: '-0.02,0.4 0,0.6 0,1.8 -0.02,3.3 -0.2,3.6 -0.5,3.75',
};

/** A carriage, a railcar or the head of an express. */
export function unit(
  kind: string,
  [paint, second, dark]: readonly string[],
  { hour: { hasLamps } }: Stage,
  isHead: boolean,
): Face[][] {
  const nose = points(ENDS[kind] ?? ENDS.box).map(([x, y]): Point => [L + x, y]);
  const profile = points(`${-L},0.4 ${nose.join(' ')} ${-L + 0.2},3.75 ${-L},3.5`);
  const inset = ([x, y]: Point) =>
    (y > 3.7 ? 0.55 : y > 3.4 ? 0.16 : y < 0.5 ? 0.1 : 0) +
    (isHead && kind === 'express' && x > L ? 0.35 : 0);
  const panel = panelsAtZ(-HALF);
  const shining = { isGlowing: hasLamps };
  const glass = hasLamps ? '#ffe2a0' : '#4d6472';
  const end = kind === 'express' ? L - 2.4 : L - 1;
  const windows = Array.from({ length: 7 }, (_, i) => {
    const x = -L + 1.7 + i * ((end + L - 3.2) / 6.2);
    const gleam = panel(x + 0.3, 1.9, x + 0.6, 2.85, shade(glass, 0.25), shining);
    return panel(x, 1.9, x + 1.35, 2.85, glass, { ...shining, marks: [gleam] });
  });
  const doors = [-L + 0.4, end - 1].flatMap((x) => [
    panel(x, 0.75, x + 1, 2.95, shade(second, -0.08)),
    panel(x + 0.24, 1.8, x + 0.76, 2.75, glass, shining),
  ]);
  const marks = [
    panel(-L + 0.02, 0.42, L - 0.3, 0.85, dark),
    panel(-L + 0.02, 1.3, end, 1.62, second),
    panel(-L + 1.55, 1.82, end - 1.2, 2.93, shade(dark, -0.2)),
    ...windows,
    ...doors,
  ];
  // A rectangle on the face between a point of the nose and the next, a little within its lower and upper edge.
  const front = (i: number, [low, high]: Point, half: number, fill: string, isGlowing: boolean): Face => {
    const [[x0, y0], [x1, y1]] = [nose[i], nose[i + 1]];
    const at = (y: number, z: number) => [x0 + ((x1 - x0) * (y - y0)) / (y1 - y0), y, z] as const;
    const [a, b] = [y0 + low, y1 - high];
    return { points: [at(a, -half), at(a, half), at(b, half), at(b, -half)], fill, isGlowing };
  };
  const lamps = () => [0.85, -0.85].map((z) => lamp([nose[1][0] - 0.02, 1.05, z], 0.17, '#fff6d0', hasLamps));
  const face = (): Record<number, Partial<Face>> => ({
    2: { fill: second, marks: lamps() },
    3: {
      fill: kind === 'box' ? paint : second,
      marks: [front(2, [0.1, 0.08], 1.08, glass, hasLamps), front(2, [0.1, 0.08], 0.05, dark, false)],
    },
    4: { fill: paint, marks: [front(3, [0.05, 0.05], 0.4, '#ffd070', true)] },
  });
  const shell = prism(profile, [-HALF, HALF], paint, {
    inset,
    marks,
    fills: { 0: { fill: dark }, ...(isHead ? face() : {}), [profile.length - 3]: { fill: shade(dark, 0.2) } },
  });
  return [[-L + 2.6, L - 2.6].flatMap((x) => bogie(x, shade(dark, -0.5))), shell];
}

const bogie = (x: number, fill: string): Face[] =>
  prism(`${x - 1.7},0.08 ${x + 1.7},0.08 ${x + 1.9},0.6 ${x - 1.9},0.6`, [-1.1, 1.1], fill, {
    marks: [-1, 1].map((k) => roundMark([x + k, 0.42, -1.1], 0.42, '#6a6468')),
  });
