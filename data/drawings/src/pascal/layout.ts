import { pick } from '../drawing/colour';
import { points } from '../drawing/path';
import type { Random } from '../random';
import { groundAt, type LevelCamera, levelCamera, project } from '../three-d/camera';
import type { Spot } from '../three-d/solids';
import type { Thing } from './stage';

/** The image's size and what kind of place it shows. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isInside: boolean;
  readonly isOnTable: boolean;
  readonly isInAir: boolean;
}

/** Where everything is. */
export interface Layout {
  readonly camera: LevelCamera;
  /** Metres to the thing that the camera is directed at. */
  readonly depth: number;
  readonly spots: readonly { readonly thing: Thing; readonly spot: Spot }[];
}

/** Left, top, right and bottom in pixels. */
type Box = readonly [number, number, number, number];

/**
 * Chooses the camera and a place for each thing, such that none is hidden.
 *
 * @param things What must be seen.
 * @param frame The image's size and kind.
 * @param random Where the choices come from.
 */
export function arrange(things: readonly Thing[], frame: Frame, random: Random): Layout {
  const layouts: (Layout & { hidden: number })[] = [];
  do layouts.push(attempt(things, frame, random));
  while (layouts[layouts.length - 1].hidden > MOST_HIDDEN && layouts.length < 8);
  return layouts.reduce((best, layout) => (layout.hidden < best.hidden ? layout : best));
}

/** The part of a thing that may be covered or outside the image. */
const MOST_HIDDEN = 0.55;

/** The camera looks at the first thing (in a room always, elsewhere often at the tallest); the others are put around it. */
function attempt(unordered: readonly Thing[], frame: Frame, random: Random): Layout & { hidden: number } {
  const byHeight = [...unordered].sort((a, b) => b.height - a.height);
  const things = frame.isInside || (!frame.isInAir && random.uniform() < 0.5) ? byHeight : unordered;
  const [main] = things;
  const { camera, z } = cameraFor(main, things.length, frame, random);
  const image: Box = [0, 0, frame.width, frame.height];
  const placed: { thing: Thing; spot: Spot; box: Box }[] = [];
  for (const thing of things) {
    const isMain = thing === main;
    const tries = Array.from({ length: isMain ? 1 : 24 }, () => {
      const distance = isMain ? z : nearby(thing, main, z, camera, frame, random);
      const { spot, box } = spotFor(thing, distance, isMain, camera, frame, random);
      const covers = placed.map((other) =>
        other.spot.z < distance ? covered(box, other.box) : covered(other.box, box),
      );
      return { thing, spot, box, cost: covers.reduce((sum, part) => sum + part, 1 - covered(box, image)) };
    });
    placed.push(tries.reduce((a, b) => (b.cost < a.cost ? b : a)));
  }
  const hidden = placed.map(({ spot, box }) => {
    const before = placed.filter((other) => other.spot.z < spot.z).map((other) => covered(box, other.box));
    const isTiny = box[3] - box[1] < frame.height * 0.1;
    return before.reduce((sum, part) => sum + part, (isTiny ? 1 : 0) + 1 - covered(box, image));
  });
  return { camera, depth: z, spots: placed, hidden: Math.max(...hidden) };
}

function cameraFor(
  main: Thing,
  count: number,
  frame: Frame,
  random: Random,
): { camera: LevelCamera; z: number } {
  const { width, height: h, isInside, isOnTable, isInAir } = frame;
  const size = Math.max(main.width * 0.75, main.height);
  const z = isOnTable
    ? random.uniform(0.8, 1.2) * Math.max(1, main.height * 2.4)
    : Math.max(isInside ? 1.9 : 2.4, 1.9 * size) * random.uniform(0.9, 1.5);
  const crowd = count > 2 ? 0.7 : count > 1 ? 0.85 : 1;
  const share = crowd * uniformIn(pick(SHARES, random), random);
  const focal = Math.min((share * width) / main.width, (share * h) / main.height) * z;
  const tall = (focal / z) * main.height;
  // What is nearly as tall as the image may be cut off below; wide things reach towards us.
  const low =
    tall > h * 0.8 ? [0.94, 1.12] : share < 0.5 ? [0.66, 0.88] : size > 2.5 ? [0.7, 0.86] : [0.76, 0.95];
  const base = main.keepsFoot
    ? h * random.uniform(0.68, 0.9)
    : Math.max(h * uniformIn(low, random), tall + h * 0.05);
  const wanted = uniformIn(isOnTable ? [0.16, 0.4] : isInside ? [0.9, 1.5] : [1, 1.9], random);
  const highest = ((Math.min(base, h * 1.1) - h * 0.16) * z) / focal;
  const eye = isInAir ? 1.6 : Math.max(0.08, Math.min(wanted, highest));
  const horizon = isInAir ? h * random.uniform(0.75, 1.25) : base - (focal * eye) / z;
  return { camera: levelCamera({ width, height: h }, { horizon, focal, eye }), z };
}

