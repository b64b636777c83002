import type { RgbImage } from '../images';
import { randomFrom } from '../random';
import { cross, minus, type Placing, plus, times, unit, type Vector } from '../three-d/vector';
import { type Drive, STEP } from './drives';
import { plain } from './rendering/paints';
import { type Lens, lens } from './rendering/raster';
import { label, photograph } from './rendering/sensor';
import { expose, SAMPLES } from './rendering/shade';
import { polygon, type Solid } from './rendering/surface';
import { street } from './street';
import { frontages } from './town/frontage';
import { ground } from './town/ground';
import { landmark } from './town/landmarks';
import { markings } from './town/markings';
import { roadside } from './town/roadside';
import { lanes, traffic } from './traffic/traffic';

/** A frame of a drive and what each of its pixels shows. */
export interface Frame {
  readonly name: string;
  readonly image: RgbImage;
  /** One byte a pixel, row by row: its place in `CODES`. */
  readonly mask: Buffer;
}

/** How far one sees along the street, in metres. */
const SIGHT = 150;

/**
 * The frames of a drive, one by one.
 *
 * @param drive The drive.
 * @param size Width and height of a frame in pixels.
 * @param every Only every n-th frame is filmed.
 */
export function* film(
  { plan, nameOf, first, frames, hasBonnet }: Drive,
  size: { width: number; height: number },
  every = 1,
): Generator<Frame> {
  const road = street({ bend: plan.bend, phase: plan.seed });
  const still = [
    ...ground(road, plan),
    ...markings(road, plan),
    ...frontages(road, plan),
    ...roadside(road, plan),
    ...landmark(road, plan),
  ];
  const moving = traffic(road, plan, frames);
  const { own } = lanes(plan);
  for (let i = 0; i < frames; i += every) {
    const random = randomFrom(plan.seed * 1000 + i);
    const along = i * STEP + random.uniform(-1.5, 1.5);
    const time = along / STEP;
    // Now and then it turns its nose towards a side street or a parked car.
    const turn = random.normal(0, random.uniform() < 0.2 ? 0.2 : 0.035);
    const at = road.place(along, own + random.normal(0, 0.12), { up: random.normal(1.38, 0.03), turn });
    const view = lensAt(at, size, { pitch: random.normal(-0.005, 0.018), roll: random.normal(0, 0.008) });
    const solids = [...still.filter((solid) => isNear(solid, view)), ...moving(time, along)];
    if (hasBonnet) solids.push(bonnet(view));
    const exposure = expose(solids, view, plan.day);
    yield {
      name: nameOf(first + 30 * i),
      image: photograph(exposure, size, plan.day, random),
      mask: label(exposure, size),
    };
  }
}

function isNear({ centre, reach }: Solid, { eye }: Lens): boolean {
  return Math.hypot(centre[0] - eye[0], centre[1] - eye[1]) - reach < SIGHT;
}

/** A camera behind a windscreen; its own y looks ahead. */
function lensAt(
  at: Placing,
  { width, height }: { width: number; height: number },
  { pitch, roll }: { pitch: number; roll: number },
): Lens {
  const eye = at(0, 0, 0);
  const forward = unit(minus(at(0, Math.cos(pitch), Math.sin(pitch)), eye));
  const right = unit(minus(at(Math.cos(roll), 0, Math.sin(roll)), eye));
  return lens(width * SAMPLES, height * SAMPLES, {
    eye,
    right,
    up: unit(cross(right, forward)),
    forward,
    focal: 0.94 * width * SAMPLES,
  });
}

/** The bonnet of the car one sits in. */
function bonnet({ eye, right, up, forward }: Lens): Solid {
  const at = (x: number, y: number, z: number): Vector =>
    plus(plus(plus(eye, times(right, x)), times(forward, y)), times(up, z));
  const rim = [-0.8, -0.6, -0.3, 0, 0.3, 0.6, 0.8].map((x) => at(x, 1.75 - 0.35 * x * x, -0.6 - 0.1 * x * x));
  return polygon(
    [at(-1, 0.5, -0.55), at(1, 0.5, -0.55), ...rim.reverse()],
    'Void',
    plain('#2a3038', { mirror: 0.8 }),
  );
}
