import { near, pick, shade } from '../../drawing/colour';
import { blob, ellipse, num, type Point, points, ring, shape, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';
import type { Random } from '../../random';
import { type Rider, rider } from '../people/riding';
import { type Thing, upright } from '../stage';

const PAINTS = ['#c8342e', '#2f6ab0', '#2c2c30', '#3f9a6a', '#e8b030', '#e6e4de', '#6fb0c8', '#8a4a8a'];

const BIKER: Rider = {
  hips: [-21, -96],
  lean: 0.42,
  hands: points('39,-103 40,-104'),
  feet: points('-8,-18 -4,-46'),
};

/** A bicycle from the side or a little from ahead, perhaps with its rider. */
export function bicycle(random: Random, { isRidden = false }: { isRidden?: boolean } = {}): Thing {
  const paint = near(pick(PAINTS, random), random, 8);
  const kind = pick(['city', 'city', 'racing', 'mountain'], random);
  const person = isRidden
    ? rider(random, BIKER, kind === 'racing' || random.uniform() < 0.35 ? 'helmet' : undefined)
    : undefined;
  const isMirrored = random.uniform() < 0.5;
  const squeeze = random.uniform(0.5, 1);
  const hasBasket = kind === 'city' && random.uniform() < 0.5;
  const crank = random.uniform(0, Math.PI);
  return {
    width: 1.75 * squeeze,
    height: isRidden ? 1.85 : 1.08,
    draw: (stage, spot) => {
      const art =
        (person?.behind ?? '') +
        bicycleArt(paint, kind, hasBasket, isRidden ? 1.55 : crank) +
        (person?.before ?? '');
      return upright(stage, spot, art, { isMirrored, squeeze, shade: [1.7 * squeeze, 0.4] });
    },
  };
}

function wheel([x, y]: Point, r: number, tyre: number): string {
  const spokes = ring([x, y], [r - 3, r - 3], { count: 14 }).map(([u, v]) => d`M${x} ${y}L${u} ${v}`);
  return (
    stroke(spokes.join(''), '#c8ccd0', 0.5, 'opacity=".8"') +
    ellipse([x, y], [r - 4, r - 4], 'none', 'stroke="#b4b8be" stroke-width="1.8"') +
    ellipse([x, y], [r - 1.6, r - 1.6], 'none', `stroke="#28262c" stroke-width="${num(tyre)}"`) +
    ellipse([x, y], [3, 3], '#8a8e94')
  );
}

function bicycleArt(paint: string, kind: string, hasBasket: boolean, crank: number): string {
  const rear: Point = [-53, -34];
  const front: Point = [54, -34];
  const foot: Point = [-6, -31];
  const saddle: Point = [-19, -84];
  const head: Point = [36, -88];
  const low: Point = [40, -72];
  const isCity = kind === 'city';
  const tube = (from: Point, to: Point, width: number) =>
    stroke(d`M${from[0]} ${from[1]}L${to[0]} ${to[1]}`, paint, width) +
    stroke(
      d`M${from[0]} ${from[1] - 0.8}L${to[0]} ${to[1] - 0.8}`,
      shade(paint, 0.5),
      width * 0.25,
      'opacity=".8"',
    );
  const guards = isCity
    ? stroke(`M-90 -36A37 37 0 0 1 -24 -58M18 -44A37 37 0 0 1 84 -52`, shade(paint, -0.25), 3)
    : '';
  const bars =
    kind === 'racing'
      ? stroke('M35 -94Q52 -98 54 -90Q54 -82 44 -82', '#26262a', 3.4)
      : kind === 'mountain'
        ? stroke('M34 -98L42 -102M30 -98h8', '#26262a', 4)
        : stroke('M37 -96Q44 -108 32 -106L24 -103', '#9a9ea4', 2.8) +
          stroke('M31 -106L22 -102', '#3a3034', 4.4);
  const arm = 17;
  const [cx, cy] = [Math.cos(crank) * arm, Math.sin(crank) * arm];
  const basket = hasBasket
    ? shape('M42 -104H74L69 -80H46Z', '#b98a50') +
      stroke('M44 -98H72M45 -90H71M50 -104L52 -80M58 -104V-80M66 -104L64 -80', '#7a5428', 1.2)
    : '';
  return (
    wheel(rear, 34, isCity ? 3.6 : kind === 'mountain' ? 5.4 : 2.8) +
    wheel(front, 34, isCity ? 3.6 : kind === 'mountain' ? 5.4 : 2.8) +
    guards +
    stroke(d`M${rear[0]} -34L-6 -36M${rear[0]} -31L-6 -25`, '#55585e', 1.4) +
    tube(rear, foot, 3) +
    tube(rear, [-15, -74], 2.4) +
    tube(foot, saddle, 3.6) +
    tube([low[0] - 1, low[1] + 2], foot, 4.2) +
    (isCity ? tube([38, -78], [-11, -50], 3.4) : tube(head, [-16, -76], 3.8)) +
    tube(head, low, 5) +
    tube(low, front, 3.2) +
    stroke(d`M${head[0]} ${head[1]}L34 -97`, '#8a8e94', 2.6) +
    bars +
    basket +
    ellipse(foot, [8, 8], 'none', 'stroke="#6a6e74" stroke-width="2.4"') +
    stroke(d`M${foot[0] - cx} ${foot[1] - cy}L${foot[0] + cx} ${foot[1] + cy}`, '#4a4d52', 2.6) +
    stroke(
      d`M${foot[0] + cx - 5} ${foot[1] + cy}h10M${foot[0] - cx - 5} ${foot[1] - cy}h10`,
      '#26262a',
      3.4,
    ) +
    blob('-36,-92 -20,-91 -4,-90 -8,-86 -24,-85 -35,-86', isCity ? '#6a4428' : '#26262a') +
    (isCity
      ? ellipse([47, -86], [4, 4], '#f2ecc8', 'stroke="#8a8a8a" stroke-width="1"') +
        ellipse([-82, -56], [2.4, 3], '#d8302a')
      : '')
  );
}
