import { limb, type Point, ring } from '../drawing/path';
import type { Random } from '../random';
import type { Breed, Part } from './animal';
import { part, paw, tailPart } from './body-parts';

/** An animal's body around a head at the origin. */
export interface Pose {
  /** Painted in this order, before the head. */
  readonly parts: readonly Part[];
  /** What must be seen: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number];
  /** Height of the ground under it; undefined if the picture ends above. */
  readonly ground?: number;
  /** The collar's middle and half width. */
  readonly neck: { readonly centre: Point; readonly width: number };
}

/** Sitting, seen from the front; the hips shifted aside by `skew` -1 ... 1. */
export function sit(breed: Breed, random: Random): Pose {
  const { width: w, legs, size } = breed.body;
  const { fur } = breed;
  const skew = random.uniform(-1, 1);
  const bottom = 190 + 150 * legs;
  const put = ([x, y]: Point): Point => [
    x * size + skew * 34 * Math.max(0, (y - 60) / bottom),
    40 + (y - 40) * size,
  ];
  const right: Point[] = [
    [58 * w, 62],
    [84 * w, 130],
    [108 * w, bottom - 95],
    [112 * w, bottom - 28],
    [70 * w, bottom],
  ];
  const body = [
    [0, 30],
    ...right,
    [0, bottom + 2],
    ...right.map(([x, y]): Point => [-x, y]).reverse(),
  ] as Point[];
  const legFur = fur.legs ?? fur.body * 0.4;
  const haunches = ([-1, 1] as const).flatMap((side) => [
    part('body', ring([side * 86 * w, bottom - 60], [50 * w, 64], { count: 10 }).map(put), fur.body * 0.7, {
      side,
    }),
    paw(put([side * 98 * w, bottom - 8]), [40 * size, 19 * size], legFur),
  ]);
  const front = ([-1, 1] as const).flatMap((side) => [
    part(
      'leg',
      limb(
        [
          [side * 36 * w, 150],
          [side * 36 * w, bottom - 70],
          [side * 37 * w, bottom - 14],
        ].map(([x, y]) => put([x, y])),
        [54, 42, 40].map((t) => t * size),
      ),
      legFur,
      { side },
    ),
    paw(put([side * 38 * w, bottom - 8]), [28 * size, 19 * size], legFur),
  ]);
  const chest = part(
    'chest',
    ring([0, 118], [62 * w, 82], { count: 10 }).map(put),
    Math.max(fur.ruff, fur.body),
  );
  const out = skew > 0 ? 1 : -1;
  return {
    parts: [
      ...tailPart(breed, put([out * 92 * w, bottom - 26]), out, 0.9),
      part('body', body.map(put), fur.body),
      ...haunches,
      ...front,
      chest,
    ],
    box: [-150 * w * size - 30, -140, 150 * w * size + 30, put([0, bottom])[1] + 14],
    ground: put([0, bottom])[1],
    neck: { centre: [0, 78], width: 58 * Math.sqrt(w) },
  };
}

/** Lying, seen from the front, paws towards us; the rest of the body to one side. */
export function lie(breed: Breed, random: Random): Pose {
  const { width: w, size } = breed.body;
  const { fur } = breed;
  const out = random.uniform() < 0.5 ? -1 : 1;
  const reach = random.uniform(50, 110);
  const put = ([x, y]: Point): Point => [x * size, 30 + (y - 30) * size];
  const legFur = fur.legs ?? fur.body * 0.4;
  const trunk = ring([out * reach * 0.8, 122], [120 * w + reach * 0.5, 86], { count: 12 }).map(put);
  const haunch = ring([out * (reach * 1.25 + 62 * w), 140], [66 * w, 66], { count: 10 }).map(put);
  const front = ([-1, 1] as const).flatMap((side) => [
    part(
      'leg',
      limb(
        [
          [side * 46 * w, 120],
          [side * 56 * w, 170],
          [side * 60 * w, 200],
        ].map(([x, y]) => put([x, y])),
        [60, 52, 48].map((t) => t * size),
      ),
      legFur,
      { side },
    ),
    paw(put([side * 62 * w, 203]), [35 * size, 23 * size], legFur),
  ]);
  const chest = part(
    'chest',
    ring([0, 112], [68 * w, 70], { count: 10 }).map(put),
    Math.max(fur.ruff, fur.body),
  );
  const end = out * (reach * 1.25 + 110 * w);
  return {
    parts: [
      ...tailPart(breed, put([end, 190]), out, 0.25),
      part('body', trunk, fur.body, { isFromSide: true }),
      part('body', haunch, fur.body * 0.8, { isFromSide: true }),
      paw(put([end - out * 40, 200]), [46 * size, 20 * size], legFur),
      ...front,
      chest,
    ],
    box: out > 0 ? [-130, -140, (end + 50) * size, 235 * size] : [(end - 50) * size, -140, 130, 235 * size],
    ground: put([0, 215])[1],
    neck: { centre: [0, 80], width: 60 * Math.sqrt(w) },
  };
}

