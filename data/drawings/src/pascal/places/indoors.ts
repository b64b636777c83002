import { near, pick, shade } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { ellipse, num, polygonPath, rect, shape, stroke } from '../../drawing/path';
import { FABRICS, WALLS } from '../../pets/furnishings';
import { groundAt, project } from '../../three-d/camera';
import { onGround, type Stage } from '../stage';
import { bookcase, drawers, floorLamp, framed, kitchenUnits, roomWindow } from './decor';
import type { Place } from './outdoors';
import { reach } from './roads';
import { band, fade } from './sky';

/** A wall `z` metres away with its skirting and paper, and the floor up to us. */
function shell(stage: Stage, z: number, floor: 'boards' | 'tiles' | 'carpet'): string {
  const { camera, random } = stage;
  const foot = groundAt(camera, z);
  const s = camera.focal / z;
  const wall = near(pick(WALLS, random), random, 8);
  const tone = shade(wall, random.uniform() < 0.5 ? 0.14 : -0.09);
  const step = s * random.uniform(0.14, 0.3);
  const columns = Array.from({ length: Math.min(60, Math.ceil(camera.width / step)) }, (_, i) => i * step);
  const paper = pick(
    [
      () => columns.map((x) => rect(x, -2, step * 0.42, foot + 2, tone)).join(''),
      () =>
        step < 14
          ? ''
          : columns
              .flatMap((x) =>
                Array.from({ length: Math.ceil(foot / step) }, (_, k) =>
                  ellipse([x + (k % 2) * step * 0.5, k * step], [step * 0.12, step * 0.16], tone),
                ),
              )
              .join(''),
      () => '',
      () =>
        band(stage, foot - s * 0.9, foot, shade(wall, -0.14)) +
        band(stage, foot - s * 0.93, foot - s * 0.88, shade(wall, 0.4)),
    ],
    random,
  )();
  return (
    band(stage, -2, foot, wall) +
    paper +
    ceiling(stage, foot - s * 2.6) +
    floorOf(stage, foot, floor) +
    band(stage, foot - s * 0.09, foot, shade(wall, 0.5)) +
    band(stage, foot, foot + Math.max(2, s * 0.03), '#2a2030', 'opacity=".25"')
  );
}

/** A ceiling with a moulding down to the wall's upper edge, if that is seen. */
function ceiling(stage: Stage, y: number): string {
  if (y < 0) return '';
  return (
    fade(stage, -2, y, ['#f6f2ea', '#ddd6cc']) +
    band(stage, y - 3, y, '#f8f5ee') +
    band(stage, y, y + 1.5, '#2a2030', 'opacity=".2"')
  );
}

function floorOf(stage: Stage, foot: number, kind: string): string {
  const { camera, random } = stage;
  const { width, height } = camera;
  const colour =
    kind === 'boards'
      ? near(pick(['#b98a58', '#8a5f3c', '#c9b090', '#6a4c38', '#a87848'], random), random, 8)
      : kind === 'carpet'
        ? near(pick(FABRICS, random), random, 10)
        : near('#e4ddd0', random, 6);
  const base = fade(stage, foot, height + 2, [shade(colour, -0.12), shade(colour, 0.1), shade(colour, -0.1)]);
  const at = (x: number, z: number) => project(camera, [x, 0, z]);
  const far = (camera.focal * camera.eye[1]) / Math.max(4, foot - camera.horizon);
  const close = Math.max(0.25, (camera.focal * camera.eye[1]) / Math.max(8, height + 10 - camera.horizon));
  const half = (width / 2 / camera.focal) * far + 0.6;
  if (kind === 'carpet') return base;
  const pitch = kind === 'boards' ? 0.16 : 0.34;
  const count = Math.min(60, Math.ceil((2 * half) / pitch));
  const lines = Array.from({ length: count }, (_, i) => {
    const x = (i - count / 2) * pitch;
    return polygonPath([at(x, far), at(x, close)], false);
  });
  if (kind === 'boards') {
    const ends = Array.from({ length: 26 }, () => {
      const [x, z] = [Math.round(random.uniform(-half, half) / pitch) * pitch, random.uniform(close, far)];
      return polygonPath([at(x, z), at(x + pitch, z)], false);
    });
    return base + stroke([...lines, ...ends].join(''), shade(colour, -0.35), 0.9, 'opacity=".55"');
  }
  const dark = pick([shade(colour, -0.3), '#5a6a74', '#a85a40', shade(colour, -0.12)], random);
  const tiles: string[] = [];
  const rows = Math.min(24, Math.ceil((far - close) / pitch));
  for (let r = 0; r < rows; r++) {
    for (let c = r % 2; c < count; c += 2) {
      const [x, z] = [(c - count / 2) * pitch, far - r * pitch];
      const near = Math.max(close, z - pitch);
      const corners = [at(x, z), at(x + pitch, z), at(x + pitch, near), at(x, near)];
      if (corners.every(([u]) => u < -4) || corners.every(([u]) => u > width + 4)) continue;
      tiles.push(polygonPath(corners));
    }
  }
  return base + shape(tiles.join(''), dark, 'opacity=".75"');
}

/** Puts elements in centimetres against the wall. */
const onWall = (stage: Stage, z: number, art: string): string => onGround(stage, [0, z], 100, art);

