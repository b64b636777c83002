import { rectangle } from '../../drawing/path';
import type { Code } from '../codes';
import type { Junction, Plan } from '../plan';
import { asphalt, foliage, mottled, paving, plain } from '../rendering/paints';
import { type Paint, polygon, type Solid } from '../rendering/surface';
import type { Side, Street } from '../street';

export const KERB = 0.12;
const PIECE = 5;

/** From where to where, along the street or across it, in metres. */
export type Span = readonly [from: number, to: number];

/** A span in pieces of at most some length. */
const pieces = ([from, to]: Span, length = PIECE): Span[] =>
  Array.from({ length: Math.ceil((to - 0.01 - from) / length) }, (_, i) => {
    const start = from + i * length;
    return [start, Math.min(to, start + length)];
  });

/** What lies between two distances from the middle of the road, on one side. */
export const onSide = (side: Side, near: number, far: number): Span =>
  side < 0 ? [-far, -near] : [near, far];

/** A strip of ground along the street; its u runs along, its v across. */
export function strip(
  { at }: Street,
  along: Span,
  [left, right]: Span,
  code: Code,
  paint: Paint,
  { up = 0, isDecal = false, piece = PIECE }: { up?: number; isDecal?: boolean; piece?: number } = {},
): Solid[] {
  return pieces(along, piece).map(([s, end]) =>
    polygon([at(s, right, up), at(end, right, up), at(end, left, up), at(s, left, up)], code, paint, {
      start: [s, right],
      isDecal,
    }),
  );
}

/** A wall along the street, e.g. a kerb's upright side. */
const face = ({ at }: Street, along: Span, across: number, paint: Paint): Solid[] =>
  pieces(along).map(([s, end]) =>
    polygon([at(s, across), at(end, across), at(end, across, KERB), at(s, across, KERB)], 'Sidewalk', paint),
  );

/** From where to where another street joins. */
export const mouth = ({ at, width }: Junction): Span => [at - width / 2, at + width / 2];

/** Whether a position on a side is where another street joins. */
export function isOpening(junctions: readonly Junction[], side: Side, along: number, margin = 0): boolean {
  return junctions.some((j) => j.sides.includes(side) && Math.abs(along - j.at) < j.width / 2 + margin);
}

/** The stretches of a side without openings. */
export function between([from, to]: Span, junctions: readonly Junction[], side: Side): Span[] {
  const openings = junctions
    .filter(({ sides }) => sides.includes(side))
    .map(mouth)
    .sort((a, b) => a[0] - b[0]);
  const begins = [from, ...openings.map(([, end]) => end)];
  const ends = [...openings.map(([begin]) => begin), to];
  return begins
    .map((begin, i): Span => [begin, ends[i]])
    .filter(([begin, end], i) => end > begin || i === openings.length);
}

/** Road, kerbs, pavements, what lies behind them, and the side streets' beginnings. */
export function ground(street: Street, plan: Plan): Solid[] {
  const along: Span = [-20, plan.length];
  const road = asphalt(plan.asphalt, plan);
  return [
    ...strip(street, along, [-plan.half, plan.half], 'Road', road),
    ...([-1, 1] as const).flatMap((side) => [
      ...shoulder(street, plan, side, along),
      ...between(along, plan.junctions, side).flatMap((stretch) => pavement(street, plan, side, stretch)),
      ...plan.junctions
        .filter(({ sides }) => sides.includes(side))
        .flatMap((j) => mouthOf(street, plan, side, j)),
    ]),
    countryside(street, plan),
  ];
}

/** Gravel along a road that has no lines. */
function shoulder(street: Street, { edges, half, seed }: Plan, side: Side, along: Span): Solid[] {
  if (edges !== 'none') return [];
  const gravel = mottled('#8c8068', { size: 0.3, strength: 0.35, seed });
  return strip(street, along, onSide(side, half - 0.55, half), 'RoadShoulder', gravel, { isDecal: true });
}

const kerbstone = (seed: number) => mottled('#b4b0a8', { size: 1, strength: 0.2, seed });

/** Kerb, perhaps a verge, flagstones, and grass or stone behind them. */
function pavement(street: Street, plan: Plan, side: Side, along: Span): Solid[] {
  const { half, walk, seed, hasVerge, isGreen } = plan;
  const outer = half + walk;
  const inner = half + (hasVerge ? 1.4 : 0.2);
  const layer = (near: number, far: number, code: Code, paint: Paint, up = KERB, piece = PIECE) =>
    strip(street, along, onSide(side, near, far), code, paint, { up, piece });
  const behind: [Code, Paint] = isGreen
    ? ['VegetationMisc', foliage('#6a8a3c', { seed })]
    : ['Sidewalk', paving('#8a847a', { seed: seed + 9, size: 1.1 })];
  return [
    ...layer(half, half + 0.2, 'Sidewalk', kerbstone(seed)),
    ...(hasVerge ? layer(half + 0.2, inner, 'VegetationMisc', foliage('#6f8c40', { seed: seed + 3 })) : []),
    ...layer(inner, outer, 'Sidewalk', paving(plan.paving, { seed: seed + side })),
    ...layer(outer, outer + 26, ...behind, KERB - 0.02, 10),
    ...face(street, along, side * half, kerbstone(seed)),
  ];
}

/** The beginning of a side street, between its kerbs. */
function mouthOf(
  street: Street,
  { half, seed, wet, asphalt: colour }: Plan,
  side: Side,
  j: Junction,
): Solid[] {
  const { at } = street;
  const [near, far] = [side * half, side * 62];
  const kerbs = mouth(j).map((s) =>
    polygon([at(s, near), at(s, far), at(s, far, KERB), at(s, near, KERB)], 'Sidewalk', kerbstone(seed)),
  );
  const road = asphalt(colour, { seed: seed + 17, wet });
  return [...kerbs, ...strip(street, mouth(j), onSide(side, half, 70), 'Road', road, { piece: 20 })];
}

/** Fields as far as one sees, a little lower than everything else. */
function countryside({ at }: Street, { length }: Plan): Solid {
  const [x, y, z] = at(length / 2, 0, -0.15);
  return polygon(
    rectangle(x - 900, y - 900, x + 900, y + 900).map(([u, v]) => [u, v, z]),
    'VegetationMisc',
    plain('#75865a'),
  );
}