/** Standing or walking, seen from the side, the head turned to us. The body is to the left; pictures are mirrored later. */
export function stand(breed: Breed, random: Random): Pose {
  const { width: w, legs, size } = breed.body;
  const { fur } = breed;
  const put = ([x, y]: Point): Point => [x * size - 30, 30 + (y - 30) * size];
  const back = 72;
  const belly = back + 118 * Math.sqrt(w);
  const ground = belly + 22 + 112 * legs;
  const legFur = fur.legs ?? fur.body * 0.4;
  const stride = random.uniform(-26, 26);
  const trunk: Point[] = [
    [-260, back + 4],
    [-120, back + 6],
    [0, back - 22],
    [52, 110],
    [40, belly - 6],
    [-60, belly + 6],
    [-180, belly - 12],
    [-270, belly - 14],
    [-300, back + 54],
  ];
  const leg = (x: number, swing: number, hip: number, isFar: boolean): Part[] => {
    const shift = isFar ? -12 : 0;
    const spine: Point[] = [
      [x, belly - 50],
      [x + swing * 0.4 - hip * 14, (belly + ground) / 2],
      [x + swing, ground - 14 + shift],
    ];
    const thickness = [62 + hip * 22, 42, 35].map((t) => t * size);
    return [
      part('leg', limb(spine.map(put), thickness), legFur),
      paw(put([x + swing + 9, ground - 10 + shift]), [28 * size, 16 * size], legFur),
    ];
  };
  const chest = part(
    'chest',
    ring([14, 118], [48 * w, 74], { count: 10 }).map(put),
    Math.max(fur.ruff, fur.body),
  );
  return {
    parts: [
      ...tailPart(breed, put([-286, back + 26]), -1, 0.9),
      ...leg(-10, -stride, 0, true),
      ...leg(-225, stride, 1, true),
      part('body', trunk.map(put), fur.body, { isFromSide: true }),
      ...leg(-262, -stride * 0.8, 1, false),
      ...leg(24, stride, 0, false),
      chest,
    ],
    box: [-390 * size, -140, 130, put([0, ground])[1] + 12],
    ground: put([0, ground])[1],
    neck: { centre: [-8, 76], width: 58 * Math.sqrt(w) },
  };
}

/** Head and shoulders; the picture ends below the chest. */
export function portrait(breed: Breed, random: Random): Pose {
  const { width: w } = breed.body;
  const { fur } = breed;
  const skew = random.uniform(-50, 50);
  const right: Point[] = [
    [66 * w, 62],
    [118 * w, 130],
    [150 * w, 240],
    [160 * w, 420],
  ];
  const body = [[0, 20], ...right, [0, 460], ...right.map(([x, y]): Point => [-x, y]).reverse()] as Point[];
  const lean = ([x, y]: Point): Point => [x + (skew * Math.max(0, y - 60)) / 240, y];
  return {
    parts: [
      part('body', body.map(lean), fur.body),
      part('chest', ring([skew * 0.3, 165], [82 * w, 110], { count: 10 }), Math.max(fur.ruff, fur.body)),
    ],
    box: [-150, -150, 150, random.uniform(120, 210)],
    neck: { centre: [0, 80], width: 60 * Math.sqrt(w) },
  };
}
