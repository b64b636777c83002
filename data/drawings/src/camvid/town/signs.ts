import { pick } from '../../drawing/colour';
import type { Random } from '../../random';
import type { Placing } from '../../three-d/vector';
import { lettering, plain } from '../rendering/paints';
import { disc, limb, type Paint, polygon, type Solid } from '../rendering/surface';

const STEEL = plain('#7a8084', { mirror: 0.2 });

/** A road sign on a post; it faces its own -y. */
export function sign(at: Placing, random: Random): Solid[] {
  const high = random.uniform(2.2, 2.7);
  const post = limb(at(0, 0.04, 0), at(0, 0.04, high + 0.3), [0.04, 0.04], 'Column_Pole', STEEL);
  const kind = pick(['limit', 'blue', 'warning', 'board', 'entry'], random);
  const hang: Placing = (a, b, c) => at(a, b - 0.03, high + c);
  const back = disc((a, b, c) => at(-a, 0.02 - b, high + c), 0.36, 'SignSymbol', plain('#8a8e90'));
  if (kind === 'board') {
    const board = lettering(
      pick(['#1f5a3a', '#1f4f9a', '#e8e6de'], random),
      pick(['#f0f0ea', '#f0d850'], random),
      { width: 1.5, height: 0.45, seed: random.integer(0, 999) },
    );
    const twoRows: Paint = (u, v, out, grain) => board(u, v % 0.45, out, grain);
    return [
      post,
      polygon(
        [
          at(-0.75, 0, high - 0.5),
          at(0.75, 0, high - 0.5),
          at(0.75, 0, high + 0.4),
          at(-0.75, 0, high + 0.4),
        ],
        'SignSymbol',
        twoRows,
      ),
    ];
  }
  if (kind === 'warning') {
    const inner = (u: number, v: number) => v > 0.1 && v < 0.55 && Math.abs(u - 0.46) < (0.68 - v) * 0.5;
    const paint: Paint = (u, v, out) => {
      const isWhite = inner(u, v);
      const isInk = isWhite && Math.abs(u - 0.46) < 0.06 && v < 0.4;
      const look = isInk ? [0.02, 0.02, 0.02] : isWhite ? [0.8, 0.8, 0.78] : [0.55, 0.02, 0.02];
      for (let k = 0; k < 3; k++) out[k] = look[k];
    };
    return [
      post,
      polygon([at(-0.46, 0, high - 0.3), at(0.46, 0, high - 0.3), at(0, 0, high + 0.5)], 'SignSymbol', paint),
    ];
  }
  const ring: Paint = (u, v, out) => {
    const far = Math.sqrt(u * u + v * v);
    const isRed =
      kind === 'limit' ? far > 0.26 : kind === 'entry' && !(Math.abs(v) < 0.08 && Math.abs(u) < 0.25);
    const isInk =
      kind === 'limit' &&
      Math.abs(v) < 0.13 &&
      (Math.abs(Math.abs(u) - 0.1) < 0.05 || (Math.abs(v) > 0.08 && Math.abs(u) < 0.15));
    const isArrow = kind === 'blue' && Math.abs(u + v) < 0.06 && Math.abs(u) < 0.18;
    const look = isRed
      ? [0.6, 0.02, 0.02]
      : isInk
        ? [0.02, 0.02, 0.02]
        : kind === 'blue' && !isArrow
          ? [0.02, 0.1, 0.45]
          : [0.82, 0.82, 0.8];
    for (let k = 0; k < 3; k++) out[k] = look[k];
  };
  return [post, back, disc(hang, 0.36, 'SignSymbol', ring)];
}
