import { near, pick, shade } from '../../drawing/colour';
import {
  blob,
  ellipse,
  limb,
  num,
  type Point,
  points,
  ring,
  shape,
  smooth,
  stroke,
} from '../../drawing/path';
import type { Random } from '../../random';
import { project } from '../../three-d/camera';
import { lathe } from '../../three-d/solids';
import { type Stage, solid, type Thing } from '../stage';

const POTS = ['#b8694a', '#c9824a', '#e4ddd0', '#4a6fa5', '#5f8a7a', '#3c3c42', '#d8b04a', '#8a4a4a'];

/** A rubber plant, a fern, a palm, flowers or a cactus in a pot. */
export function pottedPlant(random: Random): Thing {
  const kind = pick(['rubber', 'fern', 'palm', 'flowers', 'flowers', 'cactus', 'tall'], random);
  const pot = near(pick(POTS, random), random, 8);
  const size = kind === 'palm' || kind === 'tall' ? random.uniform(1.1, 1.5) : random.uniform(0.5, 0.95);
  const r = size * 0.2;
  const h = size * 0.34;
  return {
    width: size * 0.9,
    height: size * 1.02,
    draw: (stage, spot) => {
      const parts = [
        lathe(
          `${r * 0.7},0 ${r * 0.98},${h * 0.84} ${r * 1.1},${h * 0.84} ${r * 1.12},${h} ${r * 0.9},${h}
      ${r * 0.86},${h * 0.94}`,
          [pot, shade(pot, -0.15), pot, pot, '#4a3428'],
          20,
        ),
      ];
      return (
        solid(stage, spot, parts, [r * 2.4, r * 2.2]) +
        greenery(kind, stage, { ...spot, top: h * 0.95 }, size)
      );
    },
  };
}

function greenery(
  kind: string,
  stage: Stage,
  { x, y = 0, z, top }: { x: number; y?: number; z: number; top: number },
  size: number,
): string {
  const [px, py] = project(stage.camera, [x, y + top, z]);
  const scale = ((stage.camera.focal / z) * size) / 100;
  const { random } = stage;
  const green = near(pick(['#3f7a48', '#4f8f4a', '#6a9a4a', '#2f6a50'], random), random, 10);
  const art = (() => {
    if (kind === 'cactus') return cactus(green, random);
    if (kind === 'fern') return fern(green, random);
    if (kind === 'palm') return palm(green, random);
    if (kind === 'tall') return tall(green, random);
    if (kind === 'rubber') return rubber(green, random);
    return flowers(green, random);
  })();
  return `<g transform="translate(${num(px)} ${num(py)}) scale(${scale.toFixed(4)})">${art}</g>`;
}

/** A leaf from its stalk, with a rib. */
function leaf([x, y]: Point, angle: number, long: number, wide: number, colour: string): string {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const at = (u: number, v: number): Point => [x + u * c - v * s, y + u * s + v * c];
  const outline = smooth([
    at(0, 0),
    at(long * 0.35, -wide),
    at(long * 0.75, -wide * 0.7),
    at(long, 0),
    at(long * 0.75, wide * 0.7),
    at(long * 0.35, wide),
  ]);
  const [a, b] = [at(0, 0), at(long * 0.9, 0)];
  return (
    shape(outline, colour) +
    shape(outline, 'url(#down)', 'opacity=".7"') +
    stroke(`M${num(a[0])} ${num(a[1])}L${num(b[0])} ${num(b[1])}`, shade(colour, 0.3), 0.8, 'opacity=".7"')
  );
}

function rubber(green: string, random: Random): string {
  const leaves = Array.from({ length: 15 }, (_, i) => {
    const h = 6 + i * 3.6;
    const side = i % 2 ? 1 : -1;
    const angle = -Math.PI / 2 + side * random.uniform(0.5, 1.25) * (1 - i / 30);
    return leaf(
      [side * 1.5, -h],
      angle,
      random.uniform(16, 26),
      random.uniform(5.5, 7.5),
      near(shade(green, i / 50 - 0.15), random, 8),
    );
  });
  return stroke('M0 0Q2 -30 0 -58', '#6a5038', 3) + leaves.join('');
}

