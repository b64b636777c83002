import { near, pick, shade } from '../../drawing/colour';
import type { Random } from '../../random';
import { box, type Face, lathe, moved, prism } from '../../three-d/solids';
import type { Vector } from '../../three-d/vector';
import { flat } from '../vehicles/vehicle-parts';
import { both } from './hull';

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

function mastAt(x: number, free: number, h: number): Face[] {
  return moved(
    lathe(
      [
        [0.07, 0],
        [0.04, h],
      ],
      '#d8d4cc',
      8,
    ),
    [x, free, 0],
  );
}

/** A low cabin, a mast, and the sails or the boom they are furled on. */
export function yachtRig({ l, beam, free, height, accent, random }: Deck, hasSails: boolean): Face[][] {
  const sail = (points: readonly (readonly [number, number, number])[], fill: string) =>
    both([{ points: points.map(([x, y, z]): Vector => [x, y, z]), fill }]);
  const top: Face[][] = [];
  const cloth = near(
    pick(['#f6f2e6', '#f6f2e6', '#f0e0c0', '#c8402e', '#e8b040', '#4f8fc0'], random),
    random,
    4,
  );
  const h = height - free;
  top.push(
    prism(
      [
        [-l * 0.35, free],
        [l * 0.3, free],
        [l * 0.2, free + 0.42],
        [-l * 0.3, free + 0.5],
      ],
      [-beam * 0.55, beam * 0.55],
      '#f0ece2',
      {
        marks: [
          flat(
            [
              [-l * 0.2, free + 0.18, -beam * 0.55],
              [l * 0.16, free + 0.18, -beam * 0.55],
              [l * 0.14, free + 0.36, -beam * 0.55],
              [-l * 0.2, free + 0.36, -beam * 0.55],
            ],
            '#3f5468',
          ),
        ],
      },
    ),
  );
  top.push(mastAt(l * 0.22, free, h));
  if (hasSails) {
    const bulge = -0.5;
    top.push(
      sail(
        [
          [l * 0.18, free + 0.8, 0],
          [l * 0.2, height - 0.2, 0],
          [-l * 0.2, free + h * 0.52, bulge],
          [-l * 0.78, free + 0.8, bulge * 0.7],
        ],
        cloth,
      ),
    );
    top.push(
      sail(
        [
          [l * 0.3, free + 0.6, 0],
          [l * 0.95, free + 0.5, 0],
          [l * 0.26, height - 1.4, 0],
          [l * 0.3, free + h * 0.4, bulge * 0.8],
        ],
        shade(cloth, -0.05),
      ),
    );
  } else {
    top.push(box([-l * 0.75, free + 0.9, -0.06], [l * 0.2, free + 1.06, 0.06], accent));
  }
  return top;
}

/** A cabin with a sloping windscreen, and an engine at the stern. */
export function motorCabin({ l, beam, free }: Deck): Face[][] {
  const top: Face[][] = [];
  top.push(
    prism(
      [
        [-l * 0.3, free - 0.05],
        [l * 0.5, free - 0.02],
        [l * 0.12, free + 0.62],
        [-l * 0.2, free + 0.66],
      ],
      [-beam * 0.72, beam * 0.72],
      '#f0ece2',
      {
        inset: ([, y]) => (y > free + 0.3 ? 0.16 : 0),
        fills: { 1: { fill: '#5f8098' } },
        marks: [
          flat(
            [
              [-l * 0.16, free + 0.2, -beam * 0.68],
              [l * 0.22, free + 0.2, -beam * 0.68],
              [l * 0.06, free + 0.52, -beam * 0.62],
              [-l * 0.14, free + 0.52, -beam * 0.62],
            ],
            '#41586c',
          ),
        ],
      },
    ),
  );
  top.push(box([-l * 1.04, free * 0.5, -0.2], [-l * 0.94, free + 0.35, 0.2], '#3a3c42'));
  return top;
}

/** A wheelhouse, masts and boxes. */
export function wheelhouse({ l, beam, free, height, accent, random }: Deck): Face[][] {
  const top: Face[][] = [];
  const house = near('#f2eee2', random, 4);
  const window = (x: number) =>
    flat(
      [
        [x, free + 0.95, -beam * 0.6],
        [x + 0.5, free + 0.95, -beam * 0.6],
        [x + 0.5, free + 1.5, -beam * 0.6],
        [x, free + 1.5, -beam * 0.6],
      ],
      '#3f5468',
    );
  top.push(
    prism(
      [
        [-l * 0.5, free],
        [l * 0.05, free],
        [l * 0.08, free + 1.75],
        [-l * 0.48, free + 1.75],
      ],
      [-beam * 0.6, beam * 0.6],
      house,
      {
        marks: [window(-l * 0.4), window(-l * 0.18)],
        fills: {
          1: {
            marks: [
              flat(
                [
                  [l * 0.06, free + 0.95, -0.6],
                  [l * 0.06, free + 0.95, 0.6],
                  [l * 0.07, free + 1.5, 0.6],
                  [l * 0.07, free + 1.5, -0.6],
                ],
                '#3f5468',
              ),
            ],
          },
        },
      },
    ),
  );
  top.push(box([-l * 0.54, free + 1.75, -beam * 0.68], [l * 0.14, free + 1.88, beam * 0.68], accent));
  top.push(
    mastAt(l * 0.4, free, height - free),
    moved(lathe('0.05,0 0.03,1.6', '#d8d4cc', 6), [-l * 0.3, free + 1.85, 0]),
  );
  top.push(
    box([l * 0.3, free, -0.4], [l * 0.55, free + 0.45, 0.3], pick(['#d8702a', '#3f7a9a', '#c9a050'], random)),
  );
  return top;
}

/** Decks with windows and a funnel. */
export function ferryDecks({ l, beam, accent }: Deck): Face[][] {
  const top: Face[][] = [];
  [
    [-l * 0.8, l * 0.55, 2, 4],
    [-l * 0.7, l * 0.4, 4, 5.8],
    [l * 0.05, l * 0.36, 5.8, 7.4],
  ].forEach(([x0, x1, y0, y1]) => {
    const count = Math.floor((x1 - x0) / 1.3);
    const windows = Array.from({ length: count }, (_, i) =>
      flat(
        [
          [x0 + 0.4 + i * 1.3, y0 + 0.7, -beam * 0.86],
          [x0 + 1.2 + i * 1.3, y0 + 0.7, -beam * 0.86],
          [x0 + 1.2 + i * 1.3, y0 + 1.4, -beam * 0.86],
          [x0 + 0.4 + i * 1.3, y0 + 1.4, -beam * 0.86],
        ],
        '#3f5468',
      ),
    );
    top.push(
      prism(
        [
          [x0, y0],
          [x1, y0],
          [x1 - 0.5, y1],
          [x0, y1],
        ],
        [-beam * 0.86, beam * 0.86],
        '#f2f2ee',
        { marks: windows },
      ),
    );
  });
  top.push(moved(lathe('0.8,0 0.7,2.4 0.7,3', [accent, '#2a2a30'], 14), [-l * 0.4, 5.6, 0]));
  return top;
}
