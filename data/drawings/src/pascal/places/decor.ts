import { mix, near, pick, shade } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { about, ellipse, num, points, polygonPath, rect, shape, stroke } from '../../drawing/path';
import { FABRICS } from '../../pets/furnishings';
import type { Random } from '../../random';
import type { Stage } from '../stage';

/** Something at a wall, in centimetres: its middle at x = 0, y down, the floor at 0. */
export type Decor = (stage: Stage) => string;

const tinted = (colours: readonly string[], random: Random, spread: number) =>
  near(pick(colours, random), random, spread);

/** A window with a view and curtains. */
export const roomWindow: Decor = ({ random, hour }) => {
  const [w, h, y] = [random.uniform(90, 150), random.uniform(110, 140), -220];
  const curtain = tinted([...FABRICS, '#f0e8dc', '#e4dccc'], random, 8);
  const [sky, horizon] = [hour.sky[1], hour.sky[2]].map((colour) => colour.toUpperCase());
  const outside =
    rect(-w / 2, y, w, h, sky) +
    rect(-w / 2, y + h * 0.35, w, h * 0.3, mix(sky, horizon, 0.6).toUpperCase()) +
    ellipse([-w * 0.2, y + h], [w * 0.34, h * 0.3], relight('#7fa468', hour).toUpperCase()) +
    ellipse([w * 0.25, y + h], [w * 0.3, h * 0.42], relight('#5f8a5a', hour).toUpperCase());
  const box = [-w / 2, y, w, h].map(num);
  const view = `<svg x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" viewBox="${box.join(' ')}">${outside}</svg>`;
  const drape = (from: number) =>
    [0, 1, 2, 3]
      .map((i) => rect(from + i * 9, y - 14, 9.4, h + 46, i % 2 ? shade(curtain, -0.16) : curtain, 'rx="3"'))
      .join('');
  return (
    rect(-w / 2 - 6, y - 6, w + 12, h + 12, '#f2ede4') +
    view +
    rect(-2.5, y, 5, h, '#f2ede4') +
    rect(-w / 2, y + h * 0.42, w, 4, '#f2ede4') +
    rect(-w / 2 - 10, y + h + 4, w + 20, 6, '#f8f4ec') +
    stroke(`M${num(-w / 2 - 34)} ${y - 15}H${num(w / 2 + 34)}`, '#7a6450', 4) +
    drape(-w / 2 - 28) +
    drape(w / 2 - 8)
  );
};

/** A framed picture: mountains, or three discs. */
export const framed: Decor = ({ random }) => {
  const [w, h] = [random.uniform(40, 80), random.uniform(36, 62)];
  const y = -random.uniform(150, 190);
  const frame = pick(['#5c4030', '#e8e2d8', '#2f2c30', '#b8923c'], random);
  const [sky, land] = [near('#dfe6e4', random, 14), near('#6f9a8a', random, 22)];
  const ridge = points('-0.5,0.5 -0.5,0.2 -0.2,-0.05 0.05,0.25 0.25,0.05 0.5,0.3 0.5,0.5');
  const mountains = () =>
    ellipse([w * 0.22, y - h * 0.15], [h * 0.12, h * 0.12], '#f0c040') +
    shape(polygonPath(about([0, y], ridge, [w, h])), land);
  const disc = (i: number) =>
    ellipse(
      [(i - 1) * w * 0.24, y + (i % 2) * h * 0.16 - 4],
      [w * 0.18, w * 0.18],
      tinted(FABRICS, random, 8),
      'opacity=".85"',
    );
  const art = random.uniform() < 0.5 ? mountains() : [0, 1, 2].map(disc).join('');
  return rect(-w / 2 - 5, y - h / 2 - 5, w + 10, h + 10, frame) + rect(-w / 2, y - h / 2, w, h, sky) + art;
};

