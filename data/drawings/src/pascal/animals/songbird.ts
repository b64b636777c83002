import { near, pick, shade } from '../../drawing/colour';
import { litBlob } from '../../drawing/light';
import { blob, ellipse, limb, type Point, points, ring, shape, stroke } from '../../drawing/path';
import type { Random } from '../../random';
import { eye, feathers } from './plumage';

const SONGBIRDS = [
  { back: '#7a6248', belly: '#e86a34', head: '#7a6248', beak: '#4a4038' },
  { back: '#5f86b0', belly: '#f0d858', head: '#3f6fb0', beak: '#3a3a40' },
  { back: '#2c2c30', belly: '#2c2c30', head: '#242428', beak: '#f0a830' },
  { back: '#3f9a4a', belly: '#58b858', head: '#d83a34', beak: '#3a3430' },
  { back: '#e8c838', belly: '#f4e070', head: '#e8c030', beak: '#c87838' },
  { back: '#8a7a6a', belly: '#e8ddc8', head: '#6a4a34', beak: '#5a5048' },
  { back: '#2f6fb0', belly: '#f0ece4', head: '#2a5a98', beak: '#2c2c30' },
  { back: '#c83a3a', belly: '#e05a4a', head: '#b82e30', beak: '#e8b040' },
] as const;

/** About 24 long; on a branch or on its feet. */
export function songbird(random: Random, isOnBranch: boolean): string {
  const { back, belly, head, beak } = pick(SONGBIRDS, random);
  const tone = near(back, random, 8);
  const breast = near(belly, random, 6);
  const fat = random.uniform(0.9, 1.15);
  const y = isOnBranch ? 0 : -1;
  const wing: Point[] = points('2,-16 -6,-14 -15,-6 -10,-5 0,-6 5,-11');
  const branch = isOnBranch
    ? blob(limb('-60,6 -24,1.4 16,1.6 62,-8', [4.6, 3.6, 3.2, 2.4]), '#6a4c36') +
      stroke('M22 1Q34 8 44 6M-30 2Q-40 -8 -50 -8', '#6a4c36', 1.8) +
      points('44,6 38,4 -50,-8 -42,-9 56,-7 62,-8 50,-12')
        .map(([u, v], i) =>
          ellipse(
            [u, v],
            [6, 2.8],
            near('#6a9a44', random, 10),
            `transform="rotate(${i * 40 - 60} ${u} ${v})"`,
          ),
        )
        .join('')
    : '';
  const legs = isOnBranch
    ? stroke('M-2 -4L-1 1M3 -4L3 1', '#8a6a4a', 1.1)
    : stroke('M-2 -5L-3 0h4M3 -5L3 0h4', '#8a6a4a', 0.9);
  return (
    branch +
    blob('-9,-10 -24,2 -27,6 -22,7 -8,-3', shade(tone, -0.25)) +
    legs +
    `<g transform="translate(0 ${y})">` +
    litBlob(`-10,-9 -4,${-17 * fat} 5,-20 11,-18 11,-9 6,-3.4 -2,-2.4 -9,-5`, tone, 'ball') +
    blob('4,-15 11,-15 11,-9 6,-3.4 -2,-2.6 0,-7', breast) +
    litBlob(ring([8, -21], [6.6, 6.2]), near(head, random, 5), 'ball') +
    blob('9,-18.4 14,-20 12,-15.6 7,-15', breast) +
    shape('M13.8 -22.6L20.4 -20.4L13.8 -19.2Z', beak) +
    eye(10.4, -22.4, 1.3) +
    litBlob(wing, shade(tone, -0.12), 'down') +
    feathers(wing, tone, 4) +
    stroke('M-2 -10L4 -8', shade(tone, 0.5), 0.9, 'opacity=".8"') +
    '</g>'
  );
}
