import { near, pick, shade } from '../drawing/colour';
import { about, blob, ellipse, num, rect, shape, stroke } from '../drawing/path';
import { d, repeat } from '../drawing/svg';
import type { Frame, Place } from './frame';
import { boards, FABRICS, pictureOnWall, plant, WALLS, wallpaper, windowOnWall } from './furnishings';

/** Fills the image, also where it is turned a little. */
const fill = ({ width, height }: Frame, colour: string) => rect(-40, -40, width + 80, height + 80, colour);

/** Wallpaper, a picture or a window, floor boards, a plant, perhaps a rug. */
export function livingRoom(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const foot = Math.max(height * 0.35, ground - height * random.uniform(0.08, 0.26));
  const wall = near(pick(WALLS, random), random, 8);
  const rug = near(pick(FABRICS, random), random, 8);
  const hasRug = random.uniform() < 0.6;
  const border = `stroke="${shade(rug, 0.35)}" stroke-width="4"`;
  return {
    behind:
      rect(-40, -40, width + 80, foot + 40, wall) +
      wallpaper(frame, foot, wall) +
      (random.uniform() < 0.5 ? windowOnWall(frame, foot) : pictureOnWall(frame, foot)) +
      boards(frame, foot, near(pick(['#b98a58', '#8a5f3c', '#c9b090', '#6a4c38'], random), random, 8)) +
      rect(-40, foot - 12, width + 80, 12, shade(wall, 0.5)) +
      (random.uniform() < 0.5 ? plant(frame, random.uniform(0, width), foot + 16) : '') +
      (hasRug
        ? ellipse([width / 2, ground + 12], [width * 0.56, height * 0.13], shade(rug, -0.15)) +
          ellipse([width / 2, ground + 10], [width * 0.5, height * 0.11], rug) +
          ellipse([width / 2, ground + 10], [width * 0.4, height * 0.085], 'none', border)
        : ''),
  };
}

/** On a sofa, among cushions. */
export function sofa(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const fabric = near(pick(FABRICS, random), random, 10);
  const wall = near(pick(WALLS, random), random, 8);
  const top = Math.min(ground - height * random.uniform(0.3, 0.6), height * 0.5);
  const seat = ground - height * 0.06;
  const half = width * random.uniform(0.4, 0.6);
  const cushions = repeat(random.integer(0, 2), () => cushion(frame, random.uniform(0, width), seat));
  return {
    behind:
      fill(frame, wall) +
      wallpaper(frame, top, wall) +
      (random.uniform() < 0.5 ? pictureOnWall(frame, top) : '') +
      rect(-60, top, width + 120, height, fabric, 'rx="34"') +
      rect(half - 2, top + 10, 4, seat - top, shade(fabric, -0.25)) +
      rect(-60, top, width + 120, 16, shade(fabric, 0.14), 'rx="8"') +
      cushions +
      rect(-60, seat, width + 120, height - seat + 60, shade(fabric, 0.1), 'rx="18"') +
      rect(-60, Math.max(ground + 24, height - 26), width + 120, 80, shade(fabric, -0.22)),
  };
}

function cushion({ random }: Frame, x: number, seat: number): string {
  const colour = near(pick(FABRICS, random), random, 10);
  const s = random.uniform(44, 74);
  const y = seat - s * 0.5;
  const outline = '-1,-0.7 0,-0.58 1,-0.74 0.88,0 0.96,0.66 0,0.55 -0.96,0.66 -0.88,0';
  const turned = `transform="rotate(${random.integer(-14, 14)} ${num(x)} ${num(y)})"`;
  return blob(about([x, y], outline, [s, s]), colour, turned) + ellipse([x, y], [4, 4], shade(colour, -0.3));
}

/** On a blanket with stripes or squares. */
export function bed(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const edge = Math.max(height * 0.22, ground - height * random.uniform(0.25, 0.5));
  const wall = near(pick(WALLS, random), random, 8);
  const cloth = near(pick([...FABRICS, '#efe8e0', '#e4e8f0'], random), random, 8);
  const step = random.uniform(20, 46);
  const tone = shade(cloth, random.uniform() < 0.5 ? 0.3 : -0.22);
  const down = repeat(
    Math.ceil(width / step) + 2,
    (i) => d`M${i * step - 20} ${edge}l${(i * step - width / 2) * 0.4} ${height}`,
  );
  const rows = random.uniform() < 0.5 ? 8 : 0;
  const across = repeat(rows, (i) => d`M-20 ${edge + 12 + i * i * 6 + i * step * 0.5}H${width + 20}`);
  const pillowColour = near('#f2efe8', random, 8);
  const x = random.uniform(width * 0.1, width * 0.9);
  const pillow = '-80,-34 0,-48 80,-36 90,0 78,30 0,36 -78,30 -90,0';
  const creases = repeat(5, () => {
    const [left, y] = [random.uniform(0, width), random.uniform(edge + 20, height)];
    return d`M${left} ${y}q30 ${random.uniform(-14, 14)} 70 0`;
  });
  return {
    behind:
      fill(frame, wall) +
      wallpaper(frame, edge, wall) +
      rect(-40, edge - height * 0.2, width + 80, height * 0.24, near('#8a6244', random, 16), 'rx="14"') +
      blob(about([x, edge], pillow), pillowColour) +
      rect(-40, edge, width + 80, height - edge + 40, cloth) +
      stroke(down + across, tone, step * 0.22, 'opacity=".7"') +
      stroke(creases, shade(cloth, -0.4), 5, 'opacity=".22"'),
  };
}