/** Shelves with books and boxes. */
export const bookcase: Decor = ({ random }) => {
  const w = random.uniform(80, 120);
  const wood = tinted(['#8a5f3c', '#c9a06a', '#e4ddd0', '#5a3a28'], random, 8);
  const rows = [0, 1, 2, 3, 4].map((r) => {
    const y = -20 - r * 36;
    let at = -w / 2 + 6;
    const books: string[] = [];
    while (at < w / 2 - 12) {
      const [thick, tall] = [random.uniform(3.5, 7), random.uniform(19, 28)];
      if (random.uniform() < 0.88) books.push(rect(at, y - tall, thick, tall, tinted(FABRICS, random, 14)));
      at += thick + 0.4;
    }
    return rect(-w / 2 + 4, y - 32, w - 8, 32, shade(wood, -0.4)) + books.join('');
  });
  return rect(-w / 2, -206, w, 206, wood) + rows.join('');
};

/** A lamp on a high foot; shines in the evening. */
export const floorLamp: Decor = ({ random, hour }) => {
  const cloth = tinted(['#f0e0b8', '#e8c890', '#d8e0d8', '#e8b0a0'], random, 6);
  const glow = hour.hasLamps ? ellipse([0, -150], [80, 80], 'url(#glow)', 'opacity=".8"') : '';
  const lampshade = 'M-14 -172H14L24 -134H-24Z';
  return (
    glow +
    stroke('M0 0V-140', '#4a4440', 3) +
    ellipse([0, -1], [16, 4], '#4a4440') +
    shape(lampshade, hour.hasLamps ? '#FFEDB4' : cloth) +
    shape(lampshade, 'url(#tube)', 'opacity=".5"')
  );
};

/** A chest of drawers with a bowl. */
export const drawers: Decor = ({ random }) => {
  const wood = tinted(['#8a5f3c', '#c9a06a', '#e4ddd0', '#7a8a90'], random, 8);
  const drawer = (y: number) =>
    rect(-46, y, 92, 22, shade(wood, 0.1)) + ellipse([0, y + 11], [4, 2], '#6a5844');
  return (
    rect(-50, -84, 100, 80, wood) +
    [-80, -55, -30].map(drawer).join('') +
    [-48, 42].map((x) => rect(x, -4, 6, 4, shade(wood, -0.4))).join('') +
    shape('M-16 -96H16Q10 -84 0 -84Q-10 -84 -16 -96Z', tinted(FABRICS, random, 8))
  );
};

/** Cupboards, a worktop and tiles along the wall of a kitchen. */
export function kitchenUnits({ random }: Stage, left: number, right: number): string {
  const door = tinted(['#e8e4dc', '#9fb8a8', '#c8a878', '#5f7488', '#f0ece4', '#d8b8a0'], random, 6);
  const tile = tinted(['#e4e8e4', '#d8e4ec', '#f0e8d8'], random, 4);
  const step = 60;
  const width = right - left;
  const columns = Array.from({ length: Math.ceil(width / 15) }, (_, i) => `M${num(left + i * 15)} -140V-92`);
  const joints = `${columns.join('')}M${num(left)} -124H${num(right)}M${num(left)} -108H${num(right)}`;
  const edge = `stroke="${shade(door, -0.25)}" stroke-width="1"`;
  const cupboards = Array.from({ length: Math.ceil(width / step) }, (_, i) => {
    const x = left + i * step;
    const above =
      rect(x + 2, -214, step - 4, 72, shade(door, 0.1), edge) + ellipse([x + 9, -154], [2, 2], '#80786e');
    return (
      rect(x + 2, -86, step - 4, 78, shade(door, 0.06), edge) +
      ellipse([x + step - 9, -70], [2, 2], '#80786e') +
      (random.uniform() < 0.15 ? '' : above)
    );
  });
  const pot = (x: number) =>
    rect(x - 12, -108, 24, 16, near('#a85040', random, 20), 'rx="3"') +
    rect(x - 14, -110, 28, 3, '#5a5a60') +
    stroke(`M${num(x + 12)} -104h10`, '#3a3a40', 3);
  const stove = random.uniform(left + 40, right - 100);
  return (
    rect(left, -140, width, 50, tile) +
    stroke(joints, shade(tile, -0.16), 0.8) +
    cupboards.join('') +
    rect(left, -93, width, 6, near('#7c6a58', random, 14)) +
    rect(left, -8, width, 8, '#4a4644') +
    rect(stove, -86, 58, 78, '#d8d8d8') +
    rect(stove + 6, -66, 46, 36, '#3a3c42') +
    rect(stove + 6, -76, 46, 3, '#8a8e94') +
    pot(stove + 20)
  );
}
