import type { Junction, Plan } from './plan';
import { DUSK, EVENING, HAZY, OVERCAST, SUNNY, WET } from './rendering/daylight';
import type { Side } from './street';

/** One drive of the camera, or one stretch of it. */
export interface Drive {
  /** Name of its frame of a number, without an ending. */
  readonly nameOf: (frame: number) => string;
  /** Number of the first frame; each further one adds 30, a second of film. */
  readonly first: number;
  readonly frames: number;
  /** Whether the camera sees the bonnet of its own car. */
  readonly hasBonnet: boolean;
  readonly plan: Plan;
}

/** Metres from a frame to the next, a second later: near enough that a frame shows most of what the one before it does. */
export const STEP = 6;

const digits = (frame: number, count: number) => String(frame).padStart(count, '0');
const BOTH: readonly Side[] = [-1, 1];

const crossroads = (at: number, control: Junction['control'], sides = BOTH, width = 8): Junction => ({
  at,
  width,
  sides,
  control,
});

/** A street as most are. */
// biome-ignore format: a table.
const USUAL: Omit<Plan, 'seed' | 'day' | 'wet' | 'length'> = {
  bend: 0.12, half: 3.6, walk: 2.4, hasVerge: false, isGreen: false, asphalt: '#6a6a6c', paving: '#9a948a',
  frontages: ['shops'], trees: ['leafy'], isAutumn: false, streetTrees: 2, parking: [], hasBays: false,
  junctions: [], oncoming: 2.4, people: 9, cyclists: 2.2, edges: 'double yellow',
};

/** A drive through a street that is as most are, but for what is said. */
function drive(
  { nameOf, first, frames, hasBonnet = false }: Omit<Drive, 'plan' | 'hasBonnet'> & { hasBonnet?: boolean },
  { day, seed, ...rest }: Partial<Plan> & Pick<Plan, 'day' | 'seed'>,
): Drive {
  const light = { ...day, seed: day.seed + seed };
  const length = frames * STEP + 150;
  return {
    nameOf,
    first,
    frames,
    hasBonnet,
    plan: { ...USUAL, seed, day: light, wet: day.wet, length, ...rest },
  };
}

const dusk = (frame: number) => `0001TP_${digits(frame, 6)}`;
const overcast = (frame: number) => `0006R0_f${digits(frame, 5)}`;
const town = (frame: number) => `0016E5_${digits(frame, 5)}`;
const sunny = (frame: number) => `Seq05VD_f${digits(frame, 5)}`;

/** The drives of CamVid, with their names: one at dusk, one under a white sky, a long one through a town, one in the sun. */
// biome-ignore format: a table.
export const DRIVES: readonly Drive[] = [
  drive({ nameOf: dusk, first: 6690, frames: 16, hasBonnet: true }, {
    day: DUSK, seed: 101, frontages: ['shops', 'shops', 'college', 'terrace'], trees: ['bare', 'leafy'],
    junctions: [crossroads(40, 'lights'), crossroads(84, 'zebra', [1]), crossroads(130, 'none', [-1])],
    bend: 0.16, people: 12, parking: [1],
  }),
  drive({ nameOf: overcast, first: 930, frames: 14 }, {
    day: OVERCAST, seed: 212, frontages: ['villas', 'park', 'yard', 'villas'],
    trees: ['bare', 'bare', 'conifer', 'leafy'], isGreen: true, hasVerge: true, half: 4.2, walk: 3.4,
    bend: 0.3, junctions: [crossroads(48, 'none', [-1], 10), crossroads(110, 'none', BOTH)], people: 4,
    edges: 'white', streetTrees: 3, asphalt: '#76767a', roadworks: 28,
  }),
  drive({ nameOf: town, first: 390, frames: 12 }, {
    day: HAZY, seed: 303, frontages: ['terrace', 'terrace', 'shops'], parking: BOTH, half: 5.2,
    trees: ['leafy', 'bush'], junctions: [crossroads(36, 'none'), crossroads(88, 'zebra', [-1])], bend: 0.1,
  }),
  drive({ nameOf: town, first: 2310, frames: 12, hasBonnet: true }, {
    day: WET, seed: 414, frontages: ['offices', 'shops', 'yard', 'offices'], half: 5, walk: 3,
    trees: ['bare'], streetTrees: 5,
    junctions: [crossroads(30, 'lights', BOTH, 11), crossroads(86, 'lights', BOTH, 9)], bend: 0.07,
    edges: 'white', oncoming: 3, asphalt: '#606268', roadworks: 48,
  }),
  drive({ nameOf: town, first: 4740, frames: 12 }, {
    day: HAZY, seed: 525, frontages: ['college', 'shops', 'park'], trees: ['leafy', 'conifer'],
    junctions: [crossroads(24, 'zebra', [1], 6), crossroads(120, 'none', [-1])],
    crossing: { kind: 'archway', at: 76 }, bend: 0.2, cyclists: 5, people: 14, paving: '#a89c84', half: 3.4,
  }),
  drive({ nameOf: town, first: 7170, frames: 10 }, {
    day: EVENING, seed: 636, frontages: ['terrace', 'shops', 'yard'], parking: [-1], half: 4.6,
    trees: ['leafy', 'bare'], junctions: [crossroads(34, 'lights', BOTH)],
    crossing: { kind: 'bridge', at: 70 }, bend: 0.1, asphalt: '#747070',
  }),
  drive({ nameOf: sunny, first: 0, frames: 12 }, {
    day: SUNNY, seed: 858, frontages: ['villas', 'park', 'villas', 'terrace'], isGreen: true,
    hasVerge: true, walk: 3.6, half: 3.7, trees: ['leafy', 'leafy', 'conifer'], isAutumn: true,
    streetTrees: 5, junctions: [crossroads(86, 'none', [1])], crossing: { kind: 'tunnel', at: 34 },
    bend: 0.26, edges: 'none', people: 5,
  }),
  drive({ nameOf: sunny, first: 1800, frames: 12, hasBonnet: true }, {
    day: SUNNY, seed: 747, frontages: ['shops', 'park', 'offices'], parking: [1], hasBays: true, half: 4.7,
    walk: 3, streetTrees: 5, trees: ['leafy'],
    junctions: [crossroads(44, 'lights', BOTH, 9), crossroads(92, 'zebra', [1])], bend: 0.14, people: 12,
  }),
];
