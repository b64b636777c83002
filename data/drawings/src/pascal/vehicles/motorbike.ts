import { near, pick, shade } from '../../drawing/colour';
import { lit, litBlob } from '../../drawing/light';
import { blob, ellipse, type Point, points, ring, shape, stroke } from '../../drawing/path';
import type { Random } from '../../random';
import { type Rider, rider } from '../people/riding';
import { type Thing, upright } from '../stage';

const PAINTS = ['#c8302a', '#2f5fa8', '#26262c', '#e87a28', '#3f8a5a', '#e6e2da', '#d8b030', '#7a2030'];

const DRIVER: Rider = {
  hips: [-24, -86],
  lean: 0.3,
  hands: points('38,-104 40,-106'),
  feet: points('2,-36 6,-38'),
};
const ON_SCOOTER: Rider = {
  hips: [-26, -80],
  lean: 0.08,
  hands: points('30,-102 32,-104'),
  feet: points('14,-24 18,-25'),
};

/** A motorbike or a scooter, perhaps with its rider. */
export function motorbike(random: Random, { isRidden = false }: { isRidden?: boolean } = {}): Thing {
  const paint = near(pick(PAINTS, random), random, 8);
  const kind = pick(['roadster', 'sport', 'cruiser', 'scooter'], random);
  const person = isRidden ? rider(random, kind === 'scooter' ? ON_SCOOTER : DRIVER, 'fullHelmet') : undefined;
  const isMirrored = random.uniform() < 0.5;
  const squeeze = random.uniform(0.55, 1);
  const draw = kind === 'scooter' ? scooterArt : motorbikeArt;
  return {
    width: 2.05 * squeeze,
    height: isRidden ? 1.65 : 1.15,
    draw: (stage, spot) =>
      upright(stage, spot, (person?.behind ?? '') + draw(paint, kind) + (person?.before ?? ''), {
        isMirrored,
        squeeze,
        shade: [2.1 * squeeze, 0.6],
      }),
  };
}

function wheel([x, y]: Point, r: number, hub: string): string {
  const disc = (size: number, fill: string, more?: string) =>
    ellipse([x, y], [r * size, r * size], fill, more);
  const spokes = ring([x, y], [r * 0.66, r * 0.66], { count: 6 }).map(
    ([u, v]) => `M${x} ${y}L${u.toFixed(1)} ${v.toFixed(1)}`,
  );
  return (
    disc(1, '#222126') +
    disc(0.84, '#34333a') +
    disc(0.7, '#8f949a') +
    disc(0.62, '#3c3d44') +
    stroke(spokes.join(''), hub, 3.6) +
    disc(0.34, 'none', 'stroke="#b8bcc2" stroke-width="2"') +
    disc(0.18, '#a8acb2')
  );
}

