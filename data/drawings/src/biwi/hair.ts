import { shade } from '../drawing/colour';
import { cellValue } from '../drawing/noise';
import { type Face, surface } from '../three-d/solids';
import type { Vector } from '../three-d/vector';
import type { HairStyle, Person } from './person';
import { drawFaces, type Pose } from './scene';
import { skullAt } from './skull';

/** The shape of a head of hair. */
interface Cut {
  /** Latitude, in degrees, of its lower edge over the forehead, over the ears and at the back; 0 is the middle of the head. */
  readonly front: number;
  readonly side: number;
  readonly back: number;
  /** How thick it lies, in millimetres. */
  readonly thickness: number;
  /** How far it hangs below the middle of the head, in millimetres, where it hangs. */
  readonly hanging?: number;
}

const CUTS: Readonly<Record<HairStyle, Cut>> = {
  short: { front: -44, side: 4, back: 40, thickness: 9 },
  crop: { front: -40, side: -8, back: 36, thickness: 4 },
  bob: { front: -38, side: 60, back: 70, thickness: 14, hanging: 105 },
  long: { front: -46, side: 60, back: 80, thickness: 12, hanging: 230 },
  bun: { front: -46, side: -6, back: 34, thickness: 6 },
  curls: { front: -38, side: 24, back: 52, thickness: 24 },
  scarf: { front: -36, side: 78, back: 80, thickness: 10, hanging: 165 },
  bald: { front: -8, side: 0, back: 34, thickness: 3 },
  cap: { front: -26, side: -16, back: 4, thickness: 10 },
};

const DEGREE = Math.PI / 180;

/** The surfaces of hair, scarf or cap, the same in every frame. */
export interface HairModel {
  readonly lying: readonly Face[];
  /** What stands out of it in front: a cap's peak and the hair below it. */
  readonly standing: readonly Face[];
  readonly bun: readonly Face[];
}

/** Makes the surfaces of a person's hair, scarf or cap. */
export function hairOf(person: Person): HairModel {
  const { style } = person;
  const cut = CUTS[style];
  const isCloth = style === 'scarf' || style === 'cap';
  const colour = isCloth ? person.cloth : person.hair;
  const lying = surface(
    (down, across) => hairAt(person, cut, down, across),
    (down, across) => strand(person, colour, isCloth, down, across),
    { rows: cut.hanging ? 10 : 7, columns: 28, from: -Math.PI, to: Math.PI },
  );
  return {
    lying,
    standing: style === 'cap' ? [...fringe(person), ...peak(person)] : [],
    bun: style === 'bun' ? bun(person) : [],
  };
}

/** Draws hair: what is seen behind the face and the neck, and what lies over them. */
export function drawHair({ lying, standing, bun }: HairModel, pose: Pose): { behind: string; front: string } {
  // Of a head that looks to us, the bun is behind it.
  const isBehind = pose.rotation[2][2] > 0.3;
  return {
    behind: drawFaces(pose, lying, 'back') + (isBehind ? drawFaces(pose, bun) : ''),
    front: drawFaces(pose, lying) + drawFaces(pose, standing) + (isBehind ? '' : drawFaces(pose, bun)),
  };
}

/** Latitude of the lower edge, in degrees: hair comes down lower and lower from the forehead to the back. */
function edge({ front, side, back }: Cut, longitude: number): number {
  const angle = Math.abs(longitude) / DEGREE;
  // Smooth from the forehead (up to 38 degrees) to the ear (80 to 100), and from there to the back (130).
  const ease = (from: number, to: number) => {
    const t = Math.max(0, Math.min(1, (angle - from) / (to - from)));
    return t * t * (3 - 2 * t);
  };
  return front + (side - front) * ease(38, 80) + (back - side) * ease(100, 130);
}

function hairAt(person: Person, cut: Cut, down: number, across: number): Vector {
  const low = edge(cut, across);
  // A bald head keeps a wreath: nothing over the forehead, growing towards the back.
  const top =
    person.style === 'bald' ? low - 50 * Math.min(1, Math.max(0, Math.abs(across) / DEGREE - 66) / 60) : -90;
  const degrees = top + (low - top) * down;
  const wave = person.style === 'curls' ? 7 * cellValue(Math.round(across * 6), Math.round(down * 9), 3) : 0;
  const inflate = cut.thickness * Math.min(1, 0.35 + 2.2 * (1 - down) + (low > 0 ? 1 : 0)) + wave;
  if (!cut.hanging || degrees <= 0) return skullAt(person, degrees * DEGREE, across, inflate);
  const [x, , z] = skullAt(person, 0, across, inflate);
  const fall = degrees / 80;
  return [x * (1 - 0.12 * fall), cut.hanging * fall, z * (1 - 0.1 * fall)];
}

function strand(
  person: Person,
  colour: string,
  isCloth: boolean,
  down: number,
  across: number,
): string | undefined {
  if (person.style === 'bald' && Math.abs(across) < 70 * DEGREE) return undefined;
  if (isCloth) return shade(colour, 0.06 * Math.sin(5 * across + 4 * down));
  const rows = person.style === 'curls' ? 9 : 1;
  return shade(colour, 0.22 * (cellValue(Math.round(across * 14), Math.round(down * rows), 1) - 0.4));
}

function ball(person: Person, centre: Vector, radius: number): Face[] {
  return surface(
    (down, across) => {
      const [sine, cosine] = [Math.sin(Math.PI * (down - 0.5)), Math.cos(Math.PI * (down - 0.5))];
      return [
        centre[0] + radius * cosine * Math.sin(across),
        centre[1] + radius * sine,
        centre[2] - radius * cosine * Math.cos(across),
      ];
    },
    (down, across) => strand(person, person.hair, false, down, across),
    { rows: 8, columns: 14, from: -Math.PI, to: Math.PI },
  );
}

function bun(person: Person): Face[] {
  return ball(person, [0, -96, 66], 36);
}

/** Short hair below a cap. */
function fringe(person: Person): Face[] {
  const cut = { front: -24, side: -4, back: 34, thickness: 3 };
  return surface(
    (down, across) =>
      skullAt(
        person,
        (edge(CUTS.cap, across) - 4 + (edge(cut, across) - edge(CUTS.cap, across) + 4) * down) * DEGREE,
        across,
        3,
      ),
    (down, across) => strand(person, person.hair, false, down, across),
    { rows: 4, columns: 30, from: -Math.PI, to: Math.PI },
  );
}

/** What shades the eyes. */
function peak(person: Person): Face[] {
  const at = (out: number, across: number): Vector => {
    const [x, y, z] = skullAt(person, -27 * DEGREE, across, 10);
    return [x * (1 + 0.12 * out), y + 16 * out - 4 * Math.cos(2 * across), z - 58 * out * Math.cos(across)];
  };
  const top = surface(at, () => shade(person.cloth, -0.2), { rows: 3, columns: 12, from: -1.1, to: 1.1 });
  const below = top.map(({ points, fill }) => ({ points: [...points].reverse(), fill: shade(fill, -0.5) }));
  return [...top, ...below];
}
