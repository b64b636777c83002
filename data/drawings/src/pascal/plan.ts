import { type Random, randomFrom } from '../random';

/** The 20 things of PASCAL VOC 2007. */
// biome-ignore format: a table.
export const THINGS = [
  'aeroplane', 'bicycle', 'bird', 'boat', 'bottle', 'bus', 'car', 'cat', 'chair', 'cow', 'diningtable',
  'dog', 'horse', 'motorbike', 'person', 'pottedplant', 'sheep', 'sofa', 'train', 'tvmonitor',
] as const;

/** One of them. */
export type Label = (typeof THINGS)[number];

/** How often things are seen alone and together, about as in the archive: a row is a number of images and what is in them. */
const COMBINATIONS = `
72 person | 48 car | 26 car person | 36 dog | 34 cat | 36 bird | 30 train | 32 aeroplane
16 bicycle | 32 bicycle person | 13 motorbike | 22 motorbike person | 4 motorbike car | 3 bicycle car | 3 motorbike car person
14 bus | 7 bus car | 7 bus person | 5 bus car person | 9 train person | 4 aeroplane person | 3 aeroplane car
22 boat | 16 boat person | 3 bird person | 2 bird boat
12 horse | 38 horse person | 3 horse dog person | 22 cow | 5 cow person | 22 sheep | 3 sheep person | 2 sheep dog
13 dog person | 6 dog sofa | 3 dog sofa person | 2 dog chair | 2 dog bicycle person
5 cat sofa | 5 cat chair | 4 cat person | 2 cat sofa pottedplant | 2 cat tvmonitor | 1 cat car
12 chair | 13 chair person | 9 chair diningtable | 8 chair diningtable person | 4 chair diningtable bottle | 4 chair sofa
4 chair pottedplant | 5 chair tvmonitor | 3 chair tvmonitor person | 3 chair diningtable pottedplant | 2 chair sofa pottedplant tvmonitor
9 sofa | 17 sofa person | 6 sofa pottedplant | 4 sofa tvmonitor | 3 sofa person pottedplant | 2 sofa tvmonitor person
15 tvmonitor | 5 tvmonitor person | 2 tvmonitor bottle | 2 tvmonitor pottedplant
17 pottedplant | 4 pottedplant person | 2 pottedplant car
13 bottle | 9 bottle person | 5 bottle diningtable | 5 bottle diningtable person | 4 bottle chair diningtable person | 2 bottle pottedplant
5 diningtable | 5 diningtable person | 3 diningtable pottedplant
`;

/** An image to draw. */
export interface Plan {
  readonly fileName: string;
  /** One to four, all different. */
  readonly labels: readonly Label[];
  readonly isValid: boolean;
  readonly seed: number;
}

/** The images of the set: the same ones each time. Every fourth of each combination is held out. */
export function plans(): Plan[] {
  const random = randomFrom(2007);
  const labelSets = COMBINATIONS.split(/[|\n]/)
    .map((row) => row.trim())
    .filter(Boolean)
    .flatMap((row) => {
      const [count, ...labels] = row.split(' ');
      return Array.from({ length: Number(count) }, () => shuffled(labels as Label[], random));
    });
  // Held out one after another through the table, so that rare combinations are on both sides too.
  const rows = labelSets.map((labels, i) => ({ labels, isValid: i % 4 === 1 }));
  let number = 0;
  return shuffled(rows, random).map(({ labels, isValid }) => {
    number += random.integer(1, 9);
    return { fileName: `${String(number).padStart(6, '0')}.jpg`, labels, isValid, seed: 20070000 + number };
  });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return random.permutation(items.length).map((i) => items[i]);
}
