import { pick } from '../../drawing/colour';
import type { Random } from '../../random';
import type { Placing } from '../../three-d/vector';
import { lettering, plain, put } from '../rendering/paints';
import { disc, limb, type Paint, panel, polygon, type Solid } from '../rendering/surface';

const STEEL = plain('#7a8084', { mirror: 0.2 });

const WHITE = [0.82, 0.82, 0.8];
const BLACK = [0.02, 0.02, 0.02];

/** What a round sign shows at (u, v) from its middle: a speed, no entry, or an arrow to keep to. */
const FACES: Readonly<Record<string, (u: number, v: number) => readonly number[]>> = {
  limit: (u, v) => {
    if (Math.sqrt(u * u + v * v) > 0.26) return [0.6, 0.02, 0.02];
    const [x, y] = [Math.abs(u), Math.abs(v)];
    const isInk = y < 0.13 && (Math.abs(x - 0.1) < 0.05 || (y > 0.08 && x < 0.15));
    return isInk ? BLACK : WHITE;
  },
  entry: (u, v) => (Math.abs(v) < 0.08 && Math.abs(u) < 0.25 ? WHITE : [0.6, 0.02, 0.02]),
  blue: (u, v) => (Math.abs(u + v) < 0.06 && Math.abs(u) < 0.18 ? WHITE : [0.02, 0.1, 0.45]),
};

/** A triangle with a red edge and a mark in it. */
const warning: Paint = (u, v, out) => {
  const x = Math.abs(u - 0.46);
  const isWhite = v > 0.1 && v < 0.55 && x < (0.68 - v) * 0.5;
  put(out, isWhite ? (x < 0.06 && v < 0.4 ? BLACK : [0.8, 0.8, 0.78]) : [0.55, 0.02, 0.02]);
};

/** A road sign on a post; it faces its own -y. */
export function sign(at: Placing, random: Random): Solid[] {
  const high = random.uniform(2.2, 2.7);
  const post = limb(at(0, 0.04, 0), at(0, 0.04, high + 0.3), [0.04, 0.04], 'Column_Pole', STEEL);
  const kind = pick(['limit', 'blue', 'warning', 'board', 'entry'], random);
  if (kind === 'board') {
    const [ground, ink] = [
      pick(['#1f5a3a', '#1f4f9a', '#e8e6de'], random),
      pick(['#f0f0ea', '#f0d850'], random),
    ];
    const row = lettering(ground, ink, { width: 1.5, height: 0.45, seed: random.integer(0, 999) });
    const twoRows: Paint = (u, v, out, grain) => row(u, v % 0.45, out, grain);
    return [post, panel(at, 0, [-0.75, high - 0.5], [0.75, high + 0.4], 'SignSymbol', twoRows)];
  }
  if (kind === 'warning') {
    const triangle = [at(-0.46, 0, high - 0.3), at(0.46, 0, high - 0.3), at(0, 0, high + 0.5)];
    return [post, polygon(triangle, 'SignSymbol', warning)];
  }
  const front: Placing = (a, b, c) => at(a, b - 0.03, high + c);
  const back: Placing = (a, b, c) => at(-a, 0.02 - b, high + c);
  return [
    post,
    disc(back, 0.36, 'SignSymbol', plain('#8a8e90')),
    disc(front, 0.36, 'SignSymbol', (u, v, out) => put(out, FACES[kind](u, v))),
  ];
}
