import { pick } from '../../drawing/colour';
import type { Random } from '../../random';
import { corners, type Placing, type Vector } from '../../three-d/vector';
import type { Code } from '../codes';
import { bands, boards, bricks, lettering, mottled, plain } from '../rendering/paints';
import { ball, box, disc, limb, type Paint, panel, polygon, type Solid } from '../rendering/surface';

const STEEL = plain('#7a8084', { mirror: 0.2 });
const IRON = plain('#1c2022');
const GREY = plain('#8a8e90');

/** An upright post, or an arm, from one position to another; it may taper. */
const post = (at: Placing, ends: string, radii: readonly [number, number], paint: Paint): Solid => {
  const [from, to] = corners(ends).map((end) => at(...end));
  return limb(from, to, radii, 'Column_Pole', paint);
};

/** A street lamp; its arm reaches along its own -y, over the road. */
export function lamp(at: Placing, isDusk: boolean, random: Random): Solid[] {
  const high = pick([5.5, 7.5, 8.5], random);
  const head = plain('#ffe8b8', { glow: isDusk ? 4 : 0.1 });
  return [
    post(at, '0,0,0 0,0,1.4', [0.095, 0.09], GREY),
    post(at, `0,0,1.4 0,0,${high}`, [0.07, 0.045], GREY),
    post(at, `0,0,${high} 0,-1.3,${high + 0.25}`, [0.05, 0.045], GREY),
    post(at, `0,-1.1,${high + 0.2} 0,-1.75,${high + 0.22}`, [0.1, 0.08], head),
  ];
}

/** A traffic light; it faces its own -y. */
export function trafficLight(at: Placing, state: 'red' | 'amber' | 'green'): Solid[] {
  const code = 'TrafficLight';
  const lampAt = (name: string, z: number, colour: string) => {
    const look = state === name ? plain(colour, { glow: 3 }) : plain('#1c1512');
    return disc((a, b, c) => at(a, -0.15 + b, z + c), 0.12, code, look, { isDecal: true });
  };
  return [
    post(at, '0,0,0 0,0,2.3', [0.075, 0.075], bands([1.2, '#6a6e70'], [99, '#5a5e60'])),
    ...box(at, [-0.3, -0.1, 2.15], [0.3, 0.08, 3.45], code, { sides: plain('#101214') }),
    panel(at, -0.11, [-0.34, 2.1], [0.34, 3.5], code, plain('#d8d8d4'), {
      keeps: (u, v) => u < 0.04 || u > 0.64 || v < 0.04 || v > 1.36,
    }),
    lampAt('red', 3.15, '#ff2018'),
    lampAt('amber', 2.8, '#ffa020'),
    lampAt('green', 2.45, '#20e070'),
  ];
}

/** A striped post with an orange globe, either side of a zebra crossing. */
export function beacon(at: Placing): Solid[] {
  const stripes: Paint = (_u, v, out) => {
    out[0] = out[1] = out[2] = Math.floor(v / 0.45) & 1 ? 0.03 : 0.75;
  };
  return [
    post(at, '0,0,0 0,0,2.5', [0.075, 0.075], stripes),
    ball(at(0, 0, 2.7), [0.22, 0.22], 'Column_Pole', plain('#ff9018', { glow: 0.8 })),
  ];
}

export function bollard(at: Placing): Solid[] {
  return [
    post(at, '0,0,0 0,0,0.95', [0.09, 0.075], IRON),
    ball(at(0, 0, 0.98), [0.1, 0.08], 'Column_Pole', IRON),
  ];
}

export function cone(at: Placing): Solid[] {
  return [
    ...box(at, [-0.24, -0.24, 0], [0.24, 0.24, 0.06], 'TrafficCone', { sides: plain('#c03a10') }),
    limb(
      at(0, 0, 0.05),
      at(0, 0, 0.82),
      [0.19, 0.05],
      'TrafficCone',
      bands([0.26, '#f04a10'], [0.5, '#ecece8'], [9, '#f04a10']),
    ),
  ];
}

