import type { Random } from '../../../base/random';
import { near, pick } from '../drawing/colour';
import { type FacadeStyle, facade } from './facade';
import { bricks, lettering, mottled, plain, tiles } from './paints';
import { box, type Paint, polygon, type Solid } from './surface';
import type { Placing, Vector } from './vector';

/** Kinds of buildings that stand along a street. */
export type HouseKind = 'shop' | 'terrace' | 'villa' | 'office' | 'college' | 'depot';

/** What is left to say about one building. */
export interface Plot {
  readonly kind: HouseKind;
  /** Along the street, in metres. */
  readonly width: number;
  readonly depth: number;
  readonly isDusk: boolean;
}

const BRICK = ['#9a5a44', '#8a5040', '#b08a64', '#a87858', '#c0a47c', '#7a4638'];
const RENDER = ['#e2dccb', '#d8cdb4', '#c9c6c0', '#e8e4da', '#d2b8a0', '#b8c0c4', '#cfd8cc'];
const STONE = ['#c2b08c', '#b8aa90', '#a89c86'];
const ROOFS = ['#5a4440', '#6a4a40', '#4a4a50', '#54504e', '#7a4e3c'];
const ACCENTS = [
  '#1f3f6a',
  '#7a1f26',
  '#22503a',
  '#2c2c30',
  '#d8d0c0',
  '#b8862c',
  '#5a2a5a',
  '#1a6a70',
  '#c04a2a',
];

function styleOf({ kind, isDusk }: Plot, random: Random): FacadeStyle {
  const seed = random.integer(0, 9999);
  const isBrick = random.uniform() < (kind === 'terrace' ? 0.75 : 0.5);
  const wall: Paint = isBrick
    ? bricks(near(pick(BRICK, random), random, 8), { seed })
    : mottled(near(pick(RENDER, random), random, 8), { size: 3, strength: 0.12, seed });
  const common = {
    wall,
    seed,
    isDusk,
    accent: near(pick(ACCENTS, random), random, 6),
    trim: '#d8d4ca',
    frame: '#ecebe6',
  };
  switch (kind) {
    case 'shop':
      return {
        ...common,
        bay: random.uniform(1.9, 2.8),
        storey: random.uniform(2.9, 3.4),
        window: [random.uniform(0.95, 1.3), random.uniform(1.5, 1.9)],
        sill: 0.75,
        panes: pick(
          [
            [2, 2],
            [1, 2],
            [2, 4],
          ] as const,
          random,
        ),
        ground: 'shop',
        height: 3.6 + 3.1 * random.integer(1, 3) + 0.4,
      };
    case 'office':
      return {
        ...common,
        wall: mottled(near(pick(['#b4b8ba', '#d6d4ce', '#8c8f94', '#a8947c'], random), random, 6), {
          size: 4,
          strength: 0.08,
          seed,
        }),
        frame: '#4a5056',
        trim: '#c8c8c6',
        bay: random.uniform(1.7, 3.2),
        storey: 3.4,
        window: [random.uniform(1.45, 1.62), random.uniform(1.7, 2.3)],
        sill: 0.7,
        panes: [2, 1],
        ground: random.uniform() < 0.5 ? 'shop' : 'windows',
        height: 3.4 * random.integer(3, 5) + 0.7,
      };
    case 'college':
      return {
        ...common,
        wall: mottled(near(pick(STONE, random), random, 6), { size: 1.4, strength: 0.3, seed }),
        frame: '#3a3430',
        trim: '#cabd9c',
        bay: random.uniform(2.6, 3.4),
        storey: 4.2,
        window: [1.15, 2.4],
        sill: 1,
        panes: [3, 4],
        ground: 'windows',
        height: 4.2 * random.integer(2, 3) + 0.8,
      };
    case 'depot':
      return {
        ...common,
        wall: mottled(near(pick(['#8a98a2', '#b8b4a8', '#6a7a70'], random), random, 6), {
          size: 5,
          strength: 0.12,
          seed,
        }),
        bay: 5,
        storey: 5,
        window: [3.6, 0.9],
        sill: 3.2,
        panes: [4, 1],
        ground: 'windows',
        height: random.uniform(6, 7.5),
      };
    default:
      return {
        ...common,
        bay: random.uniform(2.1, 2.8),
        storey: random.uniform(2.7, 3),
        window: [random.uniform(1.05, 1.5), random.uniform(1.25, 1.6)],
        sill: 0.8,
        panes: pick(
          [
            [2, 2],
            [2, 1],
            [3, 1],
          ] as const,
          random,
        ),
        ground: 'home',
        height: 2.85 * (kind === 'villa' ? 2 : random.integer(2, 3)) + 0.3,
      };
  }
}

/**
 * A building. Its own x runs along the street from 0 to its width, seen from the street left to right; y leads away from it.
 *
 * @param at Where its front's left corner stands.
 * @param plot Its kind and size.
 */
