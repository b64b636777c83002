import { near, pick } from '../../drawing/colour';
import { type Point, points } from '../../drawing/path';
import type { Random } from '../../random';
import { bricks, mottled } from '../rendering/paints';
import type { Paint } from '../rendering/surface';
import type { FacadeStyle } from './facade';

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
// biome-ignore format: a table.
const ACCENTS = [
  '#1f3f6a', '#7a1f26', '#22503a', '#2c2c30', '#d8d0c0', '#b8862c', '#5a2a5a', '#1a6a70', '#c04a2a',
];

/** The look of one building, of its kind but like no other. */
export function styleOf({ kind, isDusk }: Plot, random: Random): FacadeStyle {
  const seed = random.integer(0, 9999);
  const { uniform, integer } = random;
  const isBrick = uniform() < (kind === 'terrace' ? 0.75 : 0.5);
  const wall: Paint = isBrick
    ? bricks(near(pick(BRICK, random), random, 8), { seed })
    : mottled(near(pick(RENDER, random), random, 8), { size: 3, strength: 0.12, seed });
  const accent = near(pick(ACCENTS, random), random, 6);
  const common = { wall, seed, isDusk, accent, trim: '#d8d4ca', frame: '#ecebe6' };
  const clad = (colours: readonly string[], size: number, strength: number) =>
    mottled(near(pick(colours, random), random, 6), { size, strength, seed });
  const panes = (choices: string): Point => pick(points(choices), random);
  switch (kind) {
    case 'shop':
      return {
        ...common,
        bay: uniform(1.9, 2.8),
        storey: uniform(2.9, 3.4),
        window: [uniform(0.95, 1.3), uniform(1.5, 1.9)],
        sill: 0.75,
        panes: panes('2,2 1,2 2,4'),
        ground: 'shop',
        height: 3.6 + 3.1 * integer(1, 3) + 0.4,
      };
    case 'office':
      return {
        ...common,
        wall: clad(['#b4b8ba', '#d6d4ce', '#8c8f94', '#a8947c'], 4, 0.08),
        frame: '#4a5056',
        trim: '#c8c8c6',
        bay: uniform(1.7, 3.2),
        storey: 3.4,
        window: [uniform(1.45, 1.62), uniform(1.7, 2.3)],
        sill: 0.7,
        panes: [2, 1],
        ground: uniform() < 0.5 ? 'shop' : 'windows',
        height: 3.4 * integer(3, 5) + 0.7,
      };
    case 'college':
      return {
        ...common,
        wall: clad(['#c2b08c', '#b8aa90', '#a89c86'], 1.4, 0.3),
        frame: '#3a3430',
        trim: '#cabd9c',
        bay: uniform(2.6, 3.4),
        storey: 4.2,
        window: [1.15, 2.4],
        sill: 1,
        panes: [3, 4],
        ground: 'windows',
        height: 4.2 * integer(2, 3) + 0.8,
      };
    case 'depot':
      return {
        ...common,
        wall: clad(['#8a98a2', '#b8b4a8', '#6a7a70'], 5, 0.12),
        bay: 5,
        storey: 5,
        window: [3.6, 0.9],
        sill: 3.2,
        panes: [4, 1],
        ground: 'windows',
        height: uniform(6, 7.5),
      };
    default:
      return {
        ...common,
        bay: uniform(2.1, 2.8),
        storey: uniform(2.7, 3),
        window: [uniform(1.05, 1.5), uniform(1.25, 1.6)],
        sill: 0.8,
        panes: panes('2,2 2,1 3,1'),
        ground: 'home',
        height: 2.85 * (kind === 'villa' ? 2 : integer(2, 3)) + 0.3,
      };
  }
}
