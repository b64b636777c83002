import { near, pick, shade } from '../../drawing/colour';
import { blob, ellipse, points, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';
import type { Random } from '../../random';
import type { Thing } from '../stage';
import { type Build, type Hide, standing } from './quadruped';

const BUILD: Build = {
  trunk: points('-52,-56 -48,-74 -26,-82 4,-81 30,-78 44,-62 42,-42 26,-30 -4,-27 -34,-30 -50,-42'),
  front: [24, -36],
  hind: [-34, -38],
  legWidths: [11, 7, 5.6],
  hindWidth: 13,
  neck: [32, -64],
  neckWidths: [32, 27, 20],
  headLength: 25,
  headWidths: [17, 15, 10.5, 9],
  poses: [
    { poll: [50, -84], bend: [42, -74], angle: 34 },
    { poll: [54, -74], bend: [44, -68], angle: 40 },
    { poll: [55, -30], bend: [48, -50], angle: 62 },
  ],
};

/** A sheep or a lamb. */
export function sheep(random: Random): Thing {
  const coat = near(
    pick(['#ece4d4', '#ece4d4', '#e0d4be', '#f2ede2', '#8a7662', '#4a423e'], random),
    random,
    5,
  );
  const face = near(pick(['#2e2826', '#2e2826', '#ece2d2', '#d8c4aa', '#5a4a3e'], random), random, 4);
  const pose = random.integer(0, 2);
  const size = random.uniform() < 0.2 ? random.uniform(0.55, 0.7) : random.uniform(0.92, 1.08);
  const isMirrored = random.uniform() < 0.5;
  const squeeze = random.uniform(0.72, 1);
  const stance = { pose, isMirrored, squeeze, stride: random.uniform(-0.7, 0.7) };
  const hasHorns = random.uniform() < 0.2;
  const curls = Array.from(
    { length: 38 },
    () => d`M${random.uniform(-46, 36)} ${random.uniform(-76, -34)}q4 -5 7 0q-1 4 -4 2`,
  );
  const hide: Hide = {
    coat,
    legs: face,
    head: face,
    muzzle: shade(face, face < '#6' ? 0.1 : -0.12),
    hooves: '#2a2422',
    wool: 5.5,
    patches:
      stroke(curls.join(''), shade(coat, -0.3), 1.1, 'opacity=".55"') +
      stroke(curls.join(''), shade(coat, 0.5), 0.9, 'opacity=".5" transform="translate(1.5 2)"'),
    onHead: (isFar) =>
      isFar
        ? ellipse([3, -7], [3, 6.5], shade(face, -0.25), 'transform="rotate(-60 3 -7)"')
        : ellipse([-2, -1], [7.5, 3.2], face, 'transform="rotate(28 -2 -1)"') +
          (hasHorns
            ? stroke('M2 -6Q-9 -12 -9 -2Q-7 5 0 2', '#b8a888', 4)
            : blob('-5,-9 2,-11 8,-8 5,-4 -3,-3', coat)),
    tail: ellipse([-52, -58], [5, 9], shade(coat, -0.1)),
  };
  return {
    width: 1.34 * size * squeeze,
    height: (pose === 0 ? 0.98 : 0.86) * size,
    draw: standing(BUILD, hide, random, stance, {
      shade: [1.1 * size, 0.4],
      dress: (behind, before) =>
        `<g transform="scale(${size.toFixed(3)}) translate(-9 0)">${behind}${before}</g>`,
    }),
  };
}
