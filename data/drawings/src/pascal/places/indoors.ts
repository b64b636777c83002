import { near, pick, shade } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { ellipse, num, polygonPath, rect, shape, stroke, translated } from '../../drawing/path';
import { d, repeat } from '../../drawing/svg';
import { FABRICS, WALLS } from '../../pets/furnishings';
import { groundAt, project } from '../../three-d/camera';
import { onGround, type Stage } from '../stage';
import { bookcase, type Decor, drawers, floorLamp, framed, kitchenUnits, roomWindow } from './decor';
import type { Place } from './outdoors';
import { reach } from './roads';
import { band, fade } from './sky';

type Floor = 'boards' | 'tiles' | 'carpet';

/** A wall `z` metres away with its skirting and paper, and the floor up to us. */
function shell(stage: Stage, z: number, floor: Floor): string {
  const { camera, random } = stage;
  const foot = groundAt(camera, z);
  const s = camera.focal / z;
  const wall = near(pick(WALLS, random), random, 8);
  const tone = shade(wall, random.uniform() < 0.5 ? 0.14 : -0.09);
  const step = s * random.uniform(0.14, 0.3);
  const columns = Array.from({ length: Math.min(60, Math.ceil(camera.width / step)) }, (_, i) => i * step);
  const rows = Array.from({ length: Math.ceil(foot / step) }, (_, k) => k);
  const dot = (x: number, k: number) =>
    ellipse([x + (k % 2) * step * 0.5, k * step], [step * 0.12, step * 0.16], tone);
  const stripes = () => columns.map((x) => rect(x, -2, step * 0.42, foot + 2, tone)).join('');
  const dots = () => (step < 14 ? '' : columns.flatMap((x) => rows.map((k) => dot(x, k))).join(''));
  const panels = () =>
    band(stage, foot - s * 0.9, foot, shade(wall, -0.14)) +
    band(stage, foot - s * 0.93, foot - s * 0.88, shade(wall, 0.4));
  const paper = pick([stripes, dots, () => '', panels], random)();
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

const FLOORS: Readonly<Record<Floor, { colours: readonly string[]; spread: number }>> = {
  boards: { colours: ['#b98a58', '#8a5f3c', '#c9b090', '#6a4c38', '#a87848'], spread: 8 },
  carpet: { colours: FABRICS, spread: 10 },
  tiles: { colours: ['#e4ddd0'], spread: 6 },
};

function floorOf(stage: Stage, foot: number, kind: Floor): string {
  const { camera, random } = stage;
  const { width, height, horizon, focal } = camera;
  const { colours, spread } = FLOORS[kind];
  const colour = near(colours.length > 1 ? pick(colours, random) : colours[0], random, spread);
  const base = fade(stage, foot, height + 2, [shade(colour, -0.12), shade(colour, 0.1), shade(colour, -0.1)]);
  if (kind === 'carpet') return base;
  const at = (x: number, z: number) => project(camera, [x, 0, z]);
  const far = (focal * camera.eye[1]) / Math.max(4, foot - horizon);
  const close = Math.max(0.25, (focal * camera.eye[1]) / Math.max(8, height + 10 - horizon));
  const half = reach(stage, far) + 0.6;
  const pitch = kind === 'boards' ? 0.16 : 0.34;
  const count = Math.min(60, Math.ceil((2 * half) / pitch));
  if (kind === 'boards') {
    const lines = Array.from({ length: count }, (_, i) => {
      const x = (i - count / 2) * pitch;
      return polygonPath([at(x, far), at(x, close)], false);
    });
    const ends = Array.from({ length: 26 }, () => {
      const [x, z] = [Math.round(random.uniform(-half, half) / pitch) * pitch, random.uniform(close, far)];
      return polygonPath([at(x, z), at(x + pitch, z)], false);
    });
    return base + stroke([...lines, ...ends].join(''), shade(colour, -0.35), 0.9, 'opacity=".55"');
  }
  const dark = pick([shade(colour, -0.3), '#5a6a74', '#a85a40', shade(colour, -0.12)], random);
  const rows = Math.min(24, Math.ceil((far - close) / pitch));
  const tiles = Array.from({ length: rows * count }, (_, i) => {
    const [r, c] = [Math.floor(i / count), i % count];
    const [x, z] = [(c - count / 2) * pitch, far - r * pitch];
    const near = Math.max(close, z - pitch);
    const corners = [at(x, z), at(x + pitch, z), at(x + pitch, near), at(x, near)];
    const isOutside = corners.every(([u]) => u < -4) || corners.every(([u]) => u > width + 4);
    return (r + c) % 2 || isOutside ? '' : polygonPath(corners);
  });
  return base + shape(tiles.join(''), dark, 'opacity=".75"');
}

/** Puts elements in centimetres against the wall. */
const onWall = (stage: Stage, z: number, art: string): string => onGround(stage, [0, z], 100, art);

function rug(stage: Stage, z: number): string {
  const { camera, random } = stage;
  const colour = near(pick(FABRICS, random), random, 8);
  const at = project(camera, [random.uniform(-0.2, 0.2), 0, z]);
  const half = Math.max(3, (groundAt(camera, z - 0.7) - groundAt(camera, z + 0.7)) / 2);
  const ring = (k: number, tone: number) =>
    ellipse(at, [(camera.focal / z) * 1.5 * k, half * k], tone ? shade(colour, tone) : colour);
  return ring(1, -0.2) + ring(0.95, 0) + ring(0.78, 0.35) + ring(0.73, 0) + ring(0.4, -0.18);
}

/** The half width of the wall in centimetres that is seen. */
const wallHalf = (stage: Stage, z: number) => reach(stage, z) * 100;

const room = (stage: Stage, art: string): string => relight(art, { light: stage.lamp });

/** Decorations at positions that do not meet. */
function along(stage: Stage, z: number, makers: readonly Decor[]): string {
  const half = wallHalf(stage, z);
  const slots = Math.max(1, Math.min(5, Math.round((2 * half) / 170)));
  return repeat(slots, (i) => {
    if (stage.random.uniform() < 0.15) return '';
    const x = -half + ((i + 0.5) * 2 * half) / slots + stage.random.uniform(-20, 20);
    return translated(pick(makers, stage.random)(stage), [x, 0]);
  });
}

/** A living room. */
export const livingRoom: Place = (stage, z) => {
  const { random } = stage;
  const wall = z + random.uniform(0.7, 2.2);
  const floor = pick(['boards', 'boards', 'carpet'] as const, random);
  const decor = [roomWindow, roomWindow, framed, framed, bookcase, floorLamp, drawers];
  const art = shell(stage, wall, floor) + onWall(stage, wall, along(stage, wall, decor));
  return { behind: room(stage, art + (random.uniform() < 0.6 ? rug(stage, z - 0.3) : '')) };
};

/** A kitchen or dining room. */
export const kitchen: Place = (stage, z) => {
  const { random } = stage;
  const wall = z + random.uniform(0.9, 2.2);
  const half = wallHalf(stage, wall);
  const isDining = random.uniform() < 0.45;
  const fitted = () => {
    const units = kitchenUnits(stage, -half - 20, half + 40);
    const x = random.uniform(-0.5, 0.5) * half;
    return units + translated(roomWindow(stage), [x, 0]);
  };
  const art = isDining ? along(stage, wall, [roomWindow, framed, drawers, framed]) : fitted();
  const floor = pick(['tiles', 'boards'] as const, random);
  return { behind: room(stage, shell(stage, wall, floor) + onWall(stage, wall, art)) };
};

/** A study or an office. */
export const study: Place = (stage, z) => {
  const { random } = stage;
  const wall = z + random.uniform(0.5, 1.4);
  const behind = shell(stage, wall, pick(['boards', 'carpet', 'tiles'] as const, random));
  const decor = along(stage, wall, [bookcase, framed, roomWindow, framed, drawers]);
  return { behind: room(stage, behind + onWall(stage, wall, decor)) };
};

/** A table's top close to the eye, a room out of focus behind it. */
export const tableTop: Place = (stage, z) => {
  const { camera, random, hour, id } = stage;
  const { width, height } = camera;
  const { uniform } = random;
  const edge = groundAt(camera, z + uniform(0.25, 0.6));
  const woods = ['#b98a58', '#8a5f3c', '#d8c0a0', '#5a4034', '#e8e4dc', '#9a8a80'];
  const wood = near(pick(woods, random), random, 8);
  const wall = near(pick(WALLS, random), random, 8);
  const blurred = Array.from({ length: 9 }, () => {
    const colour = near(pick([...FABRICS, ...WALLS], random), random, 8);
    return uniform() < 0.5
      ? rect(uniform(-30, width), uniform(-40, edge * 0.7), uniform(20, 70), uniform(40, 140), colour)
      : ellipse([uniform(0, width), uniform(0, edge)], [uniform(10, 34), uniform(10, 34)], colour);
  });
  const glow = hour.hasLamps
    ? ellipse([uniform(0, width), edge * 0.3], [60, 60], 'url(#glow)')
    : rect(uniform(0, width * 0.7), -10, 70, edge * 0.7, hour.sky[2].toUpperCase(), 'opacity=".85"');
  const name = id();
  const grain = Array.from({ length: 22 }, () => {
    const y = uniform(edge + 3, height);
    return d`M${uniform(-30, width)} ${y}q${uniform(20, 50)} ${uniform(-2, 2)} ${uniform(60, 110)} 0`;
  });
  const behind =
    `<filter id="${name}" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="${num(uniform(5, 8))}"/></filter>` +
    band(stage, -2, edge + 4, wall) +
    `<g filter="url(#${name})">${band(stage, -30, edge + 30, wall)}${blurred.join('')}${glow}</g>` +
    fade(stage, edge, height + 2, [shade(wood, 0.22), wood, shade(wood, -0.18)]) +
    stroke(grain.join(''), shade(wood, -0.3), 1, 'opacity=".35"') +
    band(stage, edge - 1, edge + 1.5, shade(wood, 0.4));
  return { behind: room(stage, behind) };
};
