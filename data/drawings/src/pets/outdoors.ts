import { near, pick, shade } from '../drawing/colour';
import { blob, ellipse, type Point, rect, ring, shape, stroke } from '../drawing/path';
import { d, repeat } from '../drawing/svg';
import type { Frame, Place } from './frame';
import { blades, clouds, gradient, horizonOf, tree } from './nature';

/** Grass, hills, trees, perhaps flowers. */
export function meadow(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const horizon = horizonOf(frame);
  const green = near(pick(['#6d9c45', '#7fae52', '#8a9a48', '#5b8a4a'], random), random, 8);
  const hills = repeat(2, (i) =>
    ellipse(
      [random.uniform(0, width), horizon + 20],
      [width * random.uniform(0.5, 0.9), random.uniform(25, 60)],
      shade(green, -0.12 + i * 0.08),
    ),
  );
  const trees = repeat(random.integer(0, 4), () => {
    const [x, size] = [random.uniform(0, width), random.uniform(30, 80)];
    return tree(x, horizon + 12, size, near(shade(green, -0.25), random, 8), frame);
  });
  const flowerColour = pick(['#f4e04a', '#ffffff', '#e87aa0', '#b48ae0'], random);
  const flowers = repeat(random.integer(0, 26), () =>
    ellipse([random.uniform(0, width), random.uniform(ground, height)], [2.6, 2.2], flowerColour),
  );
  const sky = pick(['#7fb8e8', '#a8cfe8', '#c9d8e0', '#f0c9a0'], random);
  return {
    behind:
      gradient(frame, sky, '#eaf2f0', [-20, horizon + 30]) +
      clouds(frame, horizon) +
      hills +
      trees +
      gradient(frame, shade(green, 0.12), shade(green, -0.2), [horizon + 10, height + 40]) +
      blades(frame, horizon + 20, 150, shade(green, -0.22), 9),
    before:
      blades(frame, ground + 4, 60, shade(green, 0.08), 15) +
      blades(frame, ground + 10, 60, shade(green, -0.18), 13) +
      flowers,
  };
}

/** A fence, a hedge and a lawn. */
export function garden(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const horizon = Math.max(height * 0.3, ground - height * random.uniform(0.12, 0.28));
  const wood = near(pick(['#b98a5c', '#8a6a4c', '#d8d0c4', '#7c8a94'], random), random, 6);
  const board = random.uniform(22, 40);
  const boards = repeat(Math.ceil(width / board) + 1, (i) =>
    rect(i * board, horizon - height * 0.5, board - 2.5, height * 0.52, near(wood, random, 6), 'rx="3"'),
  );
  const bushes = repeat(random.integer(1, 4), () => {
    const colour = near('#567f3e', random, 12);
    const [x, y]: Point = [random.uniform(0, width), horizon - 4];
    const r = random.uniform(24, 60);
    return (
      blob(ring([x, y], [r, r * 0.7], { count: 11, wobble: 0.15, random }), colour) +
      ellipse([x - r * 0.25, y - r * 0.3], [r * 0.4, r * 0.25], shade(colour, 0.15))
    );
  });
  const green = near('#76a04c', random, 10);
  return {
    behind:
      gradient(frame, '#bcdcf0', '#e8f2f4', [-20, horizon]) +
      rect(-40, horizon - height * 0.45, width + 80, height * 0.47, shade(wood, -0.35)) +
      boards +
      bushes +
      gradient(frame, shade(green, 0.08), shade(green, -0.22), [horizon, height + 40]) +
      blades(frame, horizon + 6, 130, shade(green, -0.2), 8),
    before: blades(frame, ground + 6, 90, shade(green, 0.05), 13),
  };
}

/** Sand and sea, or the shore of a lake. */
export function seaside(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const horizon = horizonOf(frame);
  const shore = horizon + (ground - horizon) * random.uniform(0.35, 0.7);
  const sea = near(pick(['#4a8fb8', '#5fb0b8', '#6a8ca8'], random), random, 8);
  const sand = near(pick(['#e2c99a', '#d0b48a', '#c8b8a0'], random), random, 8);
  const waves = repeat(16, () => {
    const y = random.uniform(horizon + 4, shore);
    return d`M${random.uniform(-20, width)} ${y}q12 -4 24 0t24 0`;
  });
  const grains = repeat(170, () => d`M${random.uniform(0, width)} ${random.uniform(shore + 8, height)}h1.6`);
  const beach = d`M-40 ${shore}Q${width * 0.3} ${shore - 10} ${width * 0.6} ${shore + 4}T${width + 40} ${shore}V${height + 40}H-40Z`;
  return {
    behind:
      gradient(frame, pick(['#86c0ea', '#f4c08a', '#b8ccd8'], random), '#fdf1de', [-20, horizon]) +
      clouds(frame, horizon) +
      gradient(frame, shade(sea, -0.1), shade(sea, 0.25), [horizon, shore + 10]) +
      stroke(waves, '#ffffff', 1.8, 'opacity=".6"') +
      shape(beach, sand, `stroke="#ffffff" stroke-width="4" stroke-opacity=".7"`) +
      stroke(grains, shade(sand, -0.3), 1.5, 'opacity=".5"'),
  };
}