function rug(stage: Stage, z: number): string {
  const { camera, random } = stage;
  const colour = near(pick(FABRICS, random), random, 8);
  const [x, y] = project(camera, [random.uniform(-0.2, 0.2), 0, z]);
  const s = camera.focal / z;
  const half = Math.max(3, (groundAt(camera, z - 0.7) - groundAt(camera, z + 0.7)) / 2);
  const ring = (k: number, fill: string) => ellipse([x, y], [s * 1.5 * k, half * k], fill);
  return (
    ring(1, shade(colour, -0.2)) +
    ring(0.95, colour) +
    ring(0.78, shade(colour, 0.35)) +
    ring(0.73, colour) +
    ring(0.4, shade(colour, -0.18))
  );
}

/** The half width of the wall in centimetres that is seen. */
const wallHalf = (stage: Stage, z: number) => reach(stage, z) * 100;

function room(stage: Stage, art: string): string {
  return relight(art, { light: stage.lamp });
}

/** Decorations at places that do not meet. */
function along(stage: Stage, z: number, makers: readonly ((stage: Stage, x: number) => string)[]): string {
  const half = wallHalf(stage, z);
  const slots = Math.max(1, Math.min(5, Math.round((2 * half) / 170)));
  return Array.from({ length: slots }, (_, i) => {
    if (stage.random.uniform() < 0.15) return '';
    const x = -half + ((i + 0.5) * 2 * half) / slots + stage.random.uniform(-20, 20);
    return pick(makers, stage.random)(stage, x);
  }).join('');
}

/** A living room. */
export const livingRoom: Place = (stage, z) => {
  const { random } = stage;
  const wall = z + random.uniform(0.7, 2.2);
  const floor = pick(['boards', 'boards', 'carpet'] as const, random);
  return {
    behind: room(
      stage,
      shell(stage, wall, floor) +
        onWall(
          stage,
          wall,
          along(stage, wall, [roomWindow, roomWindow, framed, framed, bookcase, floorLamp, drawers]),
        ) +
        (random.uniform() < 0.6 ? rug(stage, z - 0.3) : ''),
    ),
  };
};

/** A kitchen or dining room. */
export const kitchen: Place = (stage, z) => {
  const { random } = stage;
  const wall = z + random.uniform(0.9, 2.2);
  const half = wallHalf(stage, wall);
  const isDining = random.uniform() < 0.45;
  const art = isDining
    ? along(stage, wall, [roomWindow, framed, drawers, framed])
    : kitchenUnits(stage, -half - 20, half + 40) + roomWindow(stage, random.uniform(-0.5, 0.5) * half);
  return {
    behind: room(
      stage,
      shell(stage, wall, pick(['tiles', 'boards'] as const, random)) + onWall(stage, wall, art),
    ),
  };
};

/** A study or an office. */
export const study: Place = (stage, z) => {
  const { random } = stage;
  const wall = z + random.uniform(0.5, 1.4);
  return {
    behind: room(
      stage,
      shell(stage, wall, pick(['boards', 'carpet', 'tiles'] as const, random)) +
        onWall(stage, wall, along(stage, wall, [bookcase, framed, roomWindow, framed, drawers])),
    ),
  };
};

/** A table's top close to the eye, a room out of focus behind it. */
export const tableTop: Place = (stage, z) => {
  const { camera, random, hour, id } = stage;
  const edge = groundAt(camera, z + random.uniform(0.25, 0.6));
  const wood = near(
    pick(['#b98a58', '#8a5f3c', '#d8c0a0', '#5a4034', '#e8e4dc', '#9a8a80'], random),
    random,
    8,
  );
  const wall = near(pick(WALLS, random), random, 8);
  const blurred = Array.from({ length: 9 }, () => {
    const colour = near(pick([...FABRICS, ...WALLS], random), random, 8);
    return random.uniform() < 0.5
      ? rect(
          random.uniform(-30, camera.width),
          random.uniform(-40, edge * 0.7),
          random.uniform(20, 70),
          random.uniform(40, 140),
          colour,
        )
      : ellipse(
          [random.uniform(0, camera.width), random.uniform(0, edge)],
          [random.uniform(10, 34), random.uniform(10, 34)],
          colour,
        );
  });
  const glow = hour.hasLamps
    ? ellipse([random.uniform(0, camera.width), edge * 0.3], [60, 60], 'url(#glow)')
    : rect(
        random.uniform(0, camera.width * 0.7),
        -10,
        70,
        edge * 0.7,
        hour.sky[2].toUpperCase(),
        'opacity=".85"',
      );
  const name = id();
  const grain = Array.from({ length: 22 }, () => {
    const y = random.uniform(edge + 3, camera.height);
    return `M${num(random.uniform(-30, camera.width))} ${num(y)}q${num(random.uniform(20, 50))} ${num(random.uniform(-2, 2))} ${num(random.uniform(60, 110))} 0`;
  });
  const behind =
    `<filter id="${name}" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="${num(random.uniform(5, 8))}"/></filter>` +
    band(stage, -2, edge + 4, wall) +
    `<g filter="url(#${name})">${band(stage, -30, edge + 30, wall)}${blurred.join('')}${glow}</g>` +
    fade(stage, edge, camera.height + 2, [shade(wood, 0.22), wood, shade(wood, -0.18)]) +
    stroke(grain.join(''), shade(wood, -0.3), 1, 'opacity=".35"') +
    band(stage, edge - 1, edge + 1.5, shade(wood, 0.4));
  return { behind: room(stage, behind) };
};
