import { near, pick } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import type { Random } from '../../random';
import { type Face, prism } from '../../three-d/solids';
import { type Stage, solid, type Thing } from '../stage';
import { front, HALF, pane, rear, sideMarks, sideWindows } from './car-marks';
import { wheelsAtSides, wheelsUnder } from './vehicle-parts';

// biome-ignore format: a table.
const PAINTS = [
  '#c23b33', '#2f5f9e', '#e4e2dc', '#3a3f46', '#8f989f', '#d9a52e',
  '#2f7a5a', '#7f2f3c', '#5f9fc0', '#e0743a', '#f2efe6', '#1f2a3a',
];

interface Form {
  readonly length: number;
  /** Height of the bonnet and of the boot. */
  readonly waist: readonly [number, number];
  readonly height: number;
  /** Where the cabin begins and ends at the waist and at the roof, fractions of the length from the rear. */
  readonly cabin: readonly [number, number, number, number];
}

const FORMS: Readonly<Record<string, Form>> = {
  saloon: { length: 4.5, waist: [0.92, 0.96], height: 1.44, cabin: [0.16, 0.3, 0.6, 0.76] },
  hatchback: { length: 3.9, waist: [0.92, 0.98], height: 1.48, cabin: [0.03, 0.12, 0.6, 0.78] },
  estate: { length: 4.6, waist: [0.92, 0.98], height: 1.5, cabin: [0.02, 0.08, 0.6, 0.76] },
  van: { length: 4.8, waist: [1.05, 1.12], height: 2, cabin: [0.01, 0.03, 0.72, 0.86] },
  beetle: { length: 3.8, waist: [0.88, 0.86], height: 1.5, cabin: [0.12, 0.34, 0.56, 0.7] },
  pickup: { length: 5, waist: [1.04, 1], height: 1.72, cabin: [0.38, 0.41, 0.62, 0.74] },
};

/** A car: saloon, hatchback, estate, van, a rounded old one, or a pickup. */
export function car(random: Random): Thing {
  const kind = pick(
    ['saloon', 'saloon', 'hatchback', 'hatchback', 'estate', 'van', 'beetle', 'pickup'],
    random,
  );
  const form = FORMS[kind];
  const paint = near(pick(PAINTS, random), random, 8);
  const isTaxi = kind === 'saloon' && random.uniform() < 0.15;
  return {
    width: form.length * 0.92,
    height: form.height,
    yaw: () =>
      pick([0, Math.PI, 0.5, -0.5, Math.PI - 0.5, Math.PI + 0.5, 1.2, -1.2], random) +
      random.uniform(-0.25, 0.25),
    draw: (stage, spot) =>
      solid(stage, spot, carParts(form, isTaxi ? '#e8b82e' : paint, isTaxi, stage), [form.length, 1.7]),
  };
}

function carParts(
  { length, waist, height, cabin }: Form,
  paint: string,
  isTaxi: boolean,
  { hour: { hasLamps } }: Stage,
): Face[][] {
  const l = length / 2;
  const [bonnet, boot] = waist;
  const at = (fraction: number) => -l + fraction * length;
  const axles = [-l + length * 0.19, l - length * 0.19];
  const [rear0, roof0, roof1, front0] = cabin.map(at);
  const body = points(`
    ${-l + 0.06},0.26 ${l - 0.04},0.26 ${l},0.42 ${l - 0.02},0.64 ${l - 0.12},${bonnet - 0.14}
    ${l - 0.36},${bonnet - 0.04} ${front0},${bonnet + 0.02} ${rear0},${boot}
    ${-l + 0.08},${boot - 0.05} ${-l},${boot - 0.22} ${-l},0.42`);
  const roof = points(`
    ${rear0},${boot - 0.02} ${front0},${bonnet} ${roof1 + 0.08},${height - 0.07}
    ${roof1 - 0.12},${height} ${roof0 + 0.16},${height - 0.01} ${roof0 + 0.02},${height - 0.08}`);
  const glass = hasLamps ? '#3a4458' : '#5f7686';
  const inset = ([, y]: Point) => (y > bonnet + 0.03 ? 0.16 : y > 0.8 ? 0.05 : y < 0.3 ? 0.06 : 0);
  const lower = prism(body, [-HALF, HALF], paint, {
    inset,
    marks: sideMarks(axles, l, paint, at(0.45)),
    fills: {
      0: { fill: '#2a2a2e' },
      1: { fill: '#5a5c60' },
      2: { marks: front(l, paint, hasLamps) },
      9: { marks: rear(l, hasLamps) },
      10: { fill: '#5a5c60' },
    },
  });
  const upper = prism(roof, [-HALF, HALF], paint, {
    inset,
    marks: sideWindows(roof, glass, paint, inset),
    fills: {
      1: { marks: [pane(roof[1], roof[2], glass, inset)] },
      5: { marks: [pane(roof[5], roof[0], glass, inset)] },
    },
  });
  const [low, high] = [height - 0.01, height + 0.14];
  const sign = `-0.2,${low} 0.14,${low} 0.1,${high} -0.16,${high}`;
  return [
    wheelsUnder(axles, 0.31, HALF - 0.01),
    lower,
    wheelsAtSides(axles, 0.31, HALF),
    upper,
    isTaxi ? prism(sign, [-0.3, 0.3], '#fff4c0') : [],
  ];
}