function fern(green: string, random: Random): string {
  return Array.from({ length: 22 }, (_, i) => {
    const side = ((i * 7) % 22) / 11 - 1;
    const [x, y] = [side * random.uniform(24, 44), -random.uniform(18, 46) * (1.2 - Math.abs(side) * 0.7)];
    const colour = near(shade(green, (i - 11) / 50), random, 8);
    const path = limb(`${side * 4},0 ${x * 0.55},${y * 1.25} ${x},${y + 10}`, [2, 7, 1]);
    return blob(path, colour);
  }).join('');
}

function palm(green: string, random: Random): string {
  const fronds = Array.from({ length: 11 }, (_, i) => {
    const side = ((i * 4) % 11) / 5 - 1;
    const [x, y] = [side * random.uniform(26, 42), -46 - (1 - Math.abs(side)) * random.uniform(12, 26)];
    const end: Point = [x * 1.15, y + Math.abs(side) * 26];
    const colour = near(shade(green, i / 40 - 0.12), random, 8);
    const ribs = [0.35, 0.5, 0.65, 0.8, 0.95].map((t) => {
      const [u, v] = [end[0] * t, -40 + (y + 44) * Math.sin(t * Math.PI * 0.62) * 1.4];
      return `M${num(u)} ${num(v)}l${num(side * 6 - 3)} 9M${num(u)} ${num(v)}l${num(side * 6 + 4)} 8`;
    });
    return (
      blob(limb([[0, -40], [x * 0.5, y - 4], end], [2.5, 5, 1]), colour) + stroke(ribs.join(''), colour, 2.2)
    );
  });
  return blob(limb('0,2 1.5,-20 0,-42', [6, 4.4, 4]), '#7a5a3c') + fronds.join('');
}

function tall(green: string, random: Random): string {
  const stems = [-5, 0, 5].map((x) =>
    stroke(`M${x * 0.5} 0Q${x} -30 ${x * 1.6} -${num(random.uniform(44, 62))}`, '#6a7a48', 2),
  );
  const leaves = Array.from({ length: 18 }, (_, i) => {
    const h = 8 + i * 3.1;
    const side = i % 2 ? 1 : -1;
    return leaf(
      [side * 2 + random.uniform(-4, 4), -h],
      -Math.PI / 2 + side * random.uniform(0.3, 1.2),
      random.uniform(12, 20),
      random.uniform(3.5, 5.5),
      near(shade(green, i / 60 - 0.1), random, 9),
    );
  });
  return stems.join('') + leaves.join('');
}

function cactus(green: string, random: Random): string {
  const arm = (spine: Point[], width: number) => {
    const path = smooth(limb(spine, [width, width * 1.1, width * 0.9]));
    return (
      shape(path, green) +
      shape(path, 'url(#tube)') +
      stroke(
        spine.map(([x, y], i) => `${i ? 'L' : 'M'}${num(x)} ${num(y)}`).join(''),
        shade(green, 0.35),
        1,
        'stroke-dasharray="1 3"',
      )
    );
  };
  const bloom = random.uniform() < 0.5 ? ellipse([0, -61], [4, 3], '#e87aa0') : '';
  return (
    arm(points('-3,-22 -17,-24 -18,-42'), 8) +
    arm(points('3,-30 16,-32 17,-50'), 8) +
    arm(points('0,2 0,-30 0,-56'), 15) +
    bloom
  );
}

function flowers(green: string, random: Random): string {
  const petal = pick(['#e0486a', '#f0c040', '#f4f0f4', '#c86ad0', '#f0803c', '#d83a3a'], random);
  const bush = Array.from({ length: 16 }, (_, i) =>
    leaf(
      [random.uniform(-6, 6), -random.uniform(2, 10)],
      -Math.PI / 2 + ((i % 8) / 7 - 0.5) * 2.6,
      random.uniform(14, 28),
      4.5,
      near(green, random, 10),
    ),
  );
  const heads = Array.from({ length: random.integer(5, 10) }, () => {
    const [x, y] = [random.uniform(-26, 26), -random.uniform(24, 52)];
    const colour = near(petal, random, 8);
    const petals = ring([x, y], [4.6, 4], { count: 6 }).map((at) => ellipse(at, [3.6, 3.4], colour));
    return (
      stroke(
        `M${num(x * 0.2)} 0Q${num(x * 0.5)} ${num(y * 0.5)} ${num(x)} ${num(y)}`,
        shade(green, -0.1),
        1.4,
      ) +
      petals.join('') +
      ellipse([x, y], [2.6, 2.4], petal === '#f0c040' ? '#7a4a20' : '#f4d050')
    );
  });
  return bush.join('') + heads.join('');
}
