import { cellValue } from '../../drawing/noise';
import { plus, times, type Vector } from '../../three-d/vector';
import { INDEX } from '../codes';
import { type Daylight, skyTo } from './daylight';
import { type Lens, lens, look, type View } from './raster';
import { lightAt, type Shadows } from './shadows';
import type { Solid, Surface } from './surface';

/** Samples along each side of a pixel: the mask's edges and the image's are the same ones. */
export const SAMPLES = 3;

// Geometry is taken nine times a pixel, colour three times (a row, a column each) for every surface in it.
const COLOURED = [1, 5, 6];

/** A street as light and as classes. */
export interface Exposure {
  /** Linear red, green and blue of each pixel. */
  readonly light: Float32Array;
  /** The class of each sample, row by row: `SAMPLES` times the image's width and height. */
  readonly codes: Uint8Array;
}

/**
 * What the camera sees: sun with shadows, light of the sky with what hides it, mirrors, lamps, haze.
 *
 * @param solids Everything there is.
 * @param camera The lens, `SAMPLES` times the image's size.
 * @param day The light.
 */
export function expose(solids: readonly Solid[], camera: Lens, day: Daylight): Exposure {
  const view = look(solids, camera);
  const middle = plus(camera.eye, times([camera.forward[0], camera.forward[1], 0], 26));
  const shadows = { sun: lookFromSun(solids, middle, day), above: lookFromAbove(solids, middle) };
  const { width, height } = camera;
  const codes = new Uint8Array(width * height);
  for (let i = 0; i < codes.length; i++) {
    codes[i] = view.owner[i] < 0 ? INDEX.Sky : view.surfaces[view.owner[i]].code;
  }
  return { light: develop(view, shadows, day), codes };
}

function lookFromSun(solids: readonly Solid[], middle: Vector, day: Daylight): View | undefined {
  if (day.sunlight[0] < 0.2) return undefined;
  const flat = Math.hypot(day.sun[0], day.sun[1]);
  const right: Vector = [-day.sun[1] / flat, day.sun[0] / flat, 0];
  const up: Vector = [(-day.sun[0] / flat) * day.sun[2], (-day.sun[1] / flat) * day.sun[2], flat];
  const eye = plus(middle, times(day.sun, 90));
  const camera = { eye, right, up, forward: times(day.sun, -1), focal: 7 };
  return look(solids, lens(448, 448, camera, { isParallel: true }));
}

function lookFromAbove(solids: readonly Solid[], middle: Vector): View {
  const eye = plus(middle, [0, 0, 60]);
  const camera = { eye, right: [1, 0, 0], up: [0, 1, 0], forward: [0, 0, -1], focal: 3.5 } as const;
  return look(solids, lens(224, 224, camera, { isParallel: true }));
}

function develop(view: View, shadows: Shadows, day: Daylight): Float32Array {
  const { width, height } = view.lens;
  const wide = width / SAMPLES;
  const light = new Float32Array(wide * (height / SAMPLES) * 3);
  const colour = new Float64Array(5);
  const count = SAMPLES * SAMPLES;
  const samples = new Int32Array(count);
  for (let pixel = 0; pixel < light.length / 3; pixel++) {
    const corner = Math.floor(pixel / wide) * SAMPLES * width + (pixel % wide) * SAMPLES;
    let isOne = true;
    for (let i = 0; i < count; i++) {
      samples[i] = corner + Math.floor(i / SAMPLES) * width + (i % SAMPLES);
      if (view.owner[samples[i]] !== view.owner[corner]) isOne = false;
    }
    const add = (sample: number, weight: number) => {
      colourOf(view, sample, shadows, day, colour);
      for (let k = 0; k < 3; k++) light[pixel * 3 + k] += colour[k] * weight;
    };
    if (isOne) for (const i of COLOURED) add(samples[i], 1 / COLOURED.length);
    else addMixed(view, samples, add);
  }
  return light;
}

/** A pixel with several surfaces: each counts by its share, however many of its samples get a colour. */
function addMixed({ owner }: View, samples: Int32Array, add: (sample: number, weight: number) => void): void {
  for (let i = 0; i < samples.length; i++) {
    let [isFirst, share, coloured] = [true, 0, 0];
    for (let j = 0; j < samples.length; j++) {
      if (owner[samples[j]] !== owner[samples[i]]) continue;
      if (j < i) isFirst = false;
      share++;
      if (COLOURED.includes(j)) coloured++;
    }
    const isChosen = COLOURED.includes(i) || (coloured === 0 && isFirst);
    if (isChosen) add(samples[i], share / samples.length / Math.max(1, coloured));
  }
}

