import { near, pick } from '../../drawing/colour';
import { num, type Point } from '../../drawing/path';
import { d } from '../../drawing/svg';
import type { Random } from '../../random';
import { project } from '../../three-d/camera';
import { drawSolids } from '../../three-d/painter';
import type { Vector } from '../../three-d/vector';
import { mirroredInWater, type Stage, type Thing } from '../stage';
import { boatParts } from './boat-parts';
import type { BoatKind } from './hull';

const HULLS = ['#f2f0ea', '#2f5a8a', '#b83a34', '#2f6a5a', '#e8c050', '#2c3440', '#8a5a34', '#5f9fb8'];

/** Length and height in metres. */
// biome-ignore format: a table.
const SIZES: Readonly<Record<BoatKind, Point>> = {
  sailing: [7, 8.5], moored: [8, 9], motor: [6, 1.9], fishing: [8, 4.6], rowing: [3.6, 0.8], ferry: [24, 8],
};

/** A boat on the water; `crew` is drawn in it, at a position in metres. */
export function boat(
  random: Random,
  {
    kind = pick(
      ['sailing', 'sailing', 'moored', 'motor', 'fishing', 'fishing', 'rowing', 'rowing', 'ferry'],
      random,
    ) as BoatKind,
    crew,
  }: { kind?: BoatKind; crew?: (stage: Stage, at: Vector) => string } = {},
): Thing {
  const paint = near(
    pick(kind === 'rowing' ? ['#8a5a34', '#b83a34', '#2f6a5a', '#f2f0ea', '#5f9fb8'] : HULLS, random),
    random,
    8,
  );
  const accent = near(pick(HULLS, random), random, 6);
  const [length, height] = SIZES[kind];
  const parts = boatParts(kind, length, height, paint, accent, random);
  // People aboard sit amidships in a rowing boat, and stand near the stern of others.
  const aft = kind === 'rowing' ? 0.4 : length * 0.36;
  const isTall = kind === 'sailing' || kind === 'moored';
  return {
    width: length * 0.95,
    height: crew && kind === 'rowing' ? 1.4 : isTall ? height * 0.85 : height,
    keepsFoot: true,
    yaw: () => pick([0, Math.PI], random) + random.uniform(-0.75, 0.75),
    draw: (stage, spot) => {
      const { yaw = 0 } = spot;
      const boatArt = drawSolids(parts.behind, spot, stage.camera, stage.side);
      const sailor = crew
        ? crew(stage, [spot.x - aft * Math.cos(yaw), 0.25, spot.z - aft * Math.sin(yaw)])
        : '';
      const art = boatArt + sailor + drawSolids(parts.before(yaw), spot, stage.camera, stage.side);
      const water = project(stage.camera, [spot.x, 0, spot.z])[1];
      return mirroredInWater(art, water, 0.28) + art + wake(stage, spot, length);
    },
  };
}

/** Light lines where the hull meets the water. */
function wake(
  { camera, random }: Stage,
  { x, z, yaw = 0 }: { x: number; z: number; yaw?: number },
  length: number,
): string {
  const [px, py] = project(camera, [x, 0, z]);
  const half = (camera.focal / z) * length * (0.2 + 0.36 * Math.abs(Math.cos(yaw)));
  const lines = Array.from({ length: 5 }, () => {
    const w = half * random.uniform(0.3, 0.9);
    const from = px + random.uniform(-half, half) - w / 2;
    return d`M${from} ${py + half * random.uniform(-0.01, 0.09)}q${w / 2} ${half * 0.03} ${w} 0`;
  });
  return `<path d="${lines.join('')}" fill="none" stroke="#ffffff" stroke-width="${num(Math.max(0.8, half * 0.018))}" stroke-linecap="round" opacity=".55"/>`;
}
