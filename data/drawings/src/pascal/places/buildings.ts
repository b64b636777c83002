import { near, pick, shade } from '../../drawing/colour';
import { ellipse, num, points, polygonPath, rect, shape, stroke } from '../../drawing/path';
import { d, repeat } from '../../drawing/svg';
import { onGround, type Stage } from '../stage';
import { reach } from './roads';

// biome-ignore format: a table.
const FRONTS = [
  '#d8b890', '#c87a5a', '#e8d8b8', '#b8c4c8', '#d89a80', '#a8584a',
  '#e0c878', '#9fb0a0', '#c8a8a8', '#f0e8d8', '#8f9cac',
];
const ROOFS = ['#a84a38', '#7a4a40', '#5a5860', '#8a5a3a', '#4a5060'];

/** A row of houses from the left edge to the right, `z` metres away. */
export function houseRow(stage: Stage, z: number): string {
  const { camera, random } = stage;
  const half = reach(stage, z);
  const houses: string[] = [];
  let x = -half - random.uniform(0, 5);
  while (x < half) {
    const wide = random.uniform(6, 10);
    houses.push(
      onGround(stage, [x, z], 10, house(stage, wide * 10, random.integer(2, 4), camera.focal / z < 4)),
    );
    x += wide;
  }
  return houses.join('');
}

/** A house standing alone. */
export function farmhouse(stage: Stage, x: number, z: number): string {
  const { random } = stage;
  const isBarn = random.uniform() < 0.5;
  const wall = near(isBarn ? pick(['#a8402f', '#8a5a3c'], random) : pick(FRONTS, random), random, 6);
  const roof = near(pick(ROOFS, random), random, 6);
  const body = isBarn
    ? shape('M0 0V-38L35 -66L70 -38V0Z', wall) +
      rect(22, -30, 26, 30, shade(wall, -0.35)) +
      stroke('M22 -30L48 0M48 -30L22 0', '#f0e8dc', 2) +
      shape('M-4 -36L35 -69L74 -36L72 -32L35 -62L-2 -32Z', roof)
    : rect(0, -32, 90, 32, wall) +
      shape('M-5 -32L8 -62H82L95 -32Z', roof) +
      rect(66, -70, 8, 16, shade(roof, -0.2)) +
      windows(stage, 10, -24, 3, 1, 26) +
      rect(42, -21, 10, 21, '#6a4430');
  return onGround(stage, [x, z], 10, shape('M-6 0H96V3H-6Z', shade('#6a8a4a', -0.3), 'opacity=".5"') + body);
}

function windows(
  { random, hour }: Stage,
  x0: number,
  y0: number,
  columns: number,
  rows: number,
  step: number,
  tall = 13,
  isFar = false,
): string {
  return repeat(rows * columns, (i) => {
    const [x, y] = [x0 + (i % columns) * step, y0 + Math.floor(i / columns) * 30];
    const isLit = hour.hasLamps && random.uniform() < 0.6;
    const glass = rect(x, y, 10, tall, isLit ? '#FFE9A8' : near('#6f8698', random, 8));
    if (isFar) return glass;
    const gleam = points(`${x + 1},${y + tall} ${x + 6},${y} ${x + 9},${y} ${x + 4},${y + tall}`);
    return (
      rect(x - 1.4, y - 1.4, 12.8, tall + 2.8, '#f0ece4') +
      glass +
      (isLit ? '' : shape(polygonPath(gleam), '#c4d4e0', 'opacity=".5"')) +
      rect(x + 4.4, y, 1.2, tall, '#f0ece4') +
      rect(x - 2.6, y + tall + 1, 15.2, 1.8, '#d8d0c4')
    );
  });
}

