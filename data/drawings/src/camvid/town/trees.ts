import { near, pick, shade } from '../../drawing/colour';
import { cellValue } from '../../drawing/noise';
import type { Random } from '../../random';
import { minus, type Placing, plus, times, unit, type Vector } from '../../three-d/vector';
import { mottled, plain } from '../rendering/paints';
import { ball, limb, type Paint, type Solid } from '../rendering/surface';

export type TreeKind = 'leafy' | 'bare' | 'conifer' | 'bush';

const LEAVES = ['#4a6a2c', '#5a7a34', '#3c5a2a', '#6a7e3a', '#7a8a3c'];
const AUTUMN = ['#a87a2c', '#b8923a', '#8a5a28', '#9a4a26'];
const BARK = ['#5a4e42', '#6a5e50', '#4a423a'];

/** A clump of leaves, ragged at its edge: sky shows between them. */
function clump(centre: Vector, radius: number, outwards: Vector, colour: string, random: Random): Solid {
  const seed = random.integer(0, 9999);
  const leaf = 0.16;
  const keeps = (u: number, v: number): boolean => {
    const edge = (u * u + v * v) / (radius * radius);
    return edge < 0.35 || cellValue(Math.floor(u / leaf), Math.floor(v / leaf), seed) > (edge - 0.35) * 1.35;
  };
  const paint = mottled(colour, { size: 0.35, strength: 0.75, seed });
  return ball(centre, [radius, radius * 0.9], 'Tree', paint, { normal: outwards, keeps });
}

/**
 * A tree; its trunk is at its own origin.
 *
 * @param at Where it stands.
 * @param kind What grows on it.
 * @param height In metres.
 */
export function tree(at: Placing, kind: TreeKind, height: number, random: Random, isAutumn = false): Solid[] {
  if (kind === 'bare') return bareTree(at, height, random);
  const colour = near(pick(isAutumn && kind === 'leafy' ? AUTUMN : LEAVES, random), random, 8);
  const bark = mottled(near(pick(BARK, random), random, 6), { size: 0.3, strength: 0.4 });
  if (kind === 'conifer') return conifer(at, height, bark, random);
  if (kind === 'bush')
    return crown(at, height, { low: height * 0.4, spread: height * 0.55, count: 14 }, colour, random);
  const [low, spread] = [height * 0.62, height * random.uniform(0.26, 0.34)];
  const lean = [random.normal(0, 0.2), random.normal(0, 0.2)];
  const branches = [0, 1, 2, 3].map((i) => {
    const angle = 1.57 * i + random.uniform(0, 1);
    const tip = at(Math.cos(angle) * spread * 0.6, Math.sin(angle) * spread * 0.6, low * 1.1);
    return limb(at(lean[0] * 0.6, lean[1] * 0.6, low * 0.6), tip, [height * 0.012, 0.04], 'Tree', bark);
  });
  return [
    limb(at(0, 0, -0.1), at(lean[0], lean[1], low), [height * 0.024, height * 0.014], 'Tree', bark),
    ...branches,
    ...crown(at, height, { low, spread, count: 46 }, colour, random),
  ];
}

/** Layers of needles around a trunk, narrower and narrower. */
function conifer(at: Placing, height: number, bark: Paint, random: Random): Solid[] {
  const green = near('#2c4a2e', random, 6);
  const needles = Array.from({ length: 45 }, (_, i) => {
    const rise = Math.floor(i / 5) / 9;
    const spread = height * 0.2 * (1 - rise) + 0.25;
    const angle = random.uniform(0, 6.28);
    const [x, y] = [Math.cos(angle) * spread * 0.7, Math.sin(angle) * spread * 0.7];
    const centre = at(x, y, height * (0.14 + 0.84 * rise));
    const tone = near(green, random, 8);
    return clump(centre, spread * 0.62 + 0.2, unit([x, y, spread * 0.5]), tone, random);
  });
  return [limb(at(0, 0, 0), at(0, 0, height * 0.5), [0.2, 0.14], 'Tree', bark), ...needles];
}

/** Clumps of leaves about a middle at the height `low`. */
function crown(
  at: Placing,
  height: number,
  { low, spread, count }: { low: number; spread: number; count: number },
  colour: string,
  random: Random,
): Solid[] {
  return Array.from({ length: count }, () => {
    const angle = random.uniform(0, 6.28);
    const rise = random.uniform(-1, 1);
    const out = Math.sqrt(1 - rise * rise) * spread;
    const depth = random.uniform(0.45, 0.92);
    const offset: Vector = [
      Math.cos(angle) * out * depth,
      Math.sin(angle) * out * depth,
      rise * depth * (height - low) * 0.92,
    ];
    const radius = spread * random.uniform(0.24, 0.4);
    const tone = shade(near(colour, random, 7), rise * 0.14 - 0.04);
    const centre = at(offset[0], offset[1], low + offset[2]);
    return clump(centre, radius, unit(plus(offset, [0, 0, 0.2])), tone, random);
  });
}

/** Branches without leaves, and a haze of twigs. */
function bareTree(at: Placing, height: number, random: Random): Solid[] {
  const bark = plain(near(pick(BARK, random), random, 6));
  const twigs = shade(near('#5e5246', random, 6), -0.1);
  const haze = (centre: Vector, radius: number): Solid => {
    const seed = random.integer(0, 9999);
    const keeps = (u: number, v: number) => {
      const edge = (u * u + v * v) / (radius * radius);
      const strand = cellValue(Math.floor((u + v * 0.35) / 0.05), Math.floor((v - u * 0.2) / 0.5), seed);
      return strand > 0.62 + 0.38 * edge;
    };
    return ball(centre, [radius, radius], 'Tree', mottled(twigs, { size: 0.4, strength: 0.4, seed }), {
      keeps,
    });
  };
  const grow = (from: Vector, direction: Vector, length: number, thick: number, level: number): Solid[] => {
    const to = plus(from, times(direction, length));
    const branch = limb(from, to, [thick, thick * 0.6], 'Tree', bark);
    if (level === 0) return [branch, haze(to, length * 0.95)];
    const count = level === 3 ? 6 : 3;
    const next = Array.from({ length: count }, (_, i) => {
      const angle = (6.28 * i) / count + random.uniform(0, 1);
      const open = random.uniform(0.45, 0.95);
      const way = unit(plus(direction, [Math.cos(angle) * open, Math.sin(angle) * open, 0.28]));
      const start = plus(from, times(minus(to, from), random.uniform(level === 3 ? 0.55 : 0.6, 1)));
      return grow(start, way, length * random.uniform(0.55, 0.75), thick * 0.5, level - 1);
    });
    return [branch, ...next.flat()];
  };
  const upwards = unit([random.normal(0, 0.05), random.normal(0, 0.05), 1]);
  return grow(at(0, 0, -0.1), upwards, height * 0.42, height * 0.021, 3);
}