/** How much of the image's width or height the main thing takes: far away, in the middle, close. */
const SHARES = points('0.26,0.5 0.5,0.9 0.5,0.9 0.9,1.2');

const uniformIn = ([low, high]: readonly number[], random: Random) => random.uniform(low, high);

/** A distance for another thing, such that it is neither tiny nor cut off below. */
function nearby(
  thing: Thing,
  main: Thing,
  z: number,
  { focal, horizon, eye: [, eye], height }: LevelCamera,
  { isInside, isInAir }: Frame,
  random: Random,
): number {
  // Long things stand clear of each other, whichever way they are turned.
  const clear = thing.width > 1.6 && main.width > 1.6 ? z + (thing.width + main.width) * 0.4 : 0;
  const wanted = Math.max(
    clear,
    z *
      (isInside
        ? random.uniform(0.9, 1.16)
        : random.uniform(main.width > 2 ? 0.78 : 0.94, isInAir ? 2.2 : 1.7)),
  );
  const seen = (focal / wanted) * thing.height;
  const share = seen < height * 0.2 ? random.uniform(0.22, 0.4) : random.uniform(0.6, 1);
  const fit =
    seen < height * 0.2 || seen > height * 1.05 ? (focal * thing.height) / (height * share) : wanted;
  if (isInAir) return fit;
  // Its foot is above the lower edge, its top below the upper one.
  const foot = (focal * eye) / Math.max(10, height * 0.96 - horizon);
  const top = (focal * (thing.height - eye)) / Math.max(height * 0.12, horizon - height * 0.04);
  // Not behind a room's wall.
  return isInside ? Math.min(Math.max(fit, foot, top), z * 1.05 + 0.4) : Math.max(fit, foot, top);
}

function spotFor(
  thing: Thing,
  z: number,
  isMain: boolean,
  camera: LevelCamera,
  { isInAir }: Frame,
  random: Random,
): { spot: Spot; box: Box } {
  const scale = camera.focal / z;
  const [w, h] = [thing.width * scale, thing.height * scale];
  // Sometimes a thing is cut off by the frame.
  const slack = Math.max(0, camera.width - w) / 2;
  const most = slack + w * 0.22;
  const aside = isMain
    ? random.normal(0, 0.35) * (slack + w * 0.16)
    : random.uniform(-1, 1) * (slack + w * 0.12);
  const px = camera.width / 2 + Math.max(-most, Math.min(most, aside));
  const lift = isInAir
    ? camera.eye[1] + (camera.horizon - camera.height * random.uniform(0.3, 0.68)) / scale
    : liftOf(thing, camera, z, random);
  const spot = {
    x: (px - camera.width / 2) / scale,
    z,
    y: lift,
    yaw: thing.yaw?.(random) ?? random.uniform(-0.6, 0.6),
  };
  const [, foot] = project(camera, [0, lift, z]);
  return { spot, box: [px - w / 2, foot - h, px + w / 2, foot] };
}

/** Height above the ground; a bird on its branch is put well into the image. */
function liftOf({ lift = 0, height }: Thing, camera: LevelCamera, z: number, random: Random): number {
  if (lift === 0) return 0;
  const tall = (height * camera.focal) / z;
  const foot = Math.max(camera.height * random.uniform(0.5, 0.8), tall + camera.height * 0.08);
  return Math.max(0.02, ((groundAt(camera, z) - foot) * z) / camera.focal);
}

/** The part of a box that another covers. */
function covered(box: Box, by: Box): number {
  const [w, h] = [
    Math.min(box[2], by[2]) - Math.max(box[0], by[0]),
    Math.min(box[3], by[3]) - Math.max(box[1], by[1]),
  ];
  return w > 0 && h > 0 ? (w * h) / ((box[2] - box[0]) * (box[3] - box[1])) : 0;
}
