import { cellValue } from '../../drawing/noise';
import type { Junction, Plan } from '../plan';
import { plain, put } from '../rendering/paints';
import { type Paint, polygon, type Solid } from '../rendering/surface';
import type { Side, Street } from '../street';
import { isOpening, mouth, onSide, type Span, strip } from './ground';

/** Paint on the road, worn in places. */
const worn =
  (colour: readonly [number, number, number], seed: number): Paint =>
  (u, v, out) =>
    put(out, colour, cellValue(Math.floor(u * 6), Math.floor(v * 14), seed) < 0.14 ? 0.55 : 1);

const WHITE = worn([0.72, 0.72, 0.7], 1);
const YELLOW = worn([0.68, 0.5, 0.08], 2);

/** A span about a middle. */
const around = (middle: number, half: number): Span => [middle - half, middle + half];

/** A painted rectangle: from where to where along the road, and across it. */
type Line = (along: Span, across: Span, paint?: Paint) => Solid[];

const lineOn =
  (street: Street): Line =>
  (along, across, paint = WHITE) =>
    strip(street, along, across, 'LaneMkgsDriv', paint, { isDecal: true });

/** Numbers from one up to another, a step apart. */
const steps = (from: number, to: number, step: number): number[] => {
  const all: number[] = [];
  for (let value = from; value < to; value += step) all.push(value);
  return all;
};

/** Everything painted on the road. */
export function markings(street: Street, plan: Plan): Solid[] {
  const line = lineOn(street);
  return [
    ...middleLine(line, plan),
    ...([-1, 1] as const).flatMap((side) => edgeLines(line, plan, side)),
    ...plan.junctions.flatMap((junction) => junctionMarkings(street, plan, junction)),
  ];
}

/** Where the line between the two directions runs: parked cars push it to the other side. */
export function middleOf({ parking }: Plan): number {
  return parking.length === 1 ? -parking[0] * 1.05 : 0;
}

/** Dashes, longer ones before a junction. */
function middleLine(line: Line, plan: Plan): Solid[] {
  const isNearJunction = (s: number, margin: number) =>
    plan.junctions.some((j) => Math.abs(s - j.at) < j.width / 2 + margin);
  return steps(-20, plan.length, 6)
    .filter((s) => !isNearJunction(s + 1.5, 2))
    .flatMap((s) => line([s, s + (isNearJunction(s, 14) ? 4.4 : 3)], around(middleOf(plan), 0.08)));
}

/** Lines along a kerb, or along the cars parked at it. */
function edgeLines(
  line: Line,
  { half, junctions, length, edges, parking, hasBays }: Plan,
  side: Side,
): Solid[] {
  const isParked = parking.includes(side);
  const at = (inset: number) => side * half - side * inset;
  const pieces = steps(-20, length, 5).filter((s) => !isOpening(junctions, side, s + 2.5, 2));
  return pieces.flatMap((s) => {
    const along: Span = [s, s + 5];
    if (isParked && hasBays)
      return [
        ...(s % 10 === 0 ? line([s, s + 0.12], onSide(side, half - 2.1, half)) : []),
        ...line(along, around(side * (half - 2.15), 0.06)),
      ];
    if (isParked) return [];
    if (edges === 'double yellow')
      return [0.22, 0.44].flatMap((inset) => line(along, around(at(inset), 0.06), YELLOW));
    return edges === 'white' ? line(along, around(at(0.35), 0.07)) : [];
  });
}

function junctionMarkings(street: Street, plan: Plan, j: Junction): Solid[] {
  const { half, parking } = plan;
  const line = lineOn(street);
  const middle = middleOf(plan);
  const inset = (side: Side) => (parking.includes(side) ? 2.15 : 0);
  const [left, right] = [-half + inset(-1), half - inset(1)];
  const [begin, end] = mouth(j);
  if (j.control === 'zebra') return zebra(street, line, begin - 7, [left, right], middle);
  // Give-way lines across the side streets' mouths.
  const giveWay = j.sides.flatMap((side) =>
    steps(begin + 0.3, end, 0.9).flatMap((s) => line([s, s + 0.6], onSide(side, half - 0.15, half + 0.15))),
  );
  if (j.control === 'none') return giveWay;
  const [near, far] = [begin - 1, end + 1];
  const crossing = [near - 3, near].flatMap((s) =>
    steps(left, right, 1).flatMap((d) => line([s, s + 0.14], [d, d + 0.55])),
  );
  return [
    ...giveWay,
    ...line([near - 4, near - 3.6], [left, middle]),
    ...line([far + 3.6, far + 4], [middle, right]),
    ...crossing,
    arrow(street, near - 13, (left + middle) / 2),
  ];
}

/** Stripes from kerb to kerb, and zigzags before them: no stopping there. */
function zebra({ at }: Street, line: Line, s: number, [left, right]: Span, middle: number): Solid[] {
  const stripes = steps(left, right - 0.3, 1.1).flatMap((d) => line([s, s + 3.2], [d, d + 0.55]));
  const zigzags = [left + 0.5, middle, right - 0.5].flatMap((across) =>
    [0, 1, 2, 3, 4].map((i) => {
      const [from, to] = [s - 3 - i * 2.4, s - 5.4 - i * 2.4];
      const lean = i % 2 ? 0.25 : -0.25;
      const [a, b] = [across - lean, across + lean];
      return polygon(
        [at(to, a), at(from, b), at(from, b + 0.14), at(to, a + 0.14)],
        'LaneMkgsNonDriv',
        plain('#d8d8d4'),
        { isDecal: true },
      );
    }),
  );
  return [...stripes, ...zigzags];
}

function arrow({ at }: Street, s: number, d: number): Solid {
  return polygon([at(s + 2, d - 0.5), at(s + 2, d + 0.5), at(s + 4.4, d)], 'LaneMkgsDriv', WHITE, {
    isDecal: true,
  });
}
