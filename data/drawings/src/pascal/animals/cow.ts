import { near, pick, shade } from '../../drawing/colour';
import { blob, ellipse, furry, limb, type Point, points, ring, shape, stroke } from '../../drawing/path';
import type { Random } from '../../random';
import type { Thing } from '../stage';
import { type Build, type Hide, standing } from './quadruped';

const BUILD: Build = {
  trunk: points(`
    -90,-112 -86,-136 -56,-140 -10,-134 36,-138 62,-132 72,-108 66,-80 40,-62 -6,-54 -48,-62
    -76,-76 -90,-90
  `),
  front: [46, -72],
  hind: [-66, -84],
  legWidths: [26, 14, 11],
  hindWidth: 38,
  neck: [56, -112],
  neckWidths: [52, 40, 32],
  headLength: 48,
  headWidths: [30, 28, 21, 21],
  poses: [
    { poll: [98, -140], bend: [80, -126], angle: 38 },
    { poll: [106, -118], bend: [84, -116], angle: 52 },
    { poll: [108, -44], bend: [92, -78], angle: 66 },
  ],
};

const COATS = [
  { coat: '#f2eee6', patch: '#26221f', head: '#26221f', muzzle: '#d8a8a0', wool: 0 },
  { coat: '#f2eee6', patch: '#26221f', head: '#f2eee6', muzzle: '#e0b0a6', wool: 0 },
  { coat: '#f0e6d8', patch: '#9a4a28', head: '#9a4a28', muzzle: '#e0b0a6', wool: 0 },
  { coat: '#8a4a2a', head: '#f2ece2', muzzle: '#e4b8ac', wool: 0 },
  { coat: '#b8845a', head: '#a87448', muzzle: '#3a2e2a', wool: 0 },
  { coat: '#2e2826', head: '#2e2826', muzzle: '#4a403c', wool: 0 },
  { coat: '#b8622c', head: '#b8622c', muzzle: '#d8a090', wool: 8 },
] as const;

/** A cow: black and white, brown, or shaggy with long horns. */
export function cow(random: Random): Thing {
  const kind = pick(COATS, random);
  const base = near(kind.coat, random, 5);
  const pose = random.integer(0, 2);
  const stride = random.uniform(-0.8, 0.8);
  const isMirrored = random.uniform() < 0.5;
  const squeeze = random.uniform(0.72, 1);
  const stance = { pose, stride, isMirrored, squeeze };
  const spots =
    'patch' in kind
      ? points('-62,-120 -18,-96 26,-124 52,-90 -60,-76').filter(() => random.uniform() < 0.75)
      : [];
  const isShaggy = kind.wool > 0;
  const horn = isShaggy ? 'M2 -12Q-4 -30 -22 -36Q-12 -26 -6 -12Z' : 'M0 -13Q-2 -22 8 -26Q6 -20 7 -13Z';
  const hasHorns = isShaggy || random.uniform() < 0.5;
  const tag = pick(['#e8c030', '#e8802a', '#f0f0ec'], random);
  const hide: Hide = {
    coat: base,
    legs: 'patch' in kind ? shade(base, -0.05) : kind.coat,
    head: near(kind.head, random, 4),
    muzzle: kind.muzzle,
    hooves: '#3a3230',
    wool: kind.wool,
    patches: spots
      .map((at) => {
        const size: Point = [random.uniform(14, 30), random.uniform(14, 26)];
        return blob(ring(at, size, { count: 9, wobble: 0.28, random }), 'patch' in kind ? kind.patch : base);
      })
      .join(''),
    onHead: (isFar) =>
      isFar
        ? (hasHorns ? shape(horn, '#b8ac98', 'transform="translate(7 1)"') : '') +
          ellipse([4, -12], [4.5, 9], shade(kind.head, -0.3), 'transform="rotate(-50 4 -12)"')
        : (hasHorns ? shape(horn, '#e8e0cc') : '') +
          ellipse([-7, -5], [11, 5], kind.head, 'transform="rotate(24 -7 -5)"') +
          shape('M-13 -8h5v6h-5Z', tag) +
          (isShaggy
            ? shape(
                furry('-2,-14 12,-12 18,0 6,-2', { length: 8, spacing: 6, hang: 1 }, random),
                shade(base, 0.1),
              )
            : ''),
    tail:
      stroke('M-88 -132Q-100 -110 -96 -72', shade(base, -0.15), 4.5) +
      shape(
        furry(limb('-96,-76 -97,-56', [6, 10]), { length: 5, spacing: 6, hang: 1 }, random),
        shade(kind.head, -0.1),
      ),
    under: ellipse([-42, -58], [15, 11], '#e0a8a0') + stroke('M-48 -50v8M-38 -49v8', '#d09890', 3.4),
  };
  return {
    width: 2.5 * squeeze,
    height: pose === 0 ? 1.62 : 1.45,
    draw: standing(BUILD, hide, random, stance, {
      shade: [1.9, 0.65],
      dress: (behind, before) => `<g transform="translate(-20 0)">${behind}${before}</g>`,
    }),
  };
}
