import { near, pick, shade } from '../drawing/colour';
import { ellipse, num, shape, smooth, stroke } from '../drawing/path';
import type { Frame, Place } from './frame';
import { boards, FABRICS, pictureOnWall, plant, rect, WALLS, wallpaper, windowOnWall } from './furnishings';

/** Wallpaper, a picture or a window, floor boards, a plant, perhaps a rug. */
export function livingRoom(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const foot = Math.max(height * 0.35, ground - height * random.uniform(0.08, 0.26));
  const wall = near(pick(WALLS, random), random, 8);
  const rug = near(pick(FABRICS, random), random, 8);
  const hasRug = random.uniform() < 0.6;
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
          ellipse(
            [width / 2, ground + 10],
            [width * 0.4, height * 0.085],
            'none',
            `stroke="${shade(rug, 0.35)}" stroke-width="4"`,
          )
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
  const cushion = (x: number) => {
    const colour = near(pick(FABRICS, random), random, 10);
    const s = random.uniform(44, 74);
    const y = seat - s * 0.5;
    const outline = smooth([
      [x - s, y - s * 0.7],
      [x, y - s * 0.58],
      [x + s, y - s * 0.74],
      [x + s * 0.88, y],
      [x + s * 0.96, y + s * 0.66],
      [x, y + s * 0.55],
      [x - s * 0.96, y + s * 0.66],
      [x - s * 0.88, y],
    ]);
    return (
      shape(outline, colour, `transform="rotate(${random.integer(-14, 14)} ${num(x)} ${num(y)})"`) +
      ellipse([x, y], [4, 4], shade(colour, -0.3))
    );
  };
  const cushions = Array.from({ length: random.integer(0, 2) }, () => cushion(random.uniform(0, width)));
  return {
    behind:
      rect(-40, -40, width + 80, height + 80, wall) +
      wallpaper(frame, top, wall) +
      (random.uniform() < 0.5 ? pictureOnWall(frame, top) : '') +
      rect(-60, top, width + 120, height, fabric, 'rx="34"') +
      rect(half - 2, top + 10, 4, seat - top, shade(fabric, -0.25)) +
      rect(-60, top, width + 120, 16, shade(fabric, 0.14), 'rx="8"') +
      cushions.join('') +
      rect(-60, seat, width + 120, height - seat + 60, shade(fabric, 0.1), 'rx="18"') +
      rect(-60, Math.max(ground + 24, height - 26), width + 120, 80, shade(fabric, -0.22)),
  };
}

/** On a blanket with stripes or squares. */
export function bed(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const edge = Math.max(height * 0.22, ground - height * random.uniform(0.25, 0.5));
  const wall = near(pick(WALLS, random), random, 8);
  const cloth = near(pick([...FABRICS, '#efe8e0', '#e4e8f0'], random), random, 8);
  const step = random.uniform(20, 46);
  const tone = shade(cloth, random.uniform() < 0.5 ? 0.3 : -0.22);
  const down = Array.from(
    { length: Math.ceil(width / step) + 2 },
    (_, i) => `M${num(i * step - 20)} ${num(edge)}l${num((i * step - width / 2) * 0.4)} ${num(height)}`,
  );
  const across =
    random.uniform() < 0.5
      ? Array.from(
          { length: 8 },
          (_, i) => `M-20 ${num(edge + 12 + i * i * 6 + i * step * 0.5)}H${width + 20}`,
        )
      : [];
  const pillow = near('#f2efe8', random, 8);
  const x = random.uniform(width * 0.1, width * 0.9);
  const creases = Array.from(
    { length: 5 },
    () =>
      `M${num(random.uniform(0, width))} ${num(random.uniform(edge + 20, height))}q30 ${num(random.uniform(-14, 14))} 70 0`,
  );
  return {
    behind:
      rect(-40, -40, width + 80, height + 80, wall) +
      wallpaper(frame, edge, wall) +
      rect(-40, edge - height * 0.2, width + 80, height * 0.24, near('#8a6244', random, 16), 'rx="14"') +
      shape(
        smooth([
          [x - 80, edge - 34],
          [x, edge - 48],
          [x + 80, edge - 36],
          [x + 90, edge],
          [x + 78, edge + 30],
          [x, edge + 36],
          [x - 78, edge + 30],
          [x - 90, edge],
        ]),
        pillow,
      ) +
      rect(-40, edge, width + 80, height - edge + 40, cloth) +
      stroke([...down, ...across].join(''), tone, step * 0.22, 'opacity=".7"') +
      stroke(creases.join(''), shade(cloth, -0.4), 5, 'opacity=".22"'),
  };
}