function motorbikeArt(paint: string, kind: string): string {
  const chrome = '#c4c9cf';
  const isSport = kind === 'sport';
  const isCruiser = kind === 'cruiser';
  const fork: Point = isCruiser ? [76, -32] : [70, -32];
  const engine =
    shape('M-22 -30L24 -28L30 -46L22 -64L-14 -62L-26 -44Z', '#4c4f56') +
    shape('M-14 -62L22 -64L26 -52L-18 -50Z', '#6e727a') +
    stroke('M-14 -58H20M-15 -54H22', '#8e939b', 1.4) +
    ellipse([0, -38], [13, 11], '#7e838b', 'stroke="#a8adb4" stroke-width="2"') +
    ellipse([-2, -40], [6, 5], '#a0a5ac');
  const exhaust =
    stroke('M20 -40Q16 -22 -10 -22L-50 -26', chrome, 5) +
    stroke('M-36 -25L-86 -34', '#8a8f96', 8) +
    stroke('M-36 -27L-84 -36', '#dfe3e6', 1.6);
  const tank = litBlob('-8,-74 2,-92 26,-94 42,-82 36,-70 6,-66', paint, 'down');
  const tail = isSport
    ? lit('M-14 -74L-40 -86L-92 -98L-84 -88L-44 -70L-16 -66Z', paint, 'down')
    : lit(
        'M-20 -70Q-60 -66 -92 -62Q-96 -70 -86 -76L-22 -76Z',
        isCruiser ? paint : shade(paint, -0.1),
        'down',
      );
  const seat = blob(
    isSport
      ? points('-50,-90 -34,-84 -8,-78 -6,-72 -30,-74')
      : points('-72,-82 -48,-84 -24,-80 -4,-82 -6,-72 -34,-70 -70,-74'),
    '#2a2628',
  );
  const fairing = isSport
    ? lit('M32 -92L56 -108L66 -88L60 -62L36 -36L-6 -34L10 -52L34 -66Z', paint, 'down') +
      shape('M42 -98L54 -112L58 -106L50 -94Z', '#8fb0c4', 'opacity=".8"') +
      shape('M36 -60L54 -66L40 -44L12 -42Z', shade(paint, 0.4))
    : '';
  return (
    wheel([-68, -32], 32, '#70757c') +
    wheel(fork, 32, '#70757c') +
    stroke(`M34 -96L${fork[0]} ${fork[1]}`, chrome, 5.4) +
    stroke(`M36 -96L${fork[0] + 1} ${fork[1]}`, '#eef1f3', 1.4) +
    shape(
      isCruiser
        ? 'M40 -58A40 40 0 0 1 112 -36L108 -38A36 36 0 0 0 46 -54Z'
        : 'M48 -62A36 36 0 0 1 100 -50L96 -50A33 33 0 0 0 52 -58Z',
      paint,
    ) +
    stroke('M-68 -32L-14 -42', '#55585e', 6) +
    stroke('M-18 -66L-66 -36M30 -84L14 -30', '#3a3c42', 5) +
    engine +
    exhaust +
    tail +
    seat +
    tank +
    blob('4,-82 16,-88 30,-84 20,-78', shade(paint, 0.45), 'opacity=".8"') +
    fairing +
    stroke(isCruiser ? 'M36 -96Q34 -112 20 -110' : 'M35 -96L40 -106L28 -106', '#55585e', 3.6) +
    stroke('M30 -107L20 -106', '#222226', 5) +
    (isSport
      ? ellipse([61, -88], [4, 6], '#f4f2e0')
      : ellipse([50, -92], [8, 8], chrome) + ellipse([54, -92], [5, 6.6], '#f8f4dc')) +
    ellipse([-93, isSport ? -95 : -70], [3, 3.6], '#d8302a')
  );
}

function scooterArt(paint: string): string {
  const body = litBlob('-78,-44 -70,-66 -40,-72 -8,-66 -4,-40 -12,-28 -44,-26', paint, 'down');
  return (
    wheel([-52, -22], 22, '#a8adb4') +
    wheel([56, -22], 22, '#a8adb4') +
    shape('M-14 -30H34L40 -22H-20Z', shade(paint, -0.25)) +
    stroke('M30 -98L56 -22', '#a8adb4', 4) +
    lit('M24 -92Q38 -96 42 -84L58 -44Q78 -44 84 -24Q70 -36 52 -34L34 -22H26Q38 -40 30 -60Z', paint, 'down') +
    body +
    ellipse([-42, -46], [17, 14], shade(paint, 0.12)) +
    stroke('M-58 -48H-28', '#e8e8e4', 1.6) +
    blob('-62,-76 -30,-80 -6,-76 -8,-68 -34,-68 -60,-68', '#3a2a26') +
    shape('M18 -100L38 -100L40 -88L24 -88Z', paint) +
    ellipse([40, -95], [4.6, 5.6], '#f8f4dc', 'stroke="#b8bcc2" stroke-width="1.6"') +
    stroke('M26 -101L18 -106M26 -102Q24 -114 30 -116', '#55585e', 3) +
    ellipse([31, -117], [4, 3], '#7a7f86') +
    ellipse([-79, -50], [2.6, 4], '#d8302a')
  );
}
