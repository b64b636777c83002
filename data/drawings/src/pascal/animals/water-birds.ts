import { near, pick, shade } from '../../drawing/colour';
import { lit, litBlob } from '../../drawing/light';
import { blob, ellipse, limb, ring, shape, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';
import type { Random } from '../../random';
import { eye } from './plumage';

/** Long legs: a heron, a stork or a flamingo, about 120 high. */
export function wader(random: Random): string {
  const kind = pick(
    [
      { body: '#e88aa0', legs: '#e06a80', beak: '#2c2426', neck: '#ee9cae' },
      { body: '#8a98a8', legs: '#8a7a4a', beak: '#e0a030', neck: '#d8dce0' },
      { body: '#f2efe8', legs: '#d84a34', beak: '#d84a34', neck: '#f4f2ec' },
    ] as const,
    random,
  );
  const base = near(kind.body, random, 6);
  const bent = random.uniform(-6, 6);
  return (
    stroke(`M-6 -56L-4 -28L-6 0h9M4 -56L8 -30L6 0h9`, kind.legs, 2.2) +
    litBlob('-40,-54 -30,-72 -8,-82 14,-80 22,-70 14,-58 -6,-52', base, 'ball') +
    litBlob('4,-78 -18,-76 -42,-56 -46,-48 -26,-54 0,-58', shade(base, -0.14), 'down') +
    litBlob(limb(`14,-74 28,-84 ${18 + bent},-104 ${26 + bent},-122`, [13, 9, 6.4, 6]), kind.neck) +
    litBlob(ring([28 + bent, -125], [7.4, 6]), kind.neck, 'ball') +
    shape(
      d`M${33 + bent} -128Q${48 + bent} -126 ${56 + bent} -116Q${46 + bent} -118 ${33 + bent} -121Z`,
      kind.beak,
    ) +
    eye(30 + bent, -126.4, 1.3)
  );
}

/** On the water; its lower edge at 0. */
export function duck(random: Random): string {
  const isDrake = random.uniform() < 0.6;
  const head = isDrake ? near('#2f6a4a', random, 6) : near('#8a6a48', random, 6);
  const side = isDrake ? near('#b8b2a8', random, 5) : near('#9a7a54', random, 6);
  return (
    `<g transform="scale(1 -1)" opacity=".3">${ellipse([0, 6], [30, 10], side)}</g>` +
    lit('M-34 -10Q-30 -18 -18 -16Q4 -20 20 -13Q28 -6 24 0H-22Q-32 -4 -34 -10Z', side, 'down') +
    shape('M10 -15Q28 -14 26 0H12Z', isDrake ? '#6a3a26' : shade(side, -0.1)) +
    litBlob(limb('19,-8 21,-18 22,-26', [13, 10, 9]), head) +
    (isDrake ? stroke('M15 -17Q21 -14 27 -17', '#f2efe8', 2) : '') +
    litBlob(ring([23, -30], [8, 7]), head, 'ball') +
    blob('29,-31 40,-29.4 41,-27 30,-26', '#e8b030') +
    eye(26, -31.6, 1.3) +
    litBlob('4,-16 -12,-17 -30,-13 -24,-8 -4,-6 8,-10', shade(side, -0.18), 'down') +
    shape('M-14 -9L-4 -8L-6 -5L-18 -6Z', '#3a5ab0') +
    stroke('M-44 1q14 -3 26 0M14 2q14 3 34 -1', '#ffffff', 1.4, 'opacity=".6"')
  );
}

/** On the water, about 125 long. */
export function swan(random: Random): string {
  const white = near('#f4f3ee', random, 3);
  const lean = random.uniform(-4, 6);
  return (
    `<g transform="scale(1 -1)" opacity=".25">${ellipse([0, 10], [54, 18], white)}</g>` +
    lit('M-60 -30Q-48 -22 -40 -32Q-10 -44 20 -28Q40 -16 36 0H-36Q-54 -8 -60 -30Z', white, 'down') +
    litBlob(limb(`28,-14 44,-34 ${26 + lean},-58 ${32 + lean},-82`, [22, 13, 9, 9]), white) +
    litBlob(ring([37 + lean, -84], [9, 7]), white, 'ball') +
    blob(`${43 + lean},-86 ${58 + lean},-79 ${57 + lean},-76 ${43 + lean},-79`, '#e8883a') +
    blob(`${40 + lean},-87 ${46 + lean},-86 ${45 + lean},-81 ${42 + lean},-82`, '#26221f') +
    eye(39.4 + lean, -85.4, 1.4) +
    litBlob('16,-30 -8,-44 -44,-42 -62,-34 -40,-18 -6,-10 16,-16', white, 'down') +
    stroke('M8 -22Q-16 -20 -42 -30M6 -16Q-14 -12 -34 -20', '#c4c8cc', 1.4) +
    stroke('M-76 2q20 -4 38 0M26 3q20 4 50 -1', '#ffffff', 1.8, 'opacity=".6"')
  );
}
