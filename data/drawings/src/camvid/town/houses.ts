import { near, pick } from '../../drawing/colour';
import type { Random } from '../../random';
import { corners, type Placing } from '../../three-d/vector';
import { bricks, lettering, plain, tiles } from '../rendering/paints';
import { box, type Paint, panel, polygon, type Solid } from '../rendering/surface';
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
  const ridge = eaves + depth * (kind === 'college' ? 0.4 : random.uniform(0.3, 0.42));
  const piece = (outline: string, look: Paint) =>
    polygon(
      corners(outline).map(([x, y, z]) => at(x, y, z)),
      'Building',
      look,
    );
  const over = 0.3;
  const low = eaves - 0.1;
  const [w, d] = [width, depth];
  const alongStreet = () => [
    piece(`0,${-over},${low} ${w},${-over},${low} ${w},${d / 2},${ridge} 0,${d / 2},${ridge}`, paint),
    piece(`${w},${d + over},${low} 0,${d + over},${low} 0,${d / 2},${ridge} ${w},${d / 2},${ridge}`, paint),
    piece(`0,${d},${eaves} 0,0,${eaves} 0,${d / 2},${ridge}`, gable),
    piece(`${w},0,${eaves} ${w},${d},${eaves} ${w},${d / 2},${ridge}`, gable),
  ];
  const towardsStreet = () => {
    const top = eaves + w * 0.42;
    const [front, back] = [`${w / 2},${-over},${top}`, `${w / 2},${d},${top}`];
    return [
      piece(`0,-0.02,${eaves} ${w},-0.02,${eaves} ${w / 2},-0.02,${top}`, gable),
      piece(`${w + over},${d},${low} ${w + over},${-over},${low} ${front} ${back}`, paint),
      piece(`${-over},${-over},${low} ${-over},${d},${low} ${back} ${front}`, paint),
    ];
  };
  const isGableInFront = kind !== 'terrace' && random.uniform() < 0.35 && w < 12;
  const slopes = isGableInFront ? towardsStreet() : alongStreet();
  if (random.uniform() >= 0.7) return slopes;
  const [x, y, z] = [random.uniform(0.3, w - 1.2), d / 2 - 0.45, ridge - 0.6];
  const pot = { sides: plain('#a86848') };
  return [
    ...slopes,
    ...box(at, [x, y, z], [x + 0.9, y + 0.9, ridge + 1.1], 'Building', { sides: gable }),
    ...box(at, [x + 0.2, y + 0.3, ridge + 1.1], [x + 0.5, y + 0.6, ridge + 1.5], 'Building', pot),
  ];
}

/** The board above a shop with its name on it, sometimes an awning. */
function fascia(at: Placing, width: number, { accent, seed, isDusk }: FacadeStyle, random: Random): Solid[] {
  const ink = pick(['#f4efe0', '#f0c850', '#ffffff', '#e8e4d8'], random);
  const glow = isDusk && random.uniform() < 0.5 ? 0.7 : 0;
  const [x0, x1] = [width * 0.15, width * 0.85];
  const name = lettering(accent, ink, { width: x1 - x0, height: 0.65, seed, glow });
  const solids: Solid[] = [
    panel(at, -0.12, [0, 2.8], [width, 3.45], 'Building', plain(accent, { glow: glow / 3 })),
    panel(at, -0.16, [x0, 2.8], [x1, 3.45], random.uniform() < 0.6 ? 'Misc_Text' : 'Building', name),
  ];
  if (random.uniform() >= 0.25) return solids;
  const [one, two] = [plain(ink), plain(accent)];
  const stripes: Paint = (u, v, out, grain) => (Math.floor(u / 0.35) & 1 ? one : two)(u, v, out, grain);
  const [left, right] = [0.2, width - 0.2];
  const awning = [at(left, -1.5, 2.35), at(right, -1.5, 2.35), at(right, -0.15, 2.95), at(left, -0.15, 2.95)];
  return [...solids, polygon(awning, 'Building', stripes)];
}
