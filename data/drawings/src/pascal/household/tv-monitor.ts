import { near, pick, shade } from '../../drawing/colour';
import type { Random } from '../../random';
import { box, type Face, mapped, moved, panelsAtZ } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { solid, type Thing } from '../stage';

import { WOODS } from './chair';

/** Metres: width and height of the screen, height of its foot. */
interface Form {
  readonly w: number;
  readonly h: number;
  readonly foot: number;
  readonly deep: number;
}

const FORMS: Readonly<Record<string, Form>> = {
  flat: { w: 1.05, h: 0.6, foot: 0.08, deep: 0.06 },
  tube: { w: 0.62, h: 0.5, foot: 0.02, deep: 0.46 },
  monitor: { w: 0.52, h: 0.34, foot: 0.13, deep: 0.05 },
};

/** A television on its cabinet, or a computer's screen on a desk with a keyboard. */
export function tvMonitor(
  random: Random,
  kind = pick(['flat', 'flat', 'tube', 'monitor', 'monitor'], random),
): Thing {
  const form = FORMS[kind];
  const isDesk = kind === 'monitor';
  const wood = near(pick(WOODS, random), random, 8);
  const top = isDesk ? 0.73 : 0.48;
  const half = isDesk ? random.uniform(0.55, 0.8) : form.w / 2 + random.uniform(0.05, 0.35);
  const set = setParts(form, kind, random);
  const furniture = isDesk ? desk(half, wood) : cabinet(half, top, wood);
  const keyboard = box([-0.22, 0, -0.24], [0.2, 0.025, -0.1], '#d8d8d4');
  const mouse = box([0.27, 0, -0.22], [0.33, 0.03, -0.13], '#e4e4e0');
  const parts = [
    ...furniture,
    ...set.map((faces) => moved(faces, [0, top, isDesk ? 0.12 : 0])),
    ...(isDesk ? [keyboard, mouse].map((faces) => moved(faces, [0, top, 0])) : []),
  ];
  const isClose = random.uniform() < 0.45;
  return {
    width: isClose ? form.w * 1.25 : half * 2,
    height: isClose ? form.h + top + 0.1 : form.h + top,
    yaw: () => random.uniform(-0.7, 0.7),
    draw: (stage, spot) => solid(stage, spot, parts, [half * 2, 0.55]),
  };
}

/** The same faces, with marks on those that look straight towards us. */
const marked = (faces: readonly Face[], marks: readonly Face[]): Face[] =>
  faces.map((face) => {
    const [[, , z]] = face.points;
    return z < 0 && face.points.every((p) => p[2] === z) ? { ...face, marks } : face;
  });

/** The set's foot and its box. */
function setParts({ w, h, foot, deep }: Form, kind: string, random: Random): Face[][] {
  const isTube = kind === 'tube';
  const shells = isTube
    ? ['#4a4a4e', '#7a5a40', '#a8a49c', '#2c2c30']
    : ['#26262a', '#2c2c30', '#c8c8c6', '#1e1e22'];
  const shell = near(pick(shells, random), random, 4);
  const stand = box([-w * 0.16, 0, -0.09], [w * 0.16, foot, 0.09], shade(shell, -0.1));
  const body = box([-w / 2, foot, -deep / 2], [w / 2, foot + h, deep / 2], shell);
  const z = -deep / 2 - 0.002;
  const edge = isTube ? 0.07 : 0.025;
  const right = isTube && random.uniform() < 0.6 ? 0.16 : edge;
  const at = (u: number, v: number): Vector => [
    -w / 2 + edge + u * (w - edge - right),
    foot + edge + v * (h - 2 * edge),
    z,
  ];
  const area = (u0: number, v0: number, u1: number, v1: number, fill: string): Face => ({
    points: [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)],
    fill,
    isGlowing: true,
  });
  const picture = { ...area(0, 0, 1, 1, '#1a2230'), marks: screen(area, at, kind, random) };
  const knob = panelsAtZ(z)(w / 2 - 0.12, foot + h * 0.6, w / 2 - 0.05, foot + h * 0.72, '#c8c4b8');
  const faces = marked(body, right > edge ? [picture, knob] : [picture]);
  // An old tube is narrower behind.
  const narrowed = ([x, y, d]: Vector): Vector =>
    d > 0 ? [x * 0.6, foot + (y - foot) * 0.75 + 0.05, d] : [x, y, d];
  return [stand, isTube ? mapped(faces, narrowed) : faces];
}

