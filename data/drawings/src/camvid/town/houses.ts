import { near, pick } from '../../drawing/colour';
import type { Random } from '../../random';
import type { Placing, Vector } from '../../three-d/vector';
import { bricks, lettering, plain, tiles } from '../rendering/paints';
import { box, type Paint, polygon, type Solid } from '../rendering/surface';
import { type FacadeStyle, facade } from './facade';
import { type Plot, styleOf } from './house-styles';

const ROOFS = ['#5a4440', '#6a4a40', '#4a4a50', '#54504e', '#7a4e3c'];

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
  const rise = depth * (kind === 'college' ? 0.4 : random.uniform(0.3, 0.42));
  const over = 0.3;
  const piece = (corners: Vector[], look: Paint) =>
    polygon(
      corners.map(([x, y, z]) => at(x, y, z)),
      'Building',
      look,
    );
  const ridge = eaves + rise;
  const solids: Solid[] =
    kind !== 'terrace' && random.uniform() < 0.35 && width < 12
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
