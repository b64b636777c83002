import { mirroredLight, relight, shadow } from '../drawing/light';
import { num, type Point, translated } from '../drawing/path';
import type { Random } from '../random';
import { type LevelCamera, project } from '../three-d/camera';
import { drawSolids } from '../three-d/painter';
import type { Face, Spot } from '../three-d/solids';
import type { Hour } from './places/hours';

/** What every drawing function of an image needs. */
export interface Stage {
  readonly camera: LevelCamera;
  readonly random: Random;
  /** Time of day and weather. */
  readonly hour: Hour;
  /** Colour of the light indoors. */
  readonly lamp: string;
  /** Light from the left (-1) or the right (1). */
  readonly side: -1 | 1;
  /** A name no other element of the drawing has. */
  readonly id: () => string;
}

/** One thing, or several that belong together, e.g. a horse and its rider. */
export interface Thing {
  /** Metres; how much of the image it takes depends on them. */
  readonly width: number;
  readonly height: number;
  /** SVG elements in pixels. */
  readonly draw: (stage: Stage, spot: Spot) => string;
  /** Turns it may have, in radians; any by default. */
  readonly yaw?: (random: Random) => number;
  /** Its lower end is what shows what it is, e.g. a hull under a mast: it is never cut off. */
  readonly keepsFoot?: boolean;
  /** Metres above the ground, for what flies or stands on something. */
  readonly lift?: number;
}

/** Makes one of a kind. */
export type Maker = (random: Random) => Thing;

/** Elements in the hour's light, and in as much of its haze as a distance has: 0 clear, 1 nothing else. */
export const inLight = ({ hour }: Stage, art: string, amount = 0): string =>
  relight(art, { light: hour.light, haze: hour.haze, amount });

/** A solid's parts with a shadow under them, at a spot. */
export function solid(
  { camera, side }: Stage,
  spot: Spot,
  parts: readonly (readonly Face[])[],
  footprint?: readonly [number, number],
): string {
  return (
    (footprint ? groundShadow({ camera, side }, spot, footprint) : '') + drawSolids(parts, spot, camera, side)
  );
}

/** The shadow of something `length` by `depth` metres, reaching a little away from the light. */
export function groundShadow(
  { camera, side }: Pick<Stage, 'camera' | 'side'>,
  spot: Spot,
  [length, depth]: readonly [number, number],
): string {
  const { x, y = 0, z, yaw = 0 } = spot;
  const [cos, sin] = [Math.abs(Math.cos(yaw)), Math.abs(Math.sin(yaw))];
  const [w, d] = [length * cos + depth * sin, length * sin + depth * cos];
  const near = Math.max(0.4, z - d * 0.54);
  const [, bottom] = project(camera, [x, y, near]);
  const [left] = project(camera, [x - w * 0.58, y, z - d * 0.3]);
  const [right] = project(camera, [x + w * 0.58, y, z - d * 0.3]);
  const [, top] = project(camera, [x, y, z + d * 0.54]);
  return shadow(
    [(left + right) / 2 - side * (right - left) * 0.05, (top + bottom) / 2],
    [(right - left) / 2, Math.max((bottom - top) / 2, (right - left) * 0.03)],
    0.95,
  );
}

/**
 * Puts elements upright into the world, e.g. a tree or a house.
 *
 * @param at Where their origin stands: x and z in metres.
 * @param units How many of the elements' own units make a metre.
 * @param art Elements, y down, the ground at 0.
 */
export function onGround({ camera }: Stage, [x, z]: Point, units: number, art: string): string {
  return translated(art, project(camera, [x, 0, z]), camera.focal / z / units);
}

/** Elements upside down below the water line at `y` pixels. */
export const mirroredInWater = (art: string, y: number, opacity: number): string =>
  `<g transform="translate(0 ${num(2 * y)}) scale(1 -1)" opacity="${opacity}">${art}</g>`;

/**
 * Puts a flat drawing upright into the world.
 *
 * @param stage The stage.
 * @param spot Where its origin stands.
 * @param art Elements in centimetres, y down, the ground at 0, looking to the right.
 * @param options.isMirrored Looks to the left.
 * @param options.squeeze Its width as seen from a little in front or behind, 1 from the side.
 * @param options.shade Length and depth of its shadow in metres.
 */
export function upright(
  stage: Stage,
  spot: Spot,
  art: string,
  {
    isMirrored = false,
    squeeze = 1,
    shade,
  }: { isMirrored?: boolean; squeeze?: number; shade?: readonly [number, number] } = {},
): string {
  const { camera } = stage;
  const [x, y] = project(camera, [spot.x, spot.y ?? 0, spot.z]);
  const scale = camera.focal / spot.z / 100;
  const flip = isMirrored ? -1 : 1;
  return (
    (shade ? groundShadow(stage, spot, shade) : '') +
    `<g transform="translate(${num(x)} ${num(y)}) scale(${(flip * scale * squeeze).toFixed(4)} ${scale.toFixed(4)})">${isMirrored ? mirroredLight(art) : art}</g>`
  );
}
