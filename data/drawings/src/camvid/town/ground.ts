import type { Code } from '../codes';
import type { Junction, Plan } from '../plan';
import { asphalt, foliage, mottled, paving, plain } from '../rendering/paints';
import { type Paint, polygon, type Solid } from '../rendering/surface';
import type { Side, Street } from '../street';

export const KERB = 0.12;
const PIECE = 5;

/** A strip of ground along the street; its u runs along, its v across. */
export function strip(
  { at }: Street,
  [from, to]: readonly [number, number],
  [left, right]: readonly [number, number],
  code: Code,
  paint: Paint,
  { up = 0, isDecal = false, piece = PIECE }: { up?: number; isDecal?: boolean; piece?: number } = {},
): Solid[] {
  const solids: Solid[] = [];
  for (let s = from; s < to - 0.01; s += piece) {
    const end = Math.min(to, s + piece);
    solids.push(
      polygon([at(s, right, up), at(end, right, up), at(end, left, up), at(s, left, up)], code, paint, {
        start: [s, right],
        isDecal,
      }),
    );
  }
  return solids;
}

/** Whether a place on a side is where another street joins. */
export function isOpening(junctions: readonly Junction[], side: Side, along: number, margin = 0): boolean {
  return junctions.some((j) => j.sides.includes(side) && Math.abs(along - j.at) < j.width / 2 + margin);
}

/** Road, kerbs, pavements, what lies behind them, and the side streets' beginnings. */
export function ground(street: Street, plan: Plan): Solid[] {
  const { half, walk, junctions, seed, wet } = plan;
  const road = asphalt({ seed, wet, colour: plan.asphalt });
  const solids: Solid[] = [];
  const [from, to] = [-20, plan.length];
  solids.push(...strip(street, [from, to], [-half, half], 'Road', road));
  for (const side of [-1, 1] as const) {
    if (plan.edges === 'none') {
      const gravel = mottled('#8c8068', { size: 0.3, strength: 0.35, seed });
      solids.push(
        ...strip(
          street,
          [from, to],
          side < 0 ? [-half, 0.55 - half] : [half - 0.55, half],
          'RoadShoulder',
          gravel,
          { isDecal: true },
        ),
      );
    }
    const stone = paving({ seed: seed + side, colour: plan.paving });
    const edge = mottled('#b4b0a8', { size: 1, strength: 0.2, seed });
    const [behind, behindCode]: [Paint, Code] = plan.isGreen
      ? [foliage('#6a8a3c', { seed }), 'VegetationMisc']
      : [paving({ seed: seed + 9, colour: '#8a847a', size: 1.1 }), 'Sidewalk'];
    const outer = half + walk;
    for (const [a, b] of between(from, to, junctions, side)) {
      const across = (near: number, far: number): [number, number] =>
        side < 0 ? [-far, -near] : [near, far];
      const isVerge = plan.hasVerge;
      solids.push(...strip(street, [a, b], across(half, half + 0.2), 'Sidewalk', edge, { up: KERB }));
      if (isVerge) {
        solids.push(
          ...strip(
            street,
            [a, b],
            across(half + 0.2, half + 1.4),
            'VegetationMisc',
            foliage('#6f8c40', { seed: seed + 3 }),
            { up: KERB },
          ),
        );
      }
      solids.push(
        ...strip(street, [a, b], across(isVerge ? half + 1.4 : half + 0.2, outer), 'Sidewalk', stone, {
          up: KERB,
        }),
      );
      solids.push(
        ...strip(street, [a, b], across(outer, outer + 26), behindCode, behind, {
          up: KERB - 0.02,
          piece: 10,
        }),
      );
      solids.push(...face(street, [a, b], side * half, edge));
    }
    for (const j of junctions.filter(({ sides }) => sides.includes(side))) {
      const reach: [number, number] = side < 0 ? [-70, -half] : [half, 70];
      const [a, b] = [j.at - j.width / 2, j.at + j.width / 2];
      const kerb = mottled('#b4b0a8', { size: 1, strength: 0.2, seed });
      for (const s of [a, b]) {
        const [near, far] = [side * half, side * 62];
        const { at } = street;
        solids.push(
          polygon([at(s, near), at(s, far), at(s, far, KERB), at(s, near, KERB)], 'Sidewalk', kerb),
        );
      }
      solids.push(
        ...strip(street, [a, b], reach, 'Road', asphalt({ seed: seed + 17, wet, colour: plan.asphalt }), {
          piece: 20,
        }),
      );
    }
  }
  const far = plain('#75865a');
  const mid = street.at(plan.length / 2, 0, -0.15);
  const wide = 900;
  solids.push(
    polygon(
      [
        [mid[0] - wide, mid[1] - wide, mid[2]],
        [mid[0] + wide, mid[1] - wide, mid[2]],
        [mid[0] + wide, mid[1] + wide, mid[2]],
        [mid[0] - wide, mid[1] + wide, mid[2]],
      ],
      'VegetationMisc',
      far,
    ),
  );
  return solids;
}

/** The stretches of a side without openings. */
export function between(
  from: number,
  to: number,
  junctions: readonly Junction[],
  side: Side,
): [number, number][] {
  const openings = junctions
    .filter(({ sides }) => sides.includes(side))
    .map((j) => [j.at - j.width / 2, j.at + j.width / 2])
    .sort((a, b) => a[0] - b[0]);
  const stretches: [number, number][] = [];
  let begin = from;
  for (const [a, b] of openings) {
    if (a > begin) stretches.push([begin, a]);
    begin = b;
  }
  stretches.push([begin, to]);
  return stretches;
}

/** The kerb's upright side. */
function face({ at }: Street, [from, to]: readonly [number, number], across: number, paint: Paint): Solid[] {
  const solids: Solid[] = [];
  for (let s = from; s < to - 0.01; s += PIECE) {
    const end = Math.min(to, s + PIECE);
    solids.push(
      polygon(
        [at(s, across, 0), at(end, across, 0), at(end, across, KERB), at(s, across, KERB)],
        'Sidewalk',
        paint,
      ),
    );
  }
  return solids;
}
