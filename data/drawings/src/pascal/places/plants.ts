import { near, pick, shade } from '../../drawing/colour';
import { litBlob, shadow } from '../../drawing/light';
import { ellipse, limb, type Point, ring, shape, smooth, stroke } from '../../drawing/path';
import { d, repeat } from '../../drawing/svg';
import type { Random } from '../../random';
import { project } from '../../three-d/camera';
import { onGround, type Stage } from '../stage';

/** Colours of the leaves in an image: the season. */
export function foliage({ random }: Stage): readonly string[] {
  return pick(
    [
      ['#5f9a45', '#4a8a48', '#7aa84a'],
      ['#5f9a45', '#3f7f4a', '#86ac50'],
      ['#4f8f58', '#6aa058', '#3f7a50'],
      ['#c8803a', '#d8a040', '#a8603a'],
      ['#8fb85a', '#a8c868', '#e8a8b8'],
    ],
    random,
  );
}

/** The crown of a tree: half its width and height, where its middle is, and the trunk under it. */
interface Crown {
  readonly size: Point;
  readonly y: number;
  readonly bark: string;
  readonly thick: number;
}

const CROWNS: Readonly<Record<string, Crown>> = {
  round: { size: [36, 30], y: -64, bark: '#6a4a34', thick: 7 },
  poplar: { size: [13, 44], y: -52, bark: '#5f4630', thick: 4 },
  birch: { size: [22, 30], y: -64, bark: '#e4e0d8', thick: 3.4 },
};

/** A tree of about `tall` metres that stands at x, z. */
export function tree(stage: Stage, [x, z]: Point, tall: number, leaves: readonly string[]): string {
  const { camera, random } = stage;
  const isFar = ((camera.focal / z) * tall) / 100 < 0.5;
  const kind = pick(['round', 'round', 'round', 'poplar', 'fir', 'birch'], random);
  const colour = near(pick(leaves, random), random, 8);
  const tone = kind === 'birch' ? shade(colour, 0.14) : colour;
  const art = kind === 'fir' ? fir(random) : leafy(random, tone, CROWNS[kind], isFar);
  return onGround(stage, [x, z], 100 / tall, shadow([0, 0], [34, 5], 0.6) + art);
}

/** An uneven ball of leaves. */
function ballOfLeaves(at: Point, size: Point, wobble: number, colour: () => string, random: Random): string {
  const path = smooth(ring(at, size, { count: 9, wobble, random }));
  return shape(path, colour()) + shape(path, 'url(#ball)');
}

function leafy(
  random: Random,
  colour: string,
  { size: [rx, ry], y, bark, thick }: Crown,
  isFar: boolean,
): string {
  const branches = d`M0 ${y * 0.55}L${rx * 0.45} ${y * 0.9}M0 ${y * 0.5}L${-rx * 0.4} ${y * 0.85}`;
  const trunk =
    litBlob(limb(`0,1 0.6,-20 0,${y}`, [thick * 1.4, thick, thick * 0.6]), bark) +
    stroke(branches, bark, thick * 0.45);
  const count = isFar ? 5 : 9;
  const balls = Array.from({ length: count }, (_, i) => {
    const angle = (i / count) * 2 * Math.PI + 0.5;
    const reach = i === count - 1 ? 0 : 0.56;
    const at: Point = [
      Math.cos(angle) * rx * reach * random.uniform(0.85, 1.15),
      y + Math.sin(angle) * ry * reach * random.uniform(0.85, 1.15),
    ];
    const size: Point = [rx * random.uniform(0.42, 0.6), ry * random.uniform(0.42, 0.6)];
    return { at, size };
  }).sort((a, b) => a.at[1] - b.at[1]);
  const leaves = balls.map(({ at, size }) =>
    ballOfLeaves(at, size, 0.13, () => near(colour, random, 6), random),
  );
  const dots = repeat(isFar ? 0 : 14, () => {
    const at: Point = [random.uniform(-rx, rx) * 0.75, y + random.uniform(-ry, ry * 0.5) * 0.75];
    return ellipse(at, [2.2, 1.4], shade(colour, 0.3), 'opacity=".6"');
  });
  return trunk + leaves.join('') + dots;
}

function fir(random: Random): string {
  const colour = near('#3f6a50', random, 8);
  const layers = [0, 1, 2, 3].map((i) => {
    const [y, half] = [-12 - i * 21, 27 - i * 5.6];
    const path = d`M${-half} ${y}Q${-half * 0.3} ${y - 12} 0 ${y - 34}Q${half * 0.3} ${y - 12} ${half} ${y}Q0 ${y + 6} ${-half} ${y}Z`;
    return shape(path, shade(colour, i * 0.05)) + shape(path, 'url(#tube)');
  });
  return shape('M-3 0L-2 -16H2L3 0Z', '#5a4030') + layers.join('');
}

/** A bush or a hedge's piece. */
export function bush(stage: Stage, [x, z]: Point, size: number, leaves: readonly string[]): string {
  const { camera, random } = stage;
  const [px, py] = project(camera, [x, 0, z]);
  const r = (camera.focal / z) * size;
  const colour = near(shade(pick(leaves, random), -0.08), random, 8);
  return [-0.7, 0.7, 0]
    .map((u) => {
      const at: Point = [px + u * r, py - r * (u ? 0.4 : 0.6)];
      const size: Point = [r * 0.7, r * (u ? 0.5 : 0.7)];
      return ballOfLeaves(at, size, 0.12, () => near(colour, random, 4), random);
    })
    .join('');
}

/** Tufts of grass and flowers between two distances, smaller the farther away. */
export function tufts(stage: Stage, z0: number, z1: number, colour: string, count: number): string {
  const { camera, random } = stage;
  const petals = pick(['#f4e04a', '#ffffff', '#e87aa0', '#b48ae0', '#e8503a'], random);
  const hasFlowers = random.uniform() < 0.5;
  const paths: string[] = ['', ''];
  const blooms: string[] = [];
  for (let i = 0; i < count; i++) {
    const z = z0 + (z1 - z0) * random.uniform() ** 2;
    const scale = camera.focal / z;
    const [px, py] = [random.uniform(0, camera.width), project(camera, [0, 0, z])[1] + random.uniform(-1, 1)];
    const h = Math.min(26, scale * random.uniform(0.06, 0.16));
    if (h < 1 || py > camera.height + 26) continue;
    paths[i % 2] +=
      d`M${px} ${py}q${-h * 0.1} ${-h * 0.6} ${-h * 0.4} ${-h}M${px} ${py}q${h * 0.1} ${-h * 0.7} ${h * 0.3} ${-h * 1.1}`;
    if (hasFlowers && i % 3 === 0)
      blooms.push(ellipse([px + h * 0.3, py - h * 1.1], [h * 0.17 + 0.3, h * 0.15 + 0.3], petals));
  }
  return (
    stroke(paths[0], shade(colour, -0.2), 1.2, 'opacity=".8"') +
    stroke(paths[1], shade(colour, 0.16), 1.2, 'opacity=".8"') +
    blooms.join('')
  );
}
