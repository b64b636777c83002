import { near, pick, shade } from '../../drawing/colour';
import { cellValue } from '../../drawing/noise';
import type { Random } from '../../random';
import { minus, type Placing, plus, times, unit, type Vector } from '../../three-d/vector';
import { mottled, plain } from '../rendering/paints';
import { ball, limb, type Solid } from '../rendering/surface';

export type TreeKind = 'leafy' | 'bare' | 'conifer' | 'bush';

const LEAVES = ['#4a6a2c', '#5a7a34', '#3c5a2a', '#6a7e3a', '#7a8a3c'];
const AUTUMN = ['#a87a2c', '#b8923a', '#8a5a28', '#9a4a26'];
const BARK = ['#5a4e42', '#6a5e50', '#4a423a'];

/** Leaves at a clump's edge: sky shows between them. */
const ragged =
  (radius: number, seed: number, leaf: number) =>
  (u: number, v: number): boolean => {
    const edge = (u * u + v * v) / (radius * radius);
    return edge < 0.35 || cellValue(Math.floor(u / leaf), Math.floor(v / leaf), seed) > (edge - 0.35) * 1.35;
  };

function clump(centre: Vector, radius: number, outwards: Vector, colour: string, seed: number): Solid {
  const paint = mottled(colour, { size: 0.35, strength: 0.75, seed });
  return ball(centre, [radius, radius * 0.9], 'Tree', paint, {
    normal: outwards,
    keeps: ragged(radius, seed, 0.16),
  });
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
  const solids: Solid[] = [];
  if (kind === 'conifer') {
    const green = near('#2c4a2e', random, 6);
    solids.push(limb(at(0, 0, 0), at(0, 0, height * 0.5), [0.2, 0.14], 'Tree', bark));
    for (let layer = 0; layer < 9; layer++) {
      const share = layer / 9;
      const spread = height * 0.2 * (1 - share) + 0.25;
      for (let i = 0; i < 5; i++) {
        const angle = random.uniform(0, 6.28);
        const [x, y] = [Math.cos(angle) * spread * 0.7, Math.sin(angle) * spread * 0.7];
        const normal = unit([x, y, spread * 0.5]);
        solids.push(
          clump(
            at(x, y, height * (0.14 + 0.84 * share)),
            spread * 0.62 + 0.2,
            normal,
            near(green, random, 8),
            random.integer(0, 9999),
          ),
        );
      }
    }
    return solids;
  }
  const isBush = kind === 'bush';
  const [low, spread] = isBush
    ? [height * 0.4, height * 0.55]
    : [height * 0.62, height * random.uniform(0.26, 0.34)];
  if (!isBush) {
    const lean = [random.normal(0, 0.2), random.normal(0, 0.2)];
    solids.push(
      limb(at(0, 0, -0.1), at(lean[0], lean[1], low), [height * 0.024, height * 0.014], 'Tree', bark),
    );
    for (let i = 0; i < 4; i++) {
      const angle = 1.57 * i + random.uniform(0, 1);
      solids.push(
        limb(
          at(lean[0] * 0.6, lean[1] * 0.6, low * 0.6),
          at(Math.cos(angle) * spread * 0.6, Math.sin(angle) * spread * 0.6, low * 1.1),
          [height * 0.012, 0.04],
          'Tree',
          bark,
        ),
      );
    }
  }
  const count = isBush ? 14 : 46;
  for (let i = 0; i < count; i++) {
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
    solids.push(
      clump(
        at(offset[0], offset[1], low + offset[2]),
        radius,
        unit(plus(offset, [0, 0, 0.2])),
        tone,
        random.integer(0, 9999),
      ),
    );
  }
  return solids;
}

/** Branches without leaves, and a haze of twigs. */
function bareTree(at: Placing, height: number, random: Random): Solid[] {
  const bark = plain(near(pick(BARK, random), random, 6));
  const twigs = shade(near('#5e5246', random, 6), -0.1);
  const solids: Solid[] = [];
  const grow = (from: Vector, direction: Vector, length: number, thick: number, level: number) => {
    const to = plus(from, times(direction, length));
    solids.push(limb(from, to, [thick, thick * 0.6], 'Tree', bark));
    if (level === 0) {
      const seed = random.integer(0, 9999);
      const radius = length * 0.95;
      const keeps = (u: number, v: number) => {
        const edge = (u * u + v * v) / (radius * radius);
        const strand = cellValue(Math.floor((u + v * 0.35) / 0.05), Math.floor((v - u * 0.2) / 0.5), seed);
        return strand > 0.62 + 0.38 * edge;
      };
      solids.push(
        ball(to, [radius, radius], 'Tree', mottled(twigs, { size: 0.4, strength: 0.4, seed }), { keeps }),
      );
      return;
    }
    const count = level === 3 ? 6 : 3;
    for (let i = 0; i < count; i++) {
      const angle = (6.28 * i) / count + random.uniform(0, 1);
      const open = random.uniform(0.45, 0.95);
      const next = unit(plus(direction, [Math.cos(angle) * open, Math.sin(angle) * open, 0.28]));
      const start = plus(
        from,
        times(minus(to, from), level === 3 ? random.uniform(0.55, 1) : random.uniform(0.6, 1)),
      );
      grow(start, next, length * random.uniform(0.55, 0.75), thick * 0.5, level - 1);
    }
  };
  grow(
    at(0, 0, -0.1),
    unit([random.normal(0, 0.05), random.normal(0, 0.05), 1]),
    height * 0.42,
    height * 0.021,
    3,
  );
  return solids;
}
