import { mix, near, pick, shade } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { ellipse, num, rect, shape, stroke } from '../../drawing/path';
import { FABRICS } from '../../pets/furnishings';
import type { Stage } from '../stage';

/** A window with a view, its middle at x; centimetres, y down, the floor at 0. */
export function roomWindow({ random, hour }: Stage, x: number): string {
  const [w, h, y] = [random.uniform(90, 150), random.uniform(110, 140), -220];
  const curtain = near(pick([...FABRICS, '#f0e8dc', '#e4dccc'], random), random, 8);
  const view = [hour.sky[1], hour.sky[2]].map((colour) => colour.toUpperCase());
  const outside =
    rect(x - w / 2, y, w, h, view[0]) +
    rect(x - w / 2, y + h * 0.35, w, h * 0.3, mix(view[0], view[1], 0.6).toUpperCase()) +
    ellipse([x - w * 0.2, y + h], [w * 0.34, h * 0.3], relight('#7fa468', hour).toUpperCase()) +
    ellipse([x + w * 0.25, y + h], [w * 0.3, h * 0.42], relight('#5f8a5a', hour).toUpperCase());
  const drape = (from: number) =>
    [0, 1, 2, 3]
      .map((i) => rect(from + i * 9, y - 14, 9.4, h + 46, i % 2 ? shade(curtain, -0.16) : curtain, 'rx="3"'))
      .join('');
  return (
    rect(x - w / 2 - 6, y - 6, w + 12, h + 12, '#f2ede4') +
    `<svg x="${num(x - w / 2)}" y="${num(y)}" width="${num(w)}" height="${num(h)}" viewBox="${num(x - w / 2)} ${num(y)} ${num(w)} ${num(h)}">${outside}</svg>` +
    rect(x - 2.5, y, 5, h, '#f2ede4') +
    rect(x - w / 2, y + h * 0.42, w, 4, '#f2ede4') +
    rect(x - w / 2 - 10, y + h + 4, w + 20, 6, '#f8f4ec') +
    stroke(`M${num(x - w / 2 - 34)} ${y - 15}H${num(x + w / 2 + 34)}`, '#7a6450', 4) +
    drape(x - w / 2 - 28) +
    drape(x + w / 2 - 8)
  );
}

/** A framed picture. */
export function framed({ random }: Stage, x: number): string {
  const [w, h] = [random.uniform(40, 80), random.uniform(36, 62)];
  const y = -random.uniform(150, 190);
  const frame = pick(['#5c4030', '#e8e2d8', '#2f2c30', '#b8923c'], random);
  const [sky, land] = [near('#dfe6e4', random, 14), near('#6f9a8a', random, 22)];
  const art =
    random.uniform() < 0.5
      ? ellipse([x + w * 0.22, y - h * 0.15], [h * 0.12, h * 0.12], '#f0c040') +
        shape(
          `M${num(x - w / 2)} ${num(y + h / 2)}V${num(y + h * 0.2)}L${num(x - w * 0.2)} ${num(y - h * 0.05)}L${num(x + w * 0.05)} ${num(y + h * 0.25)}L${num(x + w * 0.25)} ${num(y + h * 0.05)}L${num(x + w / 2)} ${num(y + h * 0.3)}V${num(y + h / 2)}Z`,
          land,
        )
      : [0, 1, 2]
          .map((i) =>
            ellipse(
              [x + (i - 1) * w * 0.24, y + (i % 2) * h * 0.16 - 4],
              [w * 0.18, w * 0.18],
              near(pick(FABRICS, random), random, 8),
              'opacity=".85"',
            ),
          )
          .join('');
  return (
    rect(x - w / 2 - 5, y - h / 2 - 5, w + 10, h + 10, frame) + rect(x - w / 2, y - h / 2, w, h, sky) + art
  );
}

/** Shelves with books and boxes. */
export function bookcase({ random }: Stage, x: number): string {
  const w = random.uniform(80, 120);
  const wood = near(pick(['#8a5f3c', '#c9a06a', '#e4ddd0', '#5a3a28'], random), random, 8);
  const rows = [0, 1, 2, 3, 4].map((r) => {
    const y = -20 - r * 36;
    let at = x - w / 2 + 6;
    const books: string[] = [];
    while (at < x + w / 2 - 12) {
      const [thick, tall] = [random.uniform(3.5, 7), random.uniform(19, 28)];
      if (random.uniform() < 0.88)
        books.push(rect(at, y - tall, thick, tall, near(pick(FABRICS, random), random, 14)));
      at += thick + 0.4;
    }
    return rect(x - w / 2 + 4, y - 32, w - 8, 32, shade(wood, -0.4)) + books.join('');
  });
  return rect(x - w / 2, -206, w, 206, wood) + rows.join('');
}

