import { near, pick, shade } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import type { Random } from '../../random';
import { type Face, lathe } from '../../three-d/solids';
import { solid, type Thing } from '../stage';

interface Form {
  readonly glass: readonly string[];
  readonly caps: readonly string[];
  /** Radius and height in centimetres. */
  readonly profile: readonly Point[];
  /** First and last band with the label on it; the cap is from `cap` on. */
  readonly label: readonly [number, number];
  readonly cap: number;
}

const LABELS = ['#f2ead6', '#e8dcb8', '#c8342e', '#2f6a9a', '#e0b030', '#f4f4f0', '#3f7a4a'];

const FORMS: readonly Form[] = [
  {
    glass: ['#2f4a30', '#3a2030', '#4a5a28', '#c9c48a'],
    caps: ['#5a1e28', '#2a2a2e', '#b8923c', '#1e3a2a'],
    profile: points('3.4,0 3.7,1 3.7,5 3.7,6 3.7,14 3.7,18 3.2,20.4 1.7,23 1.4,25 1.4,30'),
    label: [3, 3],
    cap: 8,
  },
  {
    glass: ['#6a3a18', '#2f5a38', '#8a4a1c'],
    caps: ['#c9b060', '#c8342e', '#d8d8d8'],
    profile: points('2.8,0 3.1,0.8 3.1,4 3.1,4.6 3.1,11 3.1,13 2.4,15.6 1.4,19 1.25,21.6 1.4,22.4'),
    label: [3, 3],
    cap: 8,
  },
  {
    glass: ['#a8d0e4', '#bfe0e8', '#9fc8d8'],
    caps: ['#2f6ab0', '#f0f0f0', '#d8402e'],
    profile: points('3,0 3.5,0.8 3.5,5 3.2,6 3.5,7 3.5,8 3.5,15 3.2,17.4 1.8,20.4 1.5,22 1.6,24'),
    label: [5, 5],
    cap: 9,
  },
  {
    glass: ['#c8302a', '#e8c040', '#3a2418'],
    caps: ['#f4f0e4', '#c8302a', '#3f7a4a'],
    profile: points('3.2,0 3.5,0.6 3.4,4 3.2,8 3,11 3.1,14 1.9,17 1.8,17.4 1,20.4'),
    label: [2, 3],
    cap: 6,
  },
  {
    glass: ['#f2f2ec', '#e0ece8', '#f0e4d0'],
    caps: ['#2f6ab0', '#c8342e', '#4a9a5a'],
    profile: points('3.8,0 4.1,1 4.1,4 4.1,4.6 4.1,14 3.6,17 2.2,20 2,21 2.3,21.2 2.3,23'),
    label: [3, 3],
    cap: 7,
  },
];

/** Wine, beer, water, ketchup or milk. */
export function bottle(random: Random): Thing {
  const parts = [bottleFaces(random)];
  return { width: 0.14, height: 0.3, draw: (stage, spot) => solid(stage, spot, parts, [0.09, 0.09]) };
}

/** A bottle's faces, in metres, standing at the origin. */
export function bottleFaces(random: Random): Face[] {
  const { glass, caps, profile, label, cap } = pick(FORMS, random);
  const colour = near(pick(glass, random), random, 5);
  const paper = near(pick(LABELS, random), random, 4);
  const top = near(pick(caps, random), random, 4);
  const size = random.uniform(0.0095, 0.0108);
  const bands = profile
    .slice(1)
    .map((_, i) => (i >= label[0] && i <= label[1] ? paper : i >= cap ? top : colour));
  const points = profile.map(([r, y]): Point => [r * size, y * size]);
  const segments = 20;
  const faces = lathe(points, bands, segments);
  // Light falls through glass: a bright streak, and an ornament on the label.
  return faces.map((face, i) => {
    const [band, k] = [Math.floor(i / segments), i % segments];
    if (band >= bands.length) return face;
    const isLabel = bands[band] === paper;
    if (isLabel) return k % 5 === 2 ? { ...face, fill: shade(paper, -0.35) } : face;
    return k === 13 || k === 17 ? { ...face, fill: shade(face.fill, 0.4) } : face;
  });
}