function house(stage: Stage, w: number, floors: number, isFar: boolean): string {
  const { random } = stage;
  const wall = near(pick(FRONTS, random), random, 8);
  const roof = near(pick(ROOFS, random), random, 6);
  const h = floors * 30 + 6;
  const columns = Math.floor((w - 10) / 20);
  const margin = (w - columns * 20 + 10) / 2;
  const hasShop = random.uniform() < 0.45;
  const awning = pick(['#c8403a', '#3f7a5a', '#2f5f9e', '#d8a030'], random);
  const shop = hasShop
    ? rect(5, -22, w - 10, 20, shade(wall, -0.5)) +
      rect(7, -20, w - 32, 16, stage.hour.hasLamps ? '#FFE2A0' : '#7a94a4') +
      rect(w - 21, -20, 12, 20, '#54402f') +
      repeat(Math.ceil((w - 8) / 8), (i) =>
        shape(`M${num(4 + i * 8)} -28h8v6q-4 4 -8 0Z`, i % 2 ? '#f2ece0' : awning),
      )
    : rect(w / 2 - 8, -22, 14, 22, near('#6a4430', random, 14), 'rx="1"') +
      rect(w / 2 - 10, -24, 18, 3, '#e8e0d4') +
      windows(stage, 8, -20, Math.max(1, Math.floor((w / 2 - 18) / 18)), 1, 18) +
      rect(w / 2 - 14, -2, 26, 2, '#a8a49c');
  const top =
    random.uniform() < 0.6
      ? shape(d`M-2 ${-h}L${w * 0.12} ${-h - 22}H${w * 0.88}L${w + 2} ${-h}Z`, roof) +
        rect(w * 0.7, -h - 32, 8, 16, shade(wall, -0.3)) +
        shape(d`M${w * 0.3} ${-h - 4}v-12l7 -6l7 6v12Z`, shade(wall, 0.15)) +
        rect(w * 0.3 + 3, -h - 15, 8, 9, '#6f8698')
      : rect(-1, -h - 6, w + 2, 7, shade(wall, 0.25));
  return (
    rect(0, -h, w, h, wall) +
    rect(0, -h, w, h, 'url(#down)', 'opacity=".4"') +
    rect(0, -30.5, w, 1.6, shade(wall, 0.25)) +
    top +
    windows(stage, margin, -h + 9, columns, floors - 1, 20, 16, isFar) +
    shop +
    rect(w - 1.4, -h, 1.4, h, shade(wall, -0.35))
  );
}

/** A street lamp. */
export function lampPost(stage: Stage, x: number, z: number): string {
  const isLit = stage.hour.hasLamps;
  return onGround(
    stage,
    [x, z],
    10,
    rect(-0.7, -40, 1.4, 40, '#3a4244') +
      rect(-1.6, -4, 3.2, 4, '#3a4244') +
      (isLit ? ellipse([0, -43], [22, 22], 'url(#glow)') : '') +
      shape('M-2.6 -40L-3.4 -46H3.4L2.6 -40Z', isLit ? '#FFF6D0' : '#dfe4e4') +
      shape('M-4.4 -46L0 -49.5L4.4 -46Z', '#3a4244'),
  );
}

/** Towers of a city, far away. */
export function skyline(stage: Stage, z: number): string {
  const { random } = stage;
  const half = reach(stage, z);
  const towers: string[] = [];
  for (let x = -half; x < half; x += random.uniform(14, 40)) {
    const [w, h] = [random.uniform(120, 300), random.uniform(150, 620)];
    const wall = near(pick(['#8a98a8', '#a8a098', '#788494', '#b4b0a8'], random), random, 8);
    const lines = Array.from({ length: Math.floor(h / 34) }, (_, i) =>
      rect(
        10,
        -h + 14 + i * 34,
        w - 20,
        12,
        random.uniform() < 0.4 && stage.hour.hasLamps ? '#F4DC98' : shade(wall, -0.18),
      ),
    );
    towers.push(
      onGround(
        stage,
        [x, z],
        10,
        rect(0, -h, w, h, wall) +
          lines.join('') +
          rect(w * 0.8, -h, w * 0.2, h, shade(wall, -0.2), 'opacity=".4"'),
      ),
    );
  }
  return towers.join('');
}

/** A fence of posts and rails, or of white boards, across the image. */
export function fence(stage: Stage, z: number): string {
  const { random } = stage;
  const half = reach(stage, z) + 2;
  const colour = near(pick(['#8a6a4c', '#a88a68', '#e8e4dc'], random), random, 6);
  const posts = Array.from({ length: Math.ceil(half) }, (_, i) =>
    rect(-half * 10 + i * 20, -11.5, 1.6, 11.5, shade(colour, (i % 3) * 0.06 - 0.06)),
  );
  return onGround(
    stage,
    [0, z],
    10,
    rect(-half * 10, -9.6, half * 20, 1.3, colour) +
      rect(-half * 10, -5.4, half * 20, 1.3, shade(colour, -0.1)) +
      posts.join(''),
  );
}