/** A lamp on a high foot; shines in the evening. */
export function floorLamp({ random, hour }: Stage, x: number): string {
  const cloth = near(pick(['#f0e0b8', '#e8c890', '#d8e0d8', '#e8b0a0'], random), random, 6);
  const glow = hour.hasLamps ? ellipse([x, -150], [80, 80], 'url(#glow)', 'opacity=".8"') : '';
  return (
    glow +
    stroke(`M${num(x)} 0V-140`, '#4a4440', 3) +
    ellipse([x, -1], [16, 4], '#4a4440') +
    shape(
      `M${num(x - 14)} -172H${num(x + 14)}L${num(x + 24)} -134H${num(x - 24)}Z`,
      hour.hasLamps ? '#FFEDB4' : cloth,
    ) +
    shape(
      `M${num(x - 14)} -172H${num(x + 14)}L${num(x + 24)} -134H${num(x - 24)}Z`,
      'url(#tube)',
      'opacity=".5"',
    )
  );
}

/** A chest of drawers with a bowl. */
export function drawers({ random }: Stage, x: number): string {
  const wood = near(pick(['#8a5f3c', '#c9a06a', '#e4ddd0', '#7a8a90'], random), random, 8);
  const rows = [0, 1, 2].map(
    (i) =>
      rect(x - 46, -80 + i * 25, 92, 22, shade(wood, 0.1)) + ellipse([x, -69 + i * 25], [4, 2], '#6a5844'),
  );
  return (
    rect(x - 50, -84, 100, 80, wood) +
    rows.join('') +
    rect(x - 48, -4, 6, 4, shade(wood, -0.4)) +
    rect(x + 42, -4, 6, 4, shade(wood, -0.4)) +
    shape(
      `M${num(x - 16)} -96H${num(x + 16)}Q${num(x + 10)} -84 ${num(x)} -84Q${num(x - 10)} -84 ${num(x - 16)} -96Z`,
      near(pick(FABRICS, random), random, 8),
    )
  );
}

/** Cupboards, a worktop and tiles along the wall of a kitchen. */
export function kitchenUnits({ random }: Stage, left: number, right: number): string {
  const door = near(
    pick(['#e8e4dc', '#9fb8a8', '#c8a878', '#5f7488', '#f0ece4', '#d8b8a0'], random),
    random,
    6,
  );
  const tile = near(pick(['#e4e8e4', '#d8e4ec', '#f0e8d8'], random), random, 4);
  const step = 60;
  const count = Math.ceil((right - left) / step);
  const columns = Array.from(
    { length: Math.ceil((right - left) / 15) },
    (_, i) => `M${num(left + i * 15)} -140V-92`,
  );
  const joints = `${columns.join('')}M${num(left)} -124H${num(right)}M${num(left)} -108H${num(right)}`;
  const cupboards = Array.from({ length: count }, (_, i) => {
    const x = left + i * step;
    const isOpen = random.uniform() < 0.15;
    return (
      rect(x + 2, -86, step - 4, 78, shade(door, 0.06), `stroke="${shade(door, -0.25)}" stroke-width="1"`) +
      ellipse([x + step - 9, -70], [2, 2], '#80786e') +
      (isOpen
        ? ''
        : rect(
            x + 2,
            -214,
            step - 4,
            72,
            shade(door, 0.1),
            `stroke="${shade(door, -0.25)}" stroke-width="1"`,
          ) + ellipse([x + 9, -154], [2, 2], '#80786e'))
    );
  });
  const pot = (x: number) =>
    rect(x - 12, -108, 24, 16, near('#a85040', random, 20), 'rx="3"') +
    rect(x - 14, -110, 28, 3, '#5a5a60') +
    stroke(`M${num(x + 12)} -104h10`, '#3a3a40', 3);
  const stove = random.uniform(left + 40, right - 100);
  return (
    rect(left, -140, right - left, 50, tile) +
    stroke(joints, shade(tile, -0.16), 0.8) +
    cupboards.join('') +
    rect(left, -93, right - left, 6, near('#7c6a58', random, 14)) +
    rect(left, -8, right - left, 8, '#4a4644') +
    rect(stove, -86, 58, 78, '#d8d8d8') +
    rect(stove + 6, -66, 46, 36, '#3a3c42') +
    rect(stove + 6, -76, 46, 3, '#8a8e94') +
    pot(stove + 20)
  );
}