/** Things nobody gave a class to: bins, letter boxes, cabinets. */
export function oddment(at: Placing, random: Random): Solid[] {
  const kind = pick(['letters', 'bin', 'cabinet', 'bin'], random);
  if (kind === 'letters') {
    const red = '#a81418';
    return [
      limb(at(0, 0, 0), at(0, 0, 1.45), [0.24, 0.24], 'Void', bands([0.2, '#101010'], [9, red])),
      ball(at(0, 0, 1.48), [0.27, 0.13], 'Void', plain(red, { mirror: 0.15 })),
    ];
  }
  if (kind === 'bin') {
    const sides = plain(pick(['#1c4a2c', '#202224', '#3a3a6a'], random));
    return box(at, [-0.28, -0.25, 0], [0.28, 0.25, 1.05], 'Void', { sides, top: plain('#101010') });
  }
  const sides = mottled('#4a5a48', { size: 0.5, strength: 0.15 });
  return box(at, [-0.55, -0.2, 0], [0.55, 0.2, 1.25], 'Void', { sides });
}

/** An iron railing that one sees through. */
export function railing(from: Vector, to: Vector, high: number): Solid {
  const keeps = (u: number, v: number) =>
    v > high - 0.07 || (v > 0.12 && v < 0.18) || u % 0.13 < 0.035 || u % 2 < 0.09;
  return upright(from, to, high, 'Fence', IRON, keeps);
}

/** A fence of boards. */
export function boardFence(from: Vector, to: Vector, high: number, seed: number): Solid {
  return upright(from, to, high, 'Fence', boards('#8a6a4a', { seed }));
}

/** A brick wall with a stone on top. */
export function gardenWall(from: Vector, to: Vector, high: number, seed: number, colour: string): Solid {
  const brick = bricks(colour, { seed });
  const stone = plain('#b4aca0');
  return upright(from, to, high, 'Wall', (u, v, out, grain) =>
    (v > high - 0.12 ? stone : brick)(u, v, out, grain),
  );
}

export function upright(
  from: Vector,
  to: Vector,
  high: number,
  code: Code,
  paint: Paint,
  keeps?: (u: number, v: number) => boolean,
): Solid {
  const raise = ([x, y, z]: Vector): Vector => [x, y, z + high];
  return polygon([from, to, raise(to), raise(from)], code, paint, { keeps });
}

/** A bus stop's shelter, open towards its own -y. */
export function shelter(at: Placing, random: Random): Solid[] {
  const glass = plain('#8aa0a8', { mirror: 0.7 });
  const poster = lettering(pick(['#c83a2a', '#e8d8b0', '#2a5aa0', '#e8e8e4'], random), '#20242a', {
    width: 1.2,
    height: 1.7,
    seed: random.integer(0, 999),
  });
  return [
    ...box(at, [-1.8, -0.7, 2.35], [1.8, 0.7, 2.5], 'Building', { sides: plain('#2a3a44') }),
    panel(at, 0.6, [-1.8, 0.3], [0.6, 2.35], 'Building', glass),
    ...box(at, [0.62, -0.6, 0.25], [0.74, 0.6, 2.2], 'Misc_Text', { sides: poster }),
    ...[-1.75, 1.75].flatMap((x) =>
      [-0.6, 0.6].map((y) => post(at, `${x},${y},0 ${x},${y},2.4`, [0.045, 0.045], STEEL)),
    ),
  ];
}

/** A board on the pavement. */
export function aBoard(at: Placing, random: Random): Solid[] {
  const paint = lettering(
    pick(['#20242a', '#e8e2d0', '#7a1f26'], random),
    pick(['#f4efe0', '#e8a830'], random),
    { width: 0.6, height: 0.5, seed: random.integer(0, 999) },
  );
  return [
    polygon([at(-0.3, -0.22, 0), at(0.3, -0.22, 0), at(0.3, 0, 1), at(-0.3, 0, 1)], 'Misc_Text', paint),
    polygon([at(0.3, 0.22, 0), at(-0.3, 0.22, 0), at(-0.3, 0, 1), at(0.3, 0, 1)], 'Misc_Text', paint),
  ];
}