export function house(at: Placing, plot: Plot, random: Random): Solid[] {
  const style = styleOf(plot, random);
  const { width, depth, kind } = plot;
  const bays = Math.max(1, Math.round(width / style.bay));
  const front = facade({ ...style, bay: width / bays });
  const side = facade({
    ...style,
    ground: random.uniform() < 0.4 ? 'blank' : 'windows',
    bay: depth / Math.max(1, Math.round(depth / 3.4)),
  });
  const top = style.height;
  const solids: Solid[] = box(at, [0, 0, -0.2], [width, depth, top], 'Building', {
    sides: shifted(side),
    back: shifted(front),
    front: shifted(side),
    top: plain('#55524e'),
  });
  const isFlat = kind === 'office' || kind === 'depot';
  if (!isFlat) solids.push(...roof(at, plot, top, random));
  if (style.ground === 'shop') solids.push(...fascia(at, width, style, random));
  return solids;
}

/** Walls reach a little into the ground: their paint counts from the pavement. */
const shifted =
  (paint: Paint): Paint =>
  (u, v, out, grain) =>
    paint(u, v - 0.2, out, grain);

function roof(at: Placing, { width, depth, kind }: Plot, eaves: number, random: Random): Solid[] {
  const seed = random.integer(0, 9999);
  const paint = tiles(near(pick(ROOFS, random), random, 8), { seed });
  const gable = bricks(near('#9a6a50', random, 10), { seed });
  const rise = depth * (kind === 'college' ? 0.5 : random.uniform(0.3, 0.42));
  const over = 0.3;
  const piece = (corners: Vector[], look: Paint) =>
    polygon(
      corners.map(([x, y, z]) => at(x, y, z)),
      'Building',
      look,
    );
  const ridge = eaves + rise;
  const solids: Solid[] =
    kind !== 'terrace' && random.uniform() < 0.35
      ? [
          // The gable faces the street.
          piece(
            [
              [0, -0.02, eaves],
              [width, -0.02, eaves],
              [width / 2, -0.02, eaves + width * 0.42],
            ],
            gable,
          ),
          piece(
            [
              [width + over, depth, eaves - 0.1],
              [width + over, -over, eaves - 0.1],
              [width / 2, -over, eaves + width * 0.42],
              [width / 2, depth, eaves + width * 0.42],
            ],
            paint,
          ),
          piece(
            [
              [-over, -over, eaves - 0.1],
              [-over, depth, eaves - 0.1],
              [width / 2, depth, eaves + width * 0.42],
              [width / 2, -over, eaves + width * 0.42],
            ],
            paint,
          ),
        ]
      : [
          piece(
            [
              [0, -over, eaves - 0.1],
              [width, -over, eaves - 0.1],
              [width, depth / 2, ridge],
              [0, depth / 2, ridge],
            ],
            paint,
          ),
          piece(
            [
              [width, depth + over, eaves - 0.1],
              [0, depth + over, eaves - 0.1],
              [0, depth / 2, ridge],
              [width, depth / 2, ridge],
            ],
            paint,
          ),
          piece(
            [
              [0, depth, eaves],
              [0, 0, eaves],
              [0, depth / 2, ridge],
            ],
            gable,
          ),
          piece(
            [
              [width, 0, eaves],
              [width, depth, eaves],
              [width, depth / 2, ridge],
            ],
            gable,
          ),
        ];
  if (random.uniform() < 0.7) {
    const x = random.uniform(0.3, width - 1.2);
    const [y, z] = [depth / 2 - 0.45, ridge - 0.6];
    solids.push(...box(at, [x, y, z], [x + 0.9, y + 0.9, ridge + 1.1], 'Building', { sides: gable }));
    solids.push(
      ...box(at, [x + 0.2, y + 0.3, ridge + 1.1], [x + 0.5, y + 0.6, ridge + 1.5], 'Building', {
        sides: plain('#a86848'),
      }),
    );
  }
  return solids;
}

/** The board above a shop with its name on it, sometimes an awning. */
function fascia(at: Placing, width: number, { accent, seed, isDusk }: FacadeStyle, random: Random): Solid[] {
  const board = (x0: number, x1: number, code: 'Building' | 'Misc_Text', paint: Paint, out: number) =>
    polygon([at(x0, -out, 2.8), at(x1, -out, 2.8), at(x1, -out, 3.45), at(x0, -out, 3.45)], code, paint);
  const ink = pick(['#f4efe0', '#f0c850', '#ffffff', '#e8e4d8'], random);
  const glow = isDusk && random.uniform() < 0.5 ? 0.7 : 0;
  const solids = [board(0, width, 'Building', plain(accent, { glow: glow / 3 }), 0.12)];
  const [x0, x1] = [width * 0.15, width * 0.85];
  solids.push(
    board(
      x0,
      x1,
      random.uniform() < 0.6 ? 'Misc_Text' : 'Building',
      lettering(accent, ink, { width: x1 - x0, height: 0.65, seed, glow }),
      0.16,
    ),
  );
  if (random.uniform() < 0.25) {
    const [one, two] = [plain(ink), plain(accent)];
    const stripes: Paint = (u, v, out, grain) => (Math.floor(u / 0.35) & 1 ? one : two)(u, v, out, grain);
    solids.push(
      polygon(
        [
          at(0.2, -1.5, 2.35),
          at(width - 0.2, -1.5, 2.35),
          at(width - 0.2, -0.15, 2.95),
          at(0.2, -0.15, 2.95),
        ],
        'Building',
        stripes,
      ),
    );
  }
  return solids;
}
