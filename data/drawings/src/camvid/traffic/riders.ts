import { near, pick } from '../../drawing/colour';
import type { Random } from '../../random';
import { corners, type Placing, type Vector } from '../../three-d/vector';
import type { Code } from '../codes';
import { plain } from '../rendering/paints';
import { ball, box, disc, limb, type Solid } from '../rendering/surface';
import { figure, type Posture } from './people';

/** A wheel one can see through. */
function spokes(at: Placing, y: number, radius: number, code: Code): Solid {
  const keeps = (u: number, v: number) => {
    const far = Math.sqrt(u * u + v * v) / radius;
    return far > 0.82 || far < 0.12 || (far < 0.82 && Math.abs(Math.sin(Math.atan2(v, u) * 3)) < 0.1);
  };
  return disc((a, b, c) => at(b, y + a, radius + c), radius, code, plain('#1c1c1e'), { keeps });
}

/** Somebody on a bicycle, seen from any side; their own y is where they are going. */
export function cyclist(at: Placing, phase: number, random: Random): Solid[] {
  const code = 'Bicyclist';
  const tube = plain(near(pick(['#a02020', '#20406a', '#1c1c1e', '#2a6a4a', '#c8c8c4'], random), random, 8), {
    mirror: 0.2,
  });
  const bar = (from: Vector, to: Vector, thick = 0.035): Solid =>
    limb(at(...from), at(...to), [thick, thick], code, tube);
  const [sin, cos] = [Math.sin(phase) * 0.16, Math.cos(phase) * 0.16];
  const rider: Posture = {
    hips: [0, -0.22, 1],
    neck: [0, 0.14, 1.52],
    knees: [
      [-0.1, 0.16 + cos * 0.4, 0.74 + sin * 0.6],
      [0.1, 0.16 - cos * 0.4, 0.74 - sin * 0.6],
    ],
    feet: [
      [-0.1, cos, 0.32 + sin],
      [0.1, -cos, 0.32 - sin],
    ],
    elbows: corners('-0.28,0.28,1.24 0.28,0.28,1.24'),
    hands: corners('-0.26,0.48,1.06 0.26,0.48,1.06'),
  };
  return [
    spokes(at, -0.52, 0.34, code),
    spokes(at, 0.52, 0.34, code),
    // Edges of the tyres, for those who see the bicycle from behind.
    ...[-0.52, 0.52].map((y) => limb(at(0, y, 0.02), at(0, y, 0.66), [0.03, 0.03], code, plain('#1c1c1e'))),
    bar([0, -0.52, 0.34], [0, 0, 0.32]),
    bar([0, 0, 0.32], [0, -0.18, 0.9]),
    bar([0, 0, 0.32], [0, 0.4, 0.84]),
    bar([0, -0.14, 0.8], [0, 0.4, 0.84]),
    bar([0, 0.52, 0.34], [0, 0.4, 0.98]),
    bar([-0.26, 0.44, 1.02], [0.26, 0.44, 1.02], 0.025),
    ...figure(at, rider, code, random),
  ];
}

/** A scooter and its rider with a helmet. */
export function scooterRider(at: Placing, random: Random): Solid[] {
  const code = 'MotorcycleScooter';
  const paint = plain(near(pick(['#a02020', '#203a6a', '#e0ddd4', '#202224'], random), random, 6), {
    mirror: 0.4,
  });
  const tyre = plain('#161618');
  const rider: Posture = {
    hips: [0, -0.3, 0.86],
    neck: [0, -0.1, 1.42],
    knees: corners('-0.16,0.12,0.74 0.16,0.12,0.74'),
    feet: corners('-0.16,0.16,0.3 0.16,0.16,0.3'),
    elbows: corners('-0.3,0.08,1.1 0.3,0.08,1.1'),
    hands: corners('-0.3,0.36,1.04 0.3,0.36,1.04'),
  };
  return [
    ...[-0.62, 0.6].map((y) => disc((a, b, c) => at(b, y + a, 0.27 + c), 0.27, code, tyre)),
    ...[-0.62, 0.6].map((y) => limb(at(0, y, 0), at(0, y, 0.54), [0.07, 0.07], code, tyre)),
    ...box(at, [-0.17, -0.85, 0.4], [0.17, 0.05, 0.8], code, { sides: paint }),
    limb(at(0, 0.55, 0.3), at(0, 0.36, 1.05), [0.1, 0.06], code, paint),
    ...box(at, [-0.09, -0.88, 0.55], [0.09, -0.86, 0.66], code, { sides: plain('#c01418', { glow: 0.8 }) }),
    ...figure(at, rider, code, random),
    ball(at(0, -0.08, 1.66), [0.15, 0.16], code, paint),
  ];
}
