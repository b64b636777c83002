import { limb, type Point, points, ring } from '../drawing/path';
import type { Random } from '../random';
import type { Breed, Part } from './animal';
import { part, paw, symmetric, tailPart } from './body-parts';

/** An animal's body around a head at the origin. */
export interface Pose {
  /** Painted in this order, before the head. */
  readonly parts: readonly Part[];
  /** What must be seen: left, top, right, bottom. */
  readonly box: readonly [number, number, number, number];
  /** Height of the ground under it; undefined if the image ends above. */
  readonly ground?: number;
  /** The collar's middle and half width. */
  readonly neck: { readonly centre: Point; readonly width: number };
}

/** Moves a point of the body to where it is in the drawing: bodies differ in size, heads do not. */
type Put = (point: Point) => Point;

const SIDES = [-1, 1] as const;

/** A leg and its paw, in units of a body of size 1. */
interface Leg {
  readonly spine: readonly Point[];
  readonly thickness: readonly number[];
  readonly paw: Point;
  readonly pawRadii: Point;
}

function leg({ body: { size }, fur }: Breed, put: Put, { spine, thickness, ...foot }: Leg): Part[] {
  const hair = fur.legs ?? fur.body * 0.4;
  const widths = thickness.map((width) => width * size);
  const [rx, ry] = foot.pawRadii;
  return [part('leg', limb(spine.map(put), widths), hair), paw(put(foot.paw), [rx * size, ry * size], hair)];
}

/** The same leg on both sides, given by the right one. */
function bothLegs(breed: Breed, put: Put, right: Leg): Part[] {
  return SIDES.flatMap((side) => leg(breed, ([x, y]) => put([side * x, y]), right));
}

function chest({ fur }: Breed, put: Put, centre: Point, radii: Point): Part {
  return part('chest', ring(centre, radii, { count: 10 }).map(put), Math.max(fur.ruff, fur.body));
}

/** Sitting, seen from the front; the hips shifted aside by `skew` -1 ... 1. */
export function sit(breed: Breed, random: Random): Pose {
  const { width: w, legs: height, size } = breed.body;
  const { fur } = breed;
  const skew = random.uniform(-1, 1);
  const bottom = 190 + 150 * height;
  const put = ([x, y]: Point): Point => [
    x * size + skew * 34 * Math.max(0, (y - 60) / bottom),
    40 + (y - 40) * size,
  ];
  const right = points(
    `${58 * w},62 ${84 * w},130 ${108 * w},${bottom - 95} ${112 * w},${bottom - 28} ${70 * w},${bottom}`,
  );
  const haunches = SIDES.flatMap((side) => [
    part('body', ring([side * 86 * w, bottom - 60], [50 * w, 64], { count: 10 }).map(put), fur.body * 0.7),
    paw(put([side * 98 * w, bottom - 8]), [40 * size, 19 * size], fur.legs ?? fur.body * 0.4),
  ]);
  const out = skew > 0 ? 1 : -1;
  const ground = put([0, bottom])[1];
  return {
    parts: [
      ...tailPart(breed, put([out * 92 * w, bottom - 26]), out, 0.9),
      part('body', symmetric(30, right, bottom + 2).map(put), fur.body),
      ...haunches,
      ...bothLegs(breed, put, {
        spine: points(`${36 * w},150 ${36 * w},${bottom - 70} ${37 * w},${bottom - 14}`),
        thickness: [54, 42, 40],
        paw: [38 * w, bottom - 8],
        pawRadii: [28, 19],
      }),
      chest(breed, put, [0, 118], [62 * w, 82]),
    ],
    box: [-150 * w * size - 30, -140, 150 * w * size + 30, ground + 14],
    ground,
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
  const trunk = ring([out * reach * 0.8, 122], [120 * w + reach * 0.5, 86], { count: 12 }).map(put);
  const haunch = ring([out * (reach * 1.25 + 62 * w), 140], [66 * w, 66], { count: 10 }).map(put);
  const end = out * (reach * 1.25 + 110 * w);
  return {
    parts: [
      ...tailPart(breed, put([end, 190]), out, 0.25),
      part('body', trunk, fur.body, { isFromSide: true }),
      part('body', haunch, fur.body * 0.8, { isFromSide: true }),
      paw(put([end - out * 40, 200]), [46 * size, 20 * size], fur.legs ?? fur.body * 0.4),
      ...bothLegs(breed, put, {
        spine: points(`${46 * w},120 ${56 * w},170 ${60 * w},200`),
        thickness: [60, 52, 48],
        paw: [62 * w, 203],
        pawRadii: [35, 23],
      }),
      chest(breed, put, [0, 112], [68 * w, 70]),
    ],
    box: out > 0 ? [-130, -140, (end + 50) * size, 235 * size] : [(end - 50) * size, -140, 130, 235 * size],
    ground: put([0, 215])[1],
    neck: { centre: [0, 80], width: 60 * Math.sqrt(w) },
  };
}

/** Standing or walking, seen from the side, the head turned to us. The body is to the left; images are mirrored later. */
export function stand(breed: Breed, random: Random): Pose {
  const { width: w, legs: height, size } = breed.body;
  const put = ([x, y]: Point): Point => [x * size - 30, 30 + (y - 30) * size];
  const belly = 72 + 118 * Math.sqrt(w);
  const ground = belly + 22 + 112 * height;
  const stride = random.uniform(-26, 26);
  const trunk = points(
    `-260,76 -120,78 0,50 52,110 40,${belly - 6} -60,${belly + 6} -180,${belly - 12} -270,${belly - 14} -300,126`,
  );
  const step = (x: number, swing: number, hip: number, far: number) =>
    leg(breed, put, {
      spine: points(
        `${x},${belly - 50} ${x + swing * 0.4 - hip * 14},${(belly + ground) / 2} ${x + swing},${ground - 14 - far}`,
      ),
      thickness: [62 + hip * 22, 42, 35],
      paw: [x + swing + 9, ground - 10 - far],
      pawRadii: [28, 16],
    });
  const bottom = put([0, ground])[1];
  return {
    parts: [
      ...tailPart(breed, put([-286, 98]), -1, 0.9),
      ...step(-10, -stride, 0, 12),
      ...step(-225, stride, 1, 12),
      part('body', trunk.map(put), breed.fur.body, { isFromSide: true }),
      ...step(-262, -stride * 0.8, 1, 0),
      ...step(24, stride, 0, 0),
      chest(breed, put, [14, 118], [48 * w, 74]),
    ],
    box: [-390 * size, -140, 130, bottom + 12],
    ground: bottom,
    neck: { centre: [-8, 76], width: 58 * Math.sqrt(w) },
  };
}

/** Head and shoulders; the image ends below the chest. */
export function portrait(breed: Breed, random: Random): Pose {
  const { width: w } = breed.body;
  const skew = random.uniform(-50, 50);
  const right = points(`${66 * w},62 ${118 * w},130 ${150 * w},240 ${160 * w},420`);
  const lean = ([x, y]: Point): Point => [x + (skew * Math.max(0, y - 60)) / 240, y];
  return {
    parts: [
      part('body', symmetric(20, right, 460).map(lean), breed.fur.body),
      chest(breed, (point) => point, [skew * 0.3, 165], [82 * w, 110]),
    ],
    box: [-150, -150, 150, random.uniform(120, 210)],
    neck: { centre: [0, 80], width: 60 * Math.sqrt(w) },
  };
}
