import { near, pick, shade } from '../../drawing/colour';
import { about, blob, furry, limb, points, ring, shape, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';
import type { Random } from '../../random';
import { type Rider, rider } from '../people/riding';
import type { Thing } from '../stage';
import { type Build, type Hide, standing } from './quadruped';

const BUILD: Build = {
  trunk: points(`
    -80,-120 -72,-146 -48,-155 -14,-147 16,-150 44,-156 64,-138 68,-112 54,-94 16,-88
    -22,-92 -52,-100 -76,-98
  `),
  front: [46, -98],
  hind: [-60, -104],
  legWidths: [26, 12, 8.5],
  hindWidth: 40,
  neck: [44, -130],
  neckWidths: [56, 40, 26],
  headLength: 58,
  headWidths: [26, 25, 17, 15],
  poses: [
    { poll: [94, -194], bend: [74, -166], angle: 48 },
    { poll: [104, -172], bend: [78, -154], angle: 36 },
    { poll: [112, -56], bend: [92, -94], angle: 62 },
  ],
};

const COATS = [
  { coat: '#7a4526', mane: '#221a1a', legs: '#4a2c1e' },
  { coat: '#a8602e', mane: '#8a4a22', legs: '#a05a2c' },
  { coat: '#33292a', mane: '#1a1618', legs: '#2a2224' },
  { coat: '#cfc9c2', mane: '#8f8a88', legs: '#a8a29e' },
  { coat: '#d0a05a', mane: '#f0e4c4', legs: '#c89854' },
  { coat: '#f0ece4', mane: '#e0d8cc', legs: '#e4dcd2' },
] as const;

const RIDER: Rider = {
  hips: [2, -160],
  lean: 0.06,
  hands: points('38,-170 42,-168'),
  feet: points('20,-84 16,-82'),
};

/** A horse, standing, walking or grazing, perhaps ridden. */
export function horse(random: Random, { isRidden = false }: { isRidden?: boolean } = {}): Thing {
  const { coat, mane, legs } = pick(COATS, random);
  const base = near(coat, random, 7);
  const pose = isRidden ? random.integer(0, 1) : random.integer(0, 2);
  const stride = random.uniform(-1, 1);
  const isMirrored = random.uniform() < 0.5;
  const squeeze = random.uniform(0.72, 1);
  const isPinto = random.uniform() < 0.2;
  const person = isRidden ? rider(random, RIDER, random.uniform() < 0.6 ? 'riding' : undefined) : undefined;
  const hide: Hide = {
    coat: base,
    legs,
    muzzle: shade(base, -0.35),
    hooves: '#3a302c',
    patches: isPinto
      ? points('-50,-130 20,-120')
          .map(([x, y]) => blob(ring([x, y], [26, 30], { count: 8, wobble: 0.3, random }), '#f4efe6'))
          .join('')
      : undefined,
    onHead: (isFar) =>
      isFar
        ? blob('-2,-10 -8,-26 4,-14', shade(base, -0.25))
        : blob('2,-11 0,-27 9,-12', base) +
          blob('3,-13 2,-22 7,-13', shade(base, -0.3)) +
          (isRidden ? stroke('M44 -8L42 10M6 -10L44 -4L46 2', '#3a241a', 1.8) : ''),
    tail: shape(
      furry(limb('-78,-142 -94,-112 -92,-58', [13, 22, 9]), { length: 7, spacing: 9, hang: 1 }, random),
      mane,
    ),
    mane: (poll, bend, neck) => {
      const crest = [...about(poll, '-8,-12'), ...about(bend, '-17,-13'), ...about(neck, '-14,-26')];
      return shape(furry(limb(crest, [10, 18, 14]), { length: 6, spacing: 8, hang: 0.8 }, random), mane);
    },
  };
  const cloth = isRidden ? pick(['#f0ece4', '#a83a40', '#2f4a7a', '#3f6a4a'], random) : '';
  const tack =
    blob('-22,-151 -8,-148 20,-153 26,-140 22,-116 -16,-116 -24,-136', cloth) +
    blob('-20,-154 -12,-150 8,-150 22,-158 22,-148 10,-130 -8,-132 -18,-146', '#5a3420') +
    stroke('M10 -134L16 -92', '#2a1c16', 1.8) +
    stroke('M20 -116Q16 -96 18 -90', '#3a241a', 3);
  const [x, y] = BUILD.poses[pose].poll;
  const reins = stroke(d`M40 -169Q70 -166 ${x + 26} ${y + 32}`, '#3a241a', 1.4);
  return {
    width: 2.35 * squeeze,
    height: isRidden ? 2.35 : pose === 0 ? 2.1 : 1.75,
    draw: standing(
      BUILD,
      hide,
      random,
      { pose, stride, isMirrored, squeeze },
      {
        shade: [1.9, 0.6],
        dress: (behind, before) =>
          `<g transform="translate(-18 0)">${person?.behind ?? ''}${behind}${before}${isRidden ? tack + reins : ''}${person?.before ?? ''}</g>`,
      },
    ),
  };
}