type Area = (u0: number, v0: number, u1: number, v1: number, fill: string) => Face;

/** What is on: a landscape, a match, a document, or nothing but a reflection. */
function screen(area: Area, at: (u: number, v: number) => Vector, kind: string, random: Random): Face[] {
  const glow = (points: readonly Vector[], fill: string): Face => ({ points, fill, isGlowing: true });
  const gleam = {
    ...glow([at(0.62, 0), at(0.86, 0), at(1, 0.4), at(1, 1), at(0.9, 1)], '#ffffff'),
    opacity: 0.1,
  };
  const show = random.integer(0, kind === 'monitor' ? 4 : 2);
  if (show === 0) return [gleam];
  if (show === 1) {
    const [sky, hill, land] = [
      near('#7fb8e8', random, 16),
      near('#4f8a5a', random, 16),
      near('#8ab04a', random, 12),
    ];
    return [
      area(0, 0, 1, 1, sky),
      glow([at(0, 0), at(1, 0), at(1, 0.4), at(0.7, 0.62), at(0.42, 0.38), at(0.2, 0.52), at(0, 0.34)], hill),
      glow([at(0, 0), at(1, 0), at(1, 0.2), at(0.5, 0.3), at(0, 0.16)], land),
      area(0.72, 0.72, 0.82, 0.88, '#fff0a8'),
      gleam,
    ];
  }
  if (show === 2) {
    const grass = near('#3f9a4a', random, 10);
    return [
      area(0, 0, 1, 1, grass),
      area(0, 0.8, 1, 1, '#8a94a8'),
      ...[0.2, 0.45, 0.7].map((u) => area(u, 0, u + 0.12, 0.8, shade(grass, 0.1))),
      area(0.49, 0, 0.505, 0.8, '#f0f4e8'),
      area(0.04, 0.86, 0.3, 0.95, '#24406a'),
      gleam,
    ];
  }
  const rows = Array.from({ length: 7 }, (_, i) =>
    area(0.3, 0.76 - i * 0.09, random.uniform(0.5, 0.92), 0.79 - i * 0.09, '#8a92a0'),
  );
  return [
    area(0, 0, 1, 1, '#eef1f4'),
    area(0, 0.88, 1, 1, pick(['#3f6ab0', '#c8502e', '#4a8a6a'], random)),
    area(0.03, 0.06, 0.22, 0.82, '#c4ccd8'),
    ...rows,
    gleam,
  ];
}

function cabinet(half: number, top: number, wood: string): Face[][] {
  const panel = panelsAtZ(-0.231);
  const door = (x0: number, x1: number): Face =>
    panel(x0, 0.08, x1, top - 0.08, shade(wood, -0.14), {
      marks: [panel(x1 - 0.06, top * 0.5, x1 - 0.03, top * 0.6, '#d0c8b0')],
    });
  const body = box([-half, 0.04, -0.23], [half, top, 0.23], wood);
  return [marked(body, [door(-half + 0.03, -0.015), door(0.015, half - 0.03)])];
}

function desk(half: number, wood: string): Face[][] {
  const legs = [-half + 0.05, half - 0.09].flatMap((x) =>
    [0.26, -0.3].map((z) => box([x, 0, z], [x + 0.04, 0.7, z + 0.04], '#4a4a50')),
  );
  return [...legs, box([-half, 0.69, -0.34], [half, 0.73, 0.34], wood)];
}
