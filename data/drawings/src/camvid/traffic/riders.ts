import { near, pick } from '../../drawing/colour';
import type { Random } from '../../random';
import { corners, type Placing } from '../../three-d/vector';
import type { Code } from '../codes';
import { plain } from '../rendering/paints';
import { ball, box, disc, limb, type Paint, type Solid } from '../rendering/surface';
import { figure } from './people';

/** Wheels at two positions along y, and their edges, for those who see them from behind. */
function wheels(
  at: Placing,
  code: Code,
  { along, radius, thick, paint }: { along: readonly number[]; radius: number; thick: number; paint: Paint },
  keeps?: (u: number, v: number) => boolean,
): Solid[] {
  return [
    ...along.map((y) => disc((a, b, c) => at(b, y + a, radius + c), radius, code, paint, { keeps })),
    ...along.map((y) => {
      const low = radius > 0.3 ? 0.02 : 0;
      return limb(at(0, y, low), at(0, y, 2 * radius - low), [thick, thick], code, paint);
    }),
  ];
}

/** Where a bicycle's wheel is: its tyre, its hub and six spokes. */
const spoked = (radius: number) => (u: number, v: number) => {
  const far = Math.sqrt(u * u + v * v) / radius;
  return far > 0.82 || far < 0.12 || Math.abs(Math.sin(Math.atan2(v, u) * 3)) < 0.1;
};

/** Somebody on a bicycle, seen from any side; their own y is where they are going. */
export function cyclist(at: Placing, phase: number, random: Random): Solid[] {
  const code = 'Bicyclist';
  const colours = ['#a02020', '#20406a', '#1c1c1e', '#2a6a4a', '#c8c8c4'];
  const tube = plain(near(pick(colours, random), random, 8), { mirror: 0.2 });
  const bar = (ends: string, thick = 0.035): Solid => {
    const [from, to] = corners(ends).map((end) => at(...end));
    return limb(from, to, [thick, thick], code, tube);
  };
  const [sin, cos] = [Math.sin(phase) * 0.16, Math.cos(phase) * 0.16];
  const tyres = { along: [-0.52, 0.52], radius: 0.34, thick: 0.03, paint: plain('#1c1c1e') };
  return [
    ...wheels(at, code, tyres, spoked(0.34)),
    bar('0,-0.52,0.34 0,0,0.32'),
    bar('0,0,0.32 0,-0.18,0.9'),
    bar('0,0,0.32 0,0.4,0.84'),
    bar('0,-0.14,0.8 0,0.4,0.84'),
    bar('0,0.52,0.34 0,0.4,0.98'),
    bar('-0.26,0.44,1.02 0.26,0.44,1.02', 0.025),
    ...figure(
      at,
      {
        hips: [0, -0.22, 1],
        neck: [0, 0.14, 1.52],
        knees: corners(
          `-0.1,${0.16 + cos * 0.4},${0.74 + sin * 0.6} 0.1,${0.16 - cos * 0.4},${0.74 - sin * 0.6}`,
        ),
        feet: corners(`-0.1,${cos},${0.32 + sin} 0.1,${-cos},${0.32 - sin}`),
        elbows: corners('-0.28,0.28,1.24 0.28,0.28,1.24'),
        hands: corners('-0.26,0.48,1.06 0.26,0.48,1.06'),
      },
      code,
      random,
    ),
  ];
}

/** A scooter and its rider with a helmet. */
export function scooterRider(at: Placing, random: Random): Solid[] {
  const code = 'MotorcycleScooter';
  const colour = near(pick(['#a02020', '#203a6a', '#e0ddd4', '#202224'], random), random, 6);
  const paint = plain(colour, { mirror: 0.4 });
  const lamp = { sides: plain('#c01418', { glow: 0.8 }) };
  return [
    ...wheels(at, code, { along: [-0.62, 0.6], radius: 0.27, thick: 0.07, paint: plain('#161618') }),
    ...box(at, [-0.17, -0.85, 0.4], [0.17, 0.05, 0.8], code, { sides: paint }),
    limb(at(0, 0.55, 0.3), at(0, 0.36, 1.05), [0.1, 0.06], code, paint),
    ...box(at, [-0.09, -0.88, 0.55], [0.09, -0.86, 0.66], code, lamp),
    ...figure(
      at,
      {
        hips: [0, -0.3, 0.86],
        neck: [0, -0.1, 1.42],
        knees: corners('-0.16,0.12,0.74 0.16,0.12,0.74'),
        feet: corners('-0.16,0.16,0.3 0.16,0.16,0.3'),
        elbows: corners('-0.3,0.08,1.1 0.3,0.08,1.1'),
        hands: corners('-0.3,0.36,1.04 0.3,0.36,1.04'),
      },
      code,
      random,
    ),
    ball(at(0, -0.08, 1.66), [0.15, 0.16], code, paint),
  ];
}