/** Tiles on wall and floor, a cupboard, a bowl. */
export function kitchen(frame: Frame): Place {
  const { width, height, ground, random } = frame;
  const foot = Math.max(height * 0.35, ground - height * random.uniform(0.08, 0.2));
  const door = near(pick(['#e8e4dc', '#9fb8a8', '#c8a878', '#5f7488', '#f0ece4'], random), random, 6);
  const w = random.uniform(80, 130);
  const doors = Array.from({ length: Math.ceil(width / w) + 1 }, (_, i) => {
    const x = i * w - 30;
    return (
      rect(
        x + 4,
        foot - height * 0.42,
        w - 8,
        height * 0.39,
        shade(door, 0.08),
        `rx="4" stroke="${shade(door, -0.25)}" stroke-width="2"`,
      ) + ellipse([x + w - 16, foot - height * 0.24], [3.5, 3.5], '#80786e')
    );
  });
  const [light, dark] = pick(
    [
      ['#e9e4da', '#c9c0b0'],
      ['#f2f0ec', '#4c4e54'],
      ['#d8c0a4', '#b4885e'],
    ],
    random,
  );
  const rows = 6;
  const tiles: string[] = [];
  for (let r = 0; r < rows; r++) {
    const y0 = foot + ((height - foot + 20) * r * r) / (rows * rows);
    const y1 = foot + ((height - foot + 20) * (r + 1) ** 2) / (rows * rows);
    const spread = (y: number) => 1 + (1.3 * (y - foot)) / (height - foot + 1);
    for (let c = -6; c < 6; c++) {
      const x = (k: number, y: number) => num(width / 2 + k * 56 * spread(y));
      tiles.push(
        shape(
          `M${x(c, y0)} ${num(y0)}L${x(c + 1, y0)} ${num(y0)}L${x(c + 1, y1)} ${num(y1)}L${x(c, y1)} ${num(y1)}Z`,
          (r + c) % 2 === 0 ? light : dark,
        ),
      );
    }
  }
  const bowl = near(pick(FABRICS, random), random, 10);
  const x = random.uniform() < 0.5 ? width * 0.1 : width * 0.9;
  return {
    behind:
      rect(-40, -40, width + 80, foot + 40, door) +
      rect(-40, foot - height * 0.47, width + 80, 14, near('#7c6a58', random, 16)) +
      rect(-40, -40, width + 80, foot - height * 0.47 + 40, near(pick(WALLS, random), random, 6)) +
      doors.join('') +
      rect(-40, foot - 9, width + 80, 10, '#4a4644') +
      tiles.join('') +
      shape(
        `M${num(x - 34)} ${num(ground - 8)}H${num(x + 34)}L${num(x + 27)} ${num(ground + 14)}H${num(x - 27)}Z`,
        bowl,
      ) +
      ellipse([x, ground - 8], [34, 8], shade(bowl, -0.3)),
  };
}

/** Carpet filling the picture, seen from above. */
export function carpet(frame: Frame): Place {
  const { width, height, random } = frame;
  const colour = near(pick(FABRICS, random), random, 12);
  const loops = (count: number) =>
    Array.from(
      { length: count },
      () => `M${num(random.uniform(0, width))} ${num(random.uniform(0, height))}q3 -5 6 0`,
    );
  const toy = pick(['#e0503c', '#3f8ad0', '#d8e04a', '#e88ab8'], random);
  const [x, y] = [random.uniform(0.05, 0.95) * width, height * random.uniform(0.8, 0.95)];
  return {
    behind:
      rect(-40, -40, width + 80, height + 80, colour) +
      stroke(loops(220).join(''), shade(colour, -0.25), 2, 'opacity=".5"') +
      stroke(loops(220).join(''), shade(colour, 0.25), 2, 'opacity=".5"'),
    before:
      random.uniform() < 0.4
        ? ellipse([x, y], [19, 19], toy) +
          stroke(`M${num(x - 18)} ${num(y)}q18 -14 36 0`, shade(toy, 0.4), 3) +
          ellipse([x - 6, y - 8], [5, 4], '#ffffff', 'opacity=".5"')
        : '',
  };
}

/** A plain backdrop, as a photographer hangs it. */
export function studio(frame: Frame): Place {
  const { width, height, random, id } = frame;
  const colour = near(pick([...WALLS, ...FABRICS, '#2c2e36', '#f2f2f0'], random), random, 10);
  const name = id();
  return {
    behind:
      `<radialGradient id="${name}" cx="${num(random.uniform(0.25, 0.75))}" cy=".4" r=".85"><stop offset="0" stop-color="${shade(colour, 0.35)}"/><stop offset="1" stop-color="${shade(colour, -0.3)}"/></radialGradient>` +
      rect(-40, -40, width + 80, height + 80, `url(#${name})`),
  };
}