const ray = new Float64Array(3);
const normal = new Float64Array(3);
const place = new Float64Array(3);
const bounced = new Float64Array(3);
const sky = new Float64Array(3);
const lighting = new Float64Array(2);

function colourOf(view: View, sample: number, shadows: Shadows, day: Daylight, colour: Float64Array): void {
  const { lens: camera } = view;
  const column = sample % camera.width;
  const row = Math.floor(sample / camera.width);
  const [x, y] = [
    (column + 0.5 - camera.centre[0]) / camera.focal,
    (camera.centre[1] - row - 0.5) / camera.focal,
  ];
  const length = Math.sqrt(1 + x * x + y * y);
  const owner = view.owner[sample];
  const depth = view.depth[sample];
  for (let k = 0; k < 3; k++) {
    ray[k] = camera.forward[k] + camera.right[k] * x + camera.up[k] * y;
    place[k] = camera.eye[k] + ray[k] * depth;
    ray[k] /= length;
  }
  if (owner < 0) {
    skyTo(day, ray, colour);
    return;
  }
  const surface = view.surfaces[owner];
  const { origin, right, up, start } = surface;
  let u = start[0];
  let v = start[1];
  for (let k = 0; k < 3; k++) {
    u += (place[k] - origin[k]) * right[k];
    v += (place[k] - origin[k]) * up[k];
  }
  colour[3] = 0;
  colour[4] = 0;
  surface.paint(u, v, colour, (2 * depth) / camera.focal);
  turn(surface, u, v);
  lightAt(place, normal, cellValue(sample, 1), shadows, day, lighting);
  finish(surface, depth, day, colour);
}

/** The surface's normal at a place, towards the viewer. */
function turn(surface: Surface, u: number, v: number): void {
  const { right, up, bulge } = surface;
  const bu = bulge ? u * bulge[0] : 0;
  const bv = bulge ? v * bulge[1] : 0;
  const flat = bulge ? Math.sqrt(Math.max(0.05, 1 - bu * bu - bv * bv)) : 1;
  let length = 0;
  let facing = 0;
  for (let k = 0; k < 3; k++) {
    normal[k] = surface.normal[k] * flat + right[k] * bu + up[k] * bv;
    length += normal[k] * normal[k];
    facing += normal[k] * ray[k];
  }
  const factor = (!bulge && facing > 0 ? -1 : 1) / Math.sqrt(length);
  for (let k = 0; k < 3; k++) normal[k] *= factor;
}

function finish(surface: Surface, depth: number, day: Daylight, colour: Float64Array): void {
  const sun = lighting[0];
  const open = lighting[1];
  const mirror = colour[3];
  const glow = colour[4];
  const facing = ray[0] * normal[0] + ray[1] * normal[1] + ray[2] * normal[2];
  // Mirrors more at a glance (Schlick 1994).
  const shine = mirror * (0.12 + 0.88 * (1 - Math.min(1, Math.abs(facing))) ** 4);
  if (shine > 0.01) {
    for (let k = 0; k < 3; k++) bounced[k] = ray[k] - 2 * facing * normal[k];
    skyTo(day, bounced, sky);
    const isLow = bounced[2] < 0.08 && surface.normal[2] < 0.9;
    if (isLow) for (let k = 0; k < 3; k++) sky[k] *= 0.28;
  }
  const clear = Math.exp(-depth / day.haze);
  const up = 0.5 + 0.5 * normal[2];
  for (let k = 0; k < 3; k++) {
    const around = (0.55 * day.zenith[k] + 0.45 * day.horizon[k]) * up + 0.22 * day.horizon[k] * (1 - up);
    const lit = colour[k] * (day.fill * around * open + day.sunlight[k] * sun + glow);
    const mirrored = shine > 0.01 ? lit * (1 - shine) + sky[k] * shine * (0.35 + 0.65 * open) : lit;
    colour[k] = mirrored * clear + day.horizon[k] * 0.8 * (1 - clear);
  }
}