/** Brick or plaster and a pavement. */
export function street(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const foot = Math.max(height * 0.4, ground - height * random.uniform(0.06, 0.2));
  const wall = near(pick(['#a8584a', '#b8846a', '#d8cbb4', '#8d929c'], random), random, 8);
  const [w, h] = [random.uniform(34, 52), random.uniform(14, 20)];
  const bricks = repeat(Math.ceil(foot / h), (row) =>
    repeat(Math.ceil(width / w) + 1, (i) => {
      const x = (i - 1) * w + (row % 2) * (w / 2);
      return rect(x, row * h, w - 2, h - 2, near(wall, random, 6));
    }),
  );
  const stone = near('#a9a6a2', random, 10);
  const joints = repeat(7, (i) => {
    const x = (i / 6) * width;
    return d`M${x} ${foot}L${width / 2 + (x - width / 2) * 2.2} ${height + 20}`;
  });
  return {
    behind:
      rect(-40, -40, width + 80, foot + 40, shade(wall, 0.35)) +
      bricks +
      gradient(frame, stone, shade(stone, -0.25), [foot, height + 40]) +
      stroke(joints, shade(stone, -0.35), 2, 'opacity=".6"') +
      rect(-40, foot - 5, width + 80, 9, shade(stone, 0.2)),
  };
}

/** Snow, firs, flakes. */
export function snow(frame: Frame): Place {
  const { width, height, random } = frame;
  const horizon = horizonOf(frame);
  const firs = repeat(random.integer(2, 7), () => {
    const [x, size] = [random.uniform(0, width), random.uniform(36, 100)];
    const colour = near('#4a6a5c', random, 8);
    return repeat(3, (i) => {
      const y = horizon + 10 - i * size * 0.32;
      const half = size * (0.42 - i * 0.1);
      return shape(d`M${x - half} ${y}L${x} ${y - size * 0.62}L${x + half} ${y}Z`, shade(colour, i * 0.08));
    });
  });
  const flakes = repeat(random.integer(0, 60), () =>
    ellipse([random.uniform(0, width), random.uniform(0, height)], [2, 2], '#ffffff', 'opacity=".85"'),
  );
  return {
    behind:
      gradient(frame, pick(['#9fb8d0', '#c4ccd6', '#8aa8d8'], random), '#e6ebf0', [-20, horizon + 20]) +
      firs +
      gradient(frame, '#eef2f6', '#c3cfde', [horizon, height + 40]) +
      ellipse([random.uniform(0, width), horizon + 40], [width * 0.5, 22], '#ffffff', 'opacity=".6"'),
    before: flakes,
  };
}

/** Trunks and fallen leaves. */
export function wood(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const horizon = horizonOf(frame);
  const trunks = repeat(random.integer(4, 8), () => {
    const [x, w] = [random.uniform(0, width), random.uniform(10, 34)];
    const bark = near('#6a5342', random, 12);
    return (
      rect(x, -20, w, horizon + random.uniform(10, 46), bark) +
      rect(x, -20, w * 0.3, horizon + 20, shade(bark, 0.18))
    );
  });
  const autumn = ['#c9762e', '#d89a3c', '#a8502a'];
  const tones = pick([autumn, ['#7a9a48', '#93a850', '#5f7f3c']], random);
  const leaves = (count: number, y0: number, size: number) =>
    repeat(count, () =>
      ellipse(
        [random.uniform(0, width), random.uniform(y0, height)],
        [size * random.uniform(0.7, 1.3), size * 0.6],
        near(pick(tones, random), random, 10),
        `transform="rotate(${random.integer(-12, 12)})"`,
      ),
    );
  const floor = near('#8a6a48', random, 8);
  return {
    behind:
      gradient(frame, shade(tones[1], 0.1), shade(tones[1], 0.55), [-20, horizon + 40]) +
      trunks +
      gradient(frame, shade(floor, 0.1), shade(floor, -0.25), [horizon + 14, height + 40]) +
      leaves(120, horizon + 16, 6),
    before: leaves(14, ground + 8, 8),
  };
}
