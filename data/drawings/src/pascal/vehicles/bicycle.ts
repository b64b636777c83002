import { near, pick, shade } from '../../drawing/colour';
import {
  about,
  blob,
  ellipse,
  num,
  type Point,
  points,
  polygonPath,
  ring,
  shape,
  stroke,
} from '../../drawing/path';
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

const BARS: Readonly<Record<string, string>> = {
  racing: stroke('M35 -94Q52 -98 54 -90Q54 -82 44 -82', '#26262a', 3.4),
  mountain: stroke('M34 -98L42 -102M30 -98h8', '#26262a', 4),
  city:
    stroke('M37 -96Q44 -108 32 -106L24 -103', '#9a9ea4', 2.8) + stroke('M31 -106L22 -102', '#3a3034', 4.4),
};
const TYRES: Readonly<Record<string, number>> = { racing: 2.8, mountain: 5.4, city: 3.6 };

function bicycleArt(paint: string, kind: string, hasBasket: boolean, crank: number): string {
  const isCity = kind === 'city';
  const tube = (ends: string, width: number) =>
    stroke(polygonPath(points(ends), false), paint, width) +
    stroke(polygonPath(about([0, -0.8], ends), false), shade(paint, 0.5), width * 0.25, 'opacity=".8"');
  const [fx, fy] = [-6, -31];
  const [cx, cy] = [Math.cos(crank) * 17, Math.sin(crank) * 17];
  const guards = stroke('M-90 -36A37 37 0 0 1 -24 -58M18 -44A37 37 0 0 1 84 -52', shade(paint, -0.25), 3);
  const basket =
    shape('M42 -104H74L69 -80H46Z', '#b98a50') +
    stroke('M44 -98H72M45 -90H71M50 -104L52 -80M58 -104V-80M66 -104L64 -80', '#7a5428', 1.2);
  const lamps =
    ellipse([47, -86], [4, 4], '#f2ecc8', 'stroke="#8a8a8a" stroke-width="1"') +
    ellipse([-82, -56], [2.4, 3], '#d8302a');
  const pedals = d`M${fx + cx - 5} ${fy + cy}h10M${fx - cx - 5} ${fy - cy}h10`;
  return (
    wheel([-53, -34], 34, TYRES[kind]) +
    wheel([54, -34], 34, TYRES[kind]) +
    (isCity ? guards : '') +
    stroke('M-53 -34L-6 -36M-53 -31L-6 -25', '#55585e', 1.4) +
    tube('-53,-34 -6,-31', 3) +
    tube('-53,-34 -15,-74', 2.4) +
    tube('-6,-31 -19,-84', 3.6) +
    tube('39,-70 -6,-31', 4.2) +
    (isCity ? tube('38,-78 -11,-50', 3.4) : tube('36,-88 -16,-76', 3.8)) +
    tube('36,-88 40,-72', 5) +
    tube('40,-72 54,-34', 3.2) +
    stroke('M36 -88L34 -97', '#8a8e94', 2.6) +
    BARS[kind] +
    (hasBasket ? basket : '') +
    ellipse([fx, fy], [8, 8], 'none', 'stroke="#6a6e74" stroke-width="2.4"') +
    stroke(d`M${fx - cx} ${fy - cy}L${fx + cx} ${fy + cy}`, '#4a4d52', 2.6) +
    stroke(pedals, '#26262a', 3.4) +
    blob('-36,-92 -20,-91 -4,-90 -8,-86 -24,-85 -35,-86', isCity ? '#6a4428' : '#26262a') +
    (isCity ? lamps : '')
  );
}