/** Tiles on wall and floor, a cupboard, a bowl. */
export function kitchen(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const foot = Math.max(height * 0.35, ground - height * random.uniform(0.08, 0.2));
  const door = near(pick(['#e8e4dc', '#9fb8a8', '#c8a878', '#5f7488', '#f0ece4'], random), random, 6);
  const w = random.uniform(80, 130);
  const frameOfDoor = `rx="4" stroke="${shade(door, -0.25)}" stroke-width="2"`;
  const doors = repeat(Math.ceil(width / w) + 1, (i) => {
    const x = i * w - 30;
    return (
      rect(x + 4, foot - height * 0.42, w - 8, height * 0.39, shade(door, 0.08), frameOfDoor) +
      ellipse([x + w - 16, foot - height * 0.24], [3.5, 3.5], '#80786e')
    );
  });
  const tiles = tiledFloor(frame, foot);
  const bowl = near(pick(FABRICS, random), random, 10);
  const x = random.uniform() < 0.5 ? width * 0.1 : width * 0.9;
  return {
    behind:
      rect(-40, -40, width + 80, foot + 40, door) +
      rect(-40, foot - height * 0.47, width + 80, 14, near('#7c6a58', random, 16)) +
      rect(-40, -40, width + 80, foot - height * 0.47 + 40, near(pick(WALLS, random), random, 6)) +
      doors +
      rect(-40, foot - 9, width + 80, 10, '#4a4644') +
      tiles +
      shape(d`M${x - 34} ${ground - 8}H${x + 34}L${x + 27} ${ground + 14}H${x - 27}Z`, bowl) +
      ellipse([x, ground - 8], [34, 8], shade(bowl, -0.3)),
  };
}

/** Squares of two colours from `foot` downwards, larger towards us. */
function tiledFloor({ width, height, random }: Frame, foot: number): string {
  const pairs = ['#e9e4da #c9c0b0', '#f2f0ec #4c4e54', '#d8c0a4 #b4885e'];
  const [light, dark] = pick(pairs, random).split(' ');
  const rows = 6;
  const depth = height - foot;
  return repeat(rows, (row) => {
    const [y0, y1] = [row, row + 1].map((r) => foot + ((depth + 20) * r * r) / (rows * rows));
    const x = (column: number, y: number) => width / 2 + column * 56 * (1 + (1.3 * (y - foot)) / (depth + 1));
    return repeat(12, (i) => {
      const column = i - 6;
      return shape(
        d`M${x(column, y0)} ${y0}L${x(column + 1, y0)} ${y0}L${x(column + 1, y1)} ${y1}L${x(column, y1)} ${y1}Z`,
        (row + column) % 2 === 0 ? light : dark,
      );
    });
  });
}

/** Carpet filling the image, seen from above. */
export function carpet(frame: Frame): Place {
  const { width, height, random } = frame;
  const colour = near(pick(FABRICS, random), random, 12);
  const loops = (tone: number) => {
    const path = repeat(220, () => d`M${random.uniform(0, width)} ${random.uniform(0, height)}q3 -5 6 0`);
    return stroke(path, shade(colour, tone), 2, 'opacity=".5"');
  };
  const toy = pick(['#e0503c', '#3f8ad0', '#d8e04a', '#e88ab8'], random);
  const [x, y] = [random.uniform(0.05, 0.95) * width, height * random.uniform(0.8, 0.95)];
  const ball =
    ellipse([x, y], [19, 19], toy) +
    stroke(d`M${x - 18} ${y}q18 -14 36 0`, shade(toy, 0.4), 3) +
    ellipse([x - 6, y - 8], [5, 4], '#ffffff', 'opacity=".5"');
  return {
    behind: fill(frame, colour) + loops(-0.25) + loops(0.25),
    before: random.uniform() < 0.4 ? ball : '',
  };
}

/** A plain backdrop, as a photographer hangs it. */
export function studio(frame: Frame): Place {
  const { random, id } = frame;
  const colour = near(pick([...WALLS, ...FABRICS, '#2c2e36', '#f2f2f0'], random), random, 10);
  const name = id();
  return {
    behind:
      `<radialGradient id="${name}" cx="${num(random.uniform(0.25, 0.75))}" cy=".4" r=".85"><stop offset="0" stop-color="${shade(colour, 0.35)}"/><stop offset="1" stop-color="${shade(colour, -0.3)}"/></radialGradient>` +
      fill(frame, `url(#${name})`),
  };
}
