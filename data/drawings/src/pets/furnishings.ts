import { near, pick, shade } from '../drawing/colour';
import { ellipse, num, shape, stroke } from '../drawing/path';
import type { Frame } from './frame';

/** Colours of walls. */
export const WALLS = [
  '#d9cfc0',
  '#b8c8c4',
  '#e0d4b4',
  '#c4b4c8',
  '#9fb4c8',
  '#d8a890',
  '#8f9c84',
  '#efe9df',
  '#6f7c8c',
];
/** Colours of cloth. */
export const FABRICS = [
  '#b5483f',
  '#4a6fa5',
  '#7a8f5a',
  '#8a5a86',
  '#c99a3c',
  '#5a8a8c',
  '#6b6460',
  '#d0c4b4',
  '#3f4a5c',
  '#c77a8a',
];

/** A rectangle's SVG element, from its top left corner. */
export const rect = (x: number, y: number, w: number, h: number, fill: string, more = '') =>
  `<rect x="${num(x)}" y="${num(y)}" width="${num(w)}" height="${num(h)}" fill="${fill}" ${more}/>`;

/** Stripes, dots or nothing on a wall that ends at `bottom`. */
export function wallpaper({ width, random }: Frame, bottom: number, wall: string): string {
  const kind = random.integer(0, 3);
  const step = random.uniform(22, 44);
  const tone = shade(wall, random.uniform() < 0.5 ? 0.14 : -0.1);
  const columns = Array.from({ length: Math.ceil(width / step) }, (_, i) => (i + 0.5) * step);
  if (kind === 0) return columns.map((x) => rect(x, -20, step * 0.4, bottom + 20, tone)).join('');
  if (kind === 1) {
    const rows = Array.from({ length: Math.ceil(bottom / step) }, (_, i) => i);
    return rows
      .flatMap((row) =>
        columns.map((x) =>
          ellipse([x + (row % 2) * step * 0.5, row * step], [step * 0.11, step * 0.11], tone),
        ),
      )
      .join('');
  }
  return '';
}

/** A framed landscape. */
export function pictureOnWall({ width, random }: Frame, bottom: number): string {
  const [w, h] = [random.uniform(50, 100), random.uniform(40, 80)];
  const [x, y] = [random.uniform(-10, width - w * 0.6), random.uniform(8, Math.max(12, bottom - h - 30))];
  return (
    rect(x - 5, y - 5, w + 10, h + 10, pick(['#5c4030', '#e8e2d8', '#2f2c30', '#b8923c'], random)) +
    rect(x, y, w, h, near('#dfe6e4', random, 10)) +
    ellipse([x + w * 0.7, y + h * 0.3], [h * 0.12, h * 0.12], '#f0c040') +
    shape(
      `M${num(x)} ${num(y + h)}V${num(y + h * 0.7)}L${num(x + w * 0.3)} ${num(y + h * 0.45)}L${num(x + w * 0.55)} ${num(y + h * 0.75)}L${num(x + w * 0.75)} ${num(y + h * 0.55)}L${num(x + w)} ${num(y + h * 0.8)}V${num(y + h)}Z`,
      near('#6f9a8a', random, 20),
    )
  );
}

/** A window with curtains. */
export function windowOnWall({ width, random }: Frame, bottom: number): string {
  const [w, h] = [random.uniform(90, 150), random.uniform(90, 150)];
  const [x, y] = [random.uniform(-30, width - w * 0.7), random.uniform(-20, Math.max(-10, bottom - h - 40))];
  const curtain = near(pick(FABRICS, random), random, 8);
  const folds = (from: number) =>
    [0, 1, 2]
      .map((i) => rect(from + i * 11, y - 12, 11.5, h + 34, i % 2 ? shade(curtain, -0.14) : curtain))
      .join('');
  return (
    rect(x - 7, y - 7, w + 14, h + 14, '#f4f0e8') +
    rect(x, y, w, h, pick(['#bfe0f4', '#dcebf0', '#27344c', '#f0d0a8'], random)) +
    ellipse([x + w * 0.3, y + h], [w * 0.34, h * 0.3], '#7fa468', 'opacity=".8"') +
    rect(x + w / 2 - 3, y, 6, h, '#f4f0e8') +
    rect(x, y + h / 2 - 3, w, 6, '#f4f0e8') +
    folds(x - 26) +
    folds(x + w - 8)
  );
}

/** A plant in a pot that stands at `base`. */
export function plant({ random }: Frame, x: number, base: number): string {
  const pot = near('#b8694a', random, 14);
  const green = near('#4f8a54', random, 12);
  const leaves = Array.from({ length: 7 }, (_, i) => {
    const angle = -Math.PI / 2 + (i - 3) * 0.38;
    const long = random.uniform(40, 72);
    return ellipse(
      [x + Math.cos(angle) * long * 0.6, base - 34 + Math.sin(angle) * long * 0.6],
      [long * 0.5, 8],
      near(green, random, 6),
      `transform="rotate(${num((angle * 180) / Math.PI)} ${num(x + Math.cos(angle) * long * 0.6)} ${num(base - 34 + Math.sin(angle) * long * 0.6)})"`,
    );
  });
  return (
    leaves.join('') +
    shape(`M${num(x - 19)} ${num(base - 36)}H${num(x + 19)}L${num(x + 14)} ${num(base)}H${num(x - 14)}Z`, pot)
  );
}

/** A wooden floor from `foot` downwards. */
export function boards({ width, height, random }: Frame, foot: number, colour: string): string {
  const lines = Array.from({ length: 12 }, (_, i) => {
    const x = (i / 11) * width;
    return `M${num(x)} ${num(foot)}L${num(width / 2 + (x - width / 2) * 2)} ${height + 20}`;
  });
  const ends = Array.from(
    { length: 10 },
    () =>
      `M${num(random.uniform(0, width))} ${num(random.uniform(foot + 6, height))}h${num(random.uniform(16, 40))}`,
  );
  return (
    rect(-40, foot, width + 80, height - foot + 40, colour) +
    stroke([...lines, ...ends].join(''), shade(colour, -0.3), 1.8, 'opacity=".55"')
  );
}
