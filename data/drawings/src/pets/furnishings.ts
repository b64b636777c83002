import { near, pick, shade } from '../drawing/colour';
import { ellipse, num, rect, shape, stroke } from '../drawing/path';
import { d, repeat } from '../drawing/svg';
import type { Frame } from './frame';

/** Colours of walls. */
export const WALLS = '#d9cfc0 #b8c8c4 #e0d4b4 #c4b4c8 #9fb4c8 #d8a890 #8f9c84 #efe9df #6f7c8c'.split(' ');

/** Colours of cloth. */
export const FABRICS =
  '#b5483f #4a6fa5 #7a8f5a #8a5a86 #c99a3c #5a8a8c #6b6460 #d0c4b4 #3f4a5c #c77a8a'.split(' ');

/** Stripes, dots or nothing on a wall that ends at `bottom`. */
export function wallpaper({ width, random }: Frame, bottom: number, wall: string): string {
  const pattern = random.integer(0, 3);
  const step = random.uniform(22, 44);
  const tone = shade(wall, random.uniform() < 0.5 ? 0.14 : -0.1);
  const columns = (each: (x: number) => string) =>
    repeat(Math.ceil(width / step), (i) => each((i + 0.5) * step));
  if (pattern === 0) return columns((x) => rect(x, -20, step * 0.4, bottom + 20, tone));
  if (pattern > 1) return '';
  return repeat(Math.ceil(bottom / step), (row) =>
    columns((x) => ellipse([x + (row % 2) * step * 0.5, row * step], [step * 0.11, step * 0.11], tone)),
  );
}

/** A framed landscape. */
export function pictureOnWall({ width, random }: Frame, bottom: number): string {
  const [w, h] = [random.uniform(50, 100), random.uniform(40, 80)];
  const [x, y] = [random.uniform(-10, width - w * 0.6), random.uniform(8, Math.max(12, bottom - h - 30))];
  const mountains = d`M${x} ${y + h}V${y + h * 0.7}L${x + w * 0.3} ${y + h * 0.45}L${x + w * 0.55} ${y + h * 0.75}L${x + w * 0.75} ${y + h * 0.55}L${x + w} ${y + h * 0.8}V${y + h}Z`;
  return (
    rect(x - 5, y - 5, w + 10, h + 10, pick(['#5c4030', '#e8e2d8', '#2f2c30', '#b8923c'], random)) +
    rect(x, y, w, h, near('#dfe6e4', random, 10)) +
    ellipse([x + w * 0.7, y + h * 0.3], [h * 0.12, h * 0.12], '#f0c040') +
    shape(mountains, near('#6f9a8a', random, 20))
  );
}

/** A window with curtains. */
export function windowOnWall({ width, random }: Frame, bottom: number): string {
  const [w, h] = [random.uniform(90, 150), random.uniform(90, 150)];
  const [x, y] = [random.uniform(-30, width - w * 0.7), random.uniform(-20, Math.max(-10, bottom - h - 40))];
  const curtain = near(pick(FABRICS, random), random, 8);
  const folds = (from: number) =>
    repeat(3, (i) => rect(from + i * 11, y - 12, 11.5, h + 34, i % 2 ? shade(curtain, -0.14) : curtain));
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
  const leaves = repeat(7, (i) => {
    const angle = -Math.PI / 2 + (i - 3) * 0.38;
    const long = random.uniform(40, 72);
    const [cx, cy] = [x + Math.cos(angle) * long * 0.6, base - 34 + Math.sin(angle) * long * 0.6];
    const turned = `transform="rotate(${num((angle * 180) / Math.PI)} ${num(cx)} ${num(cy)})"`;
    return ellipse([cx, cy], [long * 0.5, 8], near(green, random, 6), turned);
  });
  return leaves + shape(d`M${x - 19} ${base - 36}H${x + 19}L${x + 14} ${base}H${x - 14}Z`, pot);
}

/** A wooden floor from `foot` downwards. */
export function boards({ width, height, random }: Frame, foot: number, colour: string): string {
  const lines = repeat(12, (i) => {
    const x = (i / 11) * width;
    return d`M${x} ${foot}L${width / 2 + (x - width / 2) * 2} ${height + 20}`;
  });
  const ends = repeat(10, () => {
    const [x, y] = [random.uniform(0, width), random.uniform(foot + 6, height)];
    return d`M${x} ${y}h${random.uniform(16, 40)}`;
  });
  return (
    rect(-40, foot, width + 80, height - foot + 40, colour) +
    stroke(lines + ends, shade(colour, -0.3), 1.8, 'opacity=".55"')
  );
}
