import { near, pick, shade } from '../../drawing/colour';
import { litBlob } from '../../drawing/light';
import { blob, type Point, ring, shape } from '../../drawing/path';
import type { Random } from '../../random';
import { eye, feathers } from './plumage';

/** Wings spread, about 140 wide. */
export function flying(random: Random): string {
  const kind = pick(
    [
      { body: '#f4f4f0', wing: '#a8b0ba', tip: '#2c2e34', beak: '#f0b030' },
      { body: '#5a4432', wing: '#4a3628', tip: '#2e221a', beak: '#e8c040' },
      { body: '#2c2c32', wing: '#34343c', tip: '#1e1e22', beak: '#3a3a40' },
      { body: '#f2efe8', wing: '#f0ece4', tip: '#2a2a2e', beak: '#d84a34' },
    ] as const,
    random,
  );
  const up = random.uniform(-0.5, 1);
  const tip: Point = [-26, -20 - 50 * up];
  const far: Point = [44, -26 - 44 * up];
  const wing = (end: Point, root: Point, wide: number): Point[] => {
    const [mx, my] = [(end[0] + root[0]) / 2, (end[1] + root[1]) / 2];
    return [root, [mx + wide * 0.4, my - 8], end, [mx - wide * 0.7, my + 6], [root[0] - wide, root[1] + 5]];
  };
  const near1 = wing(tip, [2, -8], 22);
  const far1 = wing(far, [8, -9], 18);
  const base = near(kind.wing, random, 6);
  return (
    blob(far1, shade(base, -0.2)) +
    blob([far, [far[0] - 14, far[1] + 10], [far[0] - 15, far[1] + 16], [far[0] - 4, far[1] + 7]], kind.tip) +
    blob('-22,-4 -46,-1 -48,6 -40,7 -20,2', shade(kind.body, -0.15)) +
    litBlob('-28,-1 -10,-9 12,-11 26,-8 30,-3 14,3 -10,4', kind.body, 'down') +
    litBlob(ring([28, -6], [7.4, 6]), kind.body === '#5a4432' ? '#f0ece4' : kind.body, 'ball') +
    shape('M34 -8Q42 -7 44 -2Q38 -3 33 -3Z', kind.beak) +
    eye(30, -7.4, 1.2) +
    litBlob(near1, base, 'down') +
    feathers([near1[0], near1[1], near1[2]], base, 5) +
    blob([tip, [tip[0] + 12, tip[1] + 7], [tip[0] + 2, tip[1] + 17], [tip[0] - 5, tip[1] + 9]], kind.tip)
  );
}
