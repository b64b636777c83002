import type { Random } from '../../../base/random';
import { type Camera, groundAt, project } from '../drawing/camera';
import { pick } from '../drawing/colour';
import type { Spot } from '../drawing/solids';
import type { Thing } from './stage';

/** The picture's size and what kind of place it shows. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly isInside: boolean;
  readonly isOnTable: boolean;
  readonly isInAir: boolean;
}

/** Where everything is. */
export interface Layout {
  readonly camera: Camera;
  /** Metres to the first thing. */
  readonly depth: number;
  readonly spots: readonly { readonly thing: Thing; readonly spot: Spot }[];
}

/** Left, top, right and bottom in pixels. */
type Box = readonly [number, number, number, number];

/** Chooses the camera by the first thing, then places for the others where they cover each other least. */
export function arrange(things: readonly Thing[], frame: Frame, random: Random): Layout {
  const { width: w, height: h, isInside, isOnTable, isInAir } = frame;
  const [main] = things;
  const size = Math.max(main.width * 0.75, main.height);
  const z = isOnTable
    ? random.uniform(0.8, 1.2) * Math.max(1, main.height * 2.4)
    : Math.max(isInside ? 1.9 : 2.4, 1.9 * size) * random.uniform(0.9, 1.5);
  const crowd = things.length > 2 ? 0.7 : things.length > 1 ? 0.85 : 1;
  const range = pick(
    [
      [0.26, 0.5],
      [0.5, 0.9],
      [0.5, 0.9],
      [0.9, 1.2],
    ] as const,
    random,
  );
  const share = crowd * random.uniform(range[0], range[1]);
  const focal = Math.min((share * w) / main.width, (share * h) / main.height) * z;
  const tall = (focal / z) * main.height;
  // What is nearly as tall as the picture may be cut off below; wide things reach towards us.
  const low =
    tall > h * 0.8 ? [0.94, 1.12] : share < 0.5 ? [0.66, 0.88] : size > 2.5 ? [0.7, 0.86] : [0.76, 0.95];
  const base = Math.max(h * random.uniform(low[0], low[1]), tall + h * 0.05);
  const wanted = isOnTable
    ? random.uniform(0.16, 0.4)
    : isInside
      ? random.uniform(0.9, 1.5)
      : random.uniform(1, 1.9);
  const highest = ((Math.min(base, h * 1.1) - h * 0.16) * z) / focal;
  const eye = isInAir ? 1.6 : Math.max(0.08, Math.min(wanted, highest));
  const horizon = isInAir ? h * random.uniform(0.75, 1.25) : base - (focal * eye) / z;
  const camera: Camera = { width: w, height: h, horizon, focal, eye };

  const boxes: Box[] = [];
  const spots = things.map((thing, i) => {
    const tries = Array.from({ length: i === 0 ? 1 : 24 }, () =>
      spotFor(thing, i === 0 ? z : nearby(thing, z, camera, frame, random), i === 0, camera, frame, random),
    ).map(({ spot, box }) => ({
      spot,
      box,
      cost: boxes.reduce((sum, other) => sum + overlap(other, box), 1 - overlap(box, [0, 0, w, h])),
    }));
    const best = tries.reduce((a, b) => (b.cost < a.cost ? b : a));
    boxes.push(best.box);
    return { thing, spot: best.spot };
  });
  return { camera, depth: z, spots };
}

/** A distance for another thing, such that it is neither tiny nor cut off below. */
function nearby(
  thing: Thing,
  z: number,
  { focal, horizon, eye, height }: Camera,
  { isInside, isInAir }: Frame,
  random: Random,
): number {
  const wanted = z * (isInside ? random.uniform(0.9, 1.16) : random.uniform(0.94, isInAir ? 2.2 : 1.7));
  const seen = (focal / wanted) * thing.height;
  const share = seen < height * 0.2 ? random.uniform(0.22, 0.4) : random.uniform(0.6, 1);
  const fit =
    seen < height * 0.2 || seen > height * 1.05 ? (focal * thing.height) / (height * share) : wanted;
  if (isInAir) return fit;
  return Math.max(fit, (focal * eye) / Math.max(10, height * 0.96 - horizon));
}

function spotFor(
  thing: Thing,
  z: number,
  isMain: boolean,
  camera: Camera,
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
    ? camera.eye + (camera.horizon - camera.height * random.uniform(0.3, 0.68)) / scale
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

/** Height above the ground; a bird on its branch is put well into the picture. */
function liftOf({ lift = 0 }: Thing, camera: Camera, z: number, random: Random): number {
  if (lift === 0) return 0;
  const foot = camera.height * random.uniform(0.5, 0.8);
  return Math.max(0.02, ((groundAt(camera, z) - foot) * z) / camera.focal);
}

/** The part of the smaller box that both cover; of the first if the second is the whole picture. */
function overlap(a: Box, b: Box): number {
  const [w, h] = [Math.min(a[2], b[2]) - Math.max(a[0], b[0]), Math.min(a[3], b[3]) - Math.max(a[1], b[1])];
  const area = (box: Box) => (box[2] - box[0]) * (box[3] - box[1]);
  return w > 0 && h > 0 ? (w * h) / Math.min(area(a), area(b)) : 0;
}
