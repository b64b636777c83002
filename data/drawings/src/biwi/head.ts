import { mix, shade } from '../drawing/colour';
import { shape, stroke } from '../drawing/path';
import { type Face, surface } from '../three-d/solids';
import { unit, type Vector } from '../three-d/vector';
import { drawFace, type Mood } from './face';
import { drawHair, type HairModel, hairOf } from './hair';
import type { Person } from './person';
import { drawFaces, isSeen, lighted, type Pose, pathOf } from './scene';
import { skullAt } from './skull';

/** What belongs behind the neck and what before it. */
export interface DrawnHead {
  readonly behind: string;
  readonly front: string;
}

/** A head's surfaces, the same in every frame of a recording. */
export interface HeadModel {
  readonly person: Person;
  readonly skin: readonly Face[];
  readonly hair: HairModel;
}

/** Makes the surfaces of a head. */
export function headOf(person: Person): HeadModel {
  // A beard's edge shows the pieces: smaller ones for it.
  const fineness = person.beard > 0 ? 1.6 : 1;
  const skin = surface(
    (down, across) => skullAt(person, Math.PI * (down - 0.5), across),
    (down, across) => skinAt(person, Math.PI * (down - 0.5), across),
    { rows: Math.round(14 * fineness), columns: Math.round(24 * fineness), from: -Math.PI, to: Math.PI },
  );
  return { person, skin, hair: hairOf(person) };
}

/** Draws a head whose centre is the pose's. */
export function drawHead({ person, skin, hair }: HeadModel, pose: Pose, mood: Mood): DrawnHead {
  const { behind, front } = drawHair(hair, pose);
  const ears = [-1, 1].map((side) => ear(person, pose, side));
  const far = ears.filter(({ isNear }) => !isNear).map(({ art }) => art);
  const near = ears.filter(({ isNear }) => isNear).map(({ art }) => art);
  return {
    behind: behind + far.join(''),
    front: drawFaces(pose, skin) + near.join('') + drawFace(person, pose, mood) + front,
  };
}

function skinAt(person: Person, latitude: number, longitude: number): string {
  const [x, y, z] = skullAt(person, latitude, longitude);
  const cheek = z < 0 ? Math.exp(-((Math.abs(x) - 42) ** 2 + (y - 30) ** 2) / 500) : 0;
  const skin = mix(person.skin, '#c8503c', 0.16 * cheek);
  // Full on chin and cheeks, thinning out towards the eyes and the neck, nothing around the mouth.
  const below = ramp(y, 22, 48) * ramp(z, 50, 20);
  const lips = ramp(Math.hypot(x / 30, (y - 57) / 15), 1.15, 0.85);
  const whiskers = ramp(Math.abs(x), 52, 64) * ramp(y, -20, 0) * ramp(z, 25, 0);
  return mix(skin, person.hair, person.beard * Math.max(below * (1 - lips), whiskers));
}

/** 0 up to one value, 1 from another on, even in between. */
function ramp(value: number, zero: number, one: number): number {
  return Math.max(0, Math.min(1, (value - zero) / (one - zero)));
}

function ear(person: Person, pose: Pose, side: number): { art: string; isNear: boolean } {
  const centre: Vector = [side * 74 * person.width, 4, 10];
  const outwards = unit([side, 0, -0.35]);
  const rim = (size: number, out: number) =>
    Array.from({ length: 12 }, (_, i): Vector => {
      const angle = (2 * Math.PI * i) / 12;
      const along = 17 * size * Math.cos(angle);
      return [
        centre[0] + side * out + side * 0.62 * Math.max(0, along),
        centre[1] + 31 * size * Math.sin(angle) + 0.25 * along,
        centre[2] + along,
      ];
    });
  const colour = lighted(pose, mix(person.skin, '#c8503c', 0.12), outwards);
  return {
    art:
      shape(pathOf(pose, rim(1, 3)), colour) +
      stroke(pathOf(pose, rim(1, 3)), shade(colour, -0.35), 0.7) +
      shape(pathOf(pose, rim(0.5, 4)), shade(colour, -0.3), 'opacity=".6"'),
    isNear: isSeen(pose, centre, [side, 0, 0]),
  };
}
