import { near, pick, shade } from '../../drawing/colour';
import type { Random } from '../../random';
import { both, box, type Face, lathe, moved, panelsAtZ, prism } from '../../three-d/solids';
import { corners } from '../../three-d/vector';

/** Measures of a boat in metres, for what stands on its deck. */
export interface Deck {
  /** Half the length, half the width, height of the deck above the water, height of the whole boat. */
  readonly l: number;
  readonly beam: number;
  readonly free: number;
  readonly height: number;
  readonly accent: string;
  readonly random: Random;
}

const GLASS = '#3f5468';

const mast = (x: number, free: number, high: number): Face[] =>
  moved(lathe(`0.07,0 0.04,${high}`, '#d8d4cc', 8), [x, free, 0]);

/** A low cabin, a mast, and the sails or the boom they are furled on. */
export function yachtRig({ l, beam, free, height, accent, random }: Deck, hasSails: boolean): Face[][] {
  const sails = ['#f6f2e6', '#f6f2e6', '#f0e0c0', '#c8402e', '#e8b040', '#4f8fc0'];
  const cloth = near(pick(sails, random), random, 4);
  const high = height - free;
  const half = beam * 0.55;
  const window = corners(`
    ${-l * 0.2},${free + 0.18},${-half} ${l * 0.16},${free + 0.18},${-half}
    ${l * 0.14},${free + 0.36},${-half} ${-l * 0.2},${free + 0.36},${-half}`);
  const cabin = prism(
    `${-l * 0.35},${free} ${l * 0.3},${free} ${l * 0.2},${free + 0.42} ${-l * 0.3},${free + 0.5}`,
    [-half, half],
    '#f0ece2',
    { marks: [{ points: window, fill: GLASS }] },
  );
  const bulge = -0.5;
  const mainsail = corners(`
    ${l * 0.18},${free + 0.8},0 ${l * 0.2},${height - 0.2},0
    ${-l * 0.2},${free + high * 0.52},${bulge} ${-l * 0.78},${free + 0.8},${bulge * 0.7}`);
  const jib = corners(`
    ${l * 0.3},${free + 0.6},0 ${l * 0.95},${free + 0.5},0
    ${l * 0.26},${height - 1.4},0 ${l * 0.3},${free + high * 0.4},${bulge * 0.8}`);
  const boom = box([-l * 0.75, free + 0.9, -0.06], [l * 0.2, free + 1.06, 0.06], accent);
  return [
    cabin,
    mast(l * 0.22, free, high),
    ...(hasSails
      ? [both([{ points: mainsail, fill: cloth }]), both([{ points: jib, fill: shade(cloth, -0.05) }])]
      : [boom]),
  ];
}

/** A cabin with a sloping windscreen, and an engine at the stern. */
export function motorCabin({ l, beam, free }: Deck): Face[][] {
  const window = corners(`
    ${-l * 0.16},${free + 0.2},${-beam * 0.68} ${l * 0.22},${free + 0.2},${-beam * 0.68}
    ${l * 0.06},${free + 0.52},${-beam * 0.62} ${-l * 0.14},${free + 0.52},${-beam * 0.62}`);
  const cabin = prism(
    `${-l * 0.3},${free - 0.05} ${l * 0.5},${free - 0.02} ${l * 0.12},${free + 0.62} ${-l * 0.2},${free + 0.66}`,
    [-beam * 0.72, beam * 0.72],
    '#f0ece2',
    {
      inset: ([, y]) => (y > free + 0.3 ? 0.16 : 0),
      fills: { 1: { fill: '#5f8098' } },
      marks: [{ points: window, fill: '#41586c' }],
    },
  );
  return [cabin, box([-l * 1.04, free * 0.5, -0.2], [-l * 0.94, free + 0.35, 0.2], '#3a3c42')];
}

/** A wheelhouse, masts and boxes. */
export function wheelhouse({ l, beam, free, height, accent, random }: Deck): Face[][] {
  const wall = near('#f2eee2', random, 4);
  const half = beam * 0.6;
  const [low, high] = [free + 0.95, free + 1.5];
  const windows = [-l * 0.4, -l * 0.18].map((x) => panelsAtZ(-half)(x, low, x + 0.5, high, GLASS));
  const windscreen = corners(`
    ${l * 0.06},${low},-0.6 ${l * 0.06},${low},0.6 ${l * 0.07},${high},0.6 ${l * 0.07},${high},-0.6`);
  const house = prism(
    `${-l * 0.5},${free} ${l * 0.05},${free} ${l * 0.08},${free + 1.75} ${-l * 0.48},${free + 1.75}`,
    [-half, half],
    wall,
    { marks: windows, fills: { 1: { marks: [{ points: windscreen, fill: GLASS }] } } },
  );
  const roof = box([-l * 0.54, free + 1.75, -beam * 0.68], [l * 0.14, free + 1.88, beam * 0.68], accent);
  const hold = pick(['#d8702a', '#3f7a9a', '#c9a050'], random);
  return [
    house,
    roof,
    mast(l * 0.4, free, height - free),
    moved(lathe('0.05,0 0.03,1.6', '#d8d4cc', 6), [-l * 0.3, free + 1.85, 0]),
    box([l * 0.3, free, -0.4], [l * 0.55, free + 0.45, 0.3], hold),
  ];
}

/** Decks with windows and a funnel. */
export function ferryDecks({ l, beam, accent }: Deck): Face[][] {
  const half = beam * 0.86;
  const deck = (x0: number, x1: number, y0: number, y1: number) => {
    const windows = Array.from({ length: Math.floor((x1 - x0) / 1.3) }, (_, k) => {
      const x = x0 + 0.4 + k * 1.3;
      return panelsAtZ(-half)(x, y0 + 0.7, x + 0.8, y0 + 1.4, GLASS);
    });
    return prism(`${x0},${y0} ${x1},${y0} ${x1 - 0.5},${y1} ${x0},${y1}`, [-half, half], '#f2f2ee', {
      marks: windows,
    });
  };
  const funnel = lathe('0.8,0 0.7,2.4 0.7,3', [accent, '#2a2a30'], 14);
  return [
    deck(-l * 0.8, l * 0.55, 2, 4),
    deck(-l * 0.7, l * 0.4, 4, 5.8),
    deck(l * 0.05, l * 0.36, 5.8, 7.4),
    moved(funnel, [-l * 0.4, 5.6, 0]),
  ];
}
