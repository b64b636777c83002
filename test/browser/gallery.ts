import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { root } from '../../src/cli/repository';
import { encodeJpeg } from '../../src/images/encode';
import { notebookOf } from '../notebooks/notebook-file';

/** Runs if a page ever takes it for markup. */
export const HOSTILE = '<img src=x onerror=globalThis.hacked=1>';

/** Class names a page or plotly could take for markup. */
export const CLASSES = [HOSTILE, '<b>bold</b> & "quoted"', "<a href='javascript:hacked=1'>link</a>"];

/** Where a test file's notebook and images are: under the clone, so that the kernel finds the library. */
export const galleryFolder = (name: string) => join(root, '.cache', 'browser', name);

const SIZE = 96;

/** A disc on a plain ground, its colours by class. */
function image(i: number): Promise<Buffer> {
  const colours = [
    [200, 60, 40],
    [40, 130, 60],
    [40, 80, 200],
  ][i % CLASSES.length];
  const pixels = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % SIZE, Math.floor(at / 3 / SIZE)];
    return isDisc(i, x, y) ? colours[at % 3] : 190 + (i % 5) * 10;
  });
  return encodeJpeg({ width: SIZE, height: SIZE, pixels });
}

/** The class of each pixel: the ground's, or that of the left or right half of the disc. */
function mask(i: number): Promise<Buffer> {
  const pixels = Uint8Array.from({ length: SIZE * SIZE }, (_, at) => {
    const x = at % SIZE;
    if (!isDisc(i, x, Math.floor(at / SIZE))) return 0;
    return x < 30 + i ? 1 : 2;
  });
  return sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

const isDisc = (i: number, x: number, y: number) => Math.hypot(x - 30 - i, y - 48) < 26;

const cells: readonly ([prose: string, code: string] | [prose: string])[] = [
  [
    `# Every kind of output, \`${HOSTILE}\` as text

A sentence, and maths in it: $p_i = e^{z_i} / \\sum_j e^{z_j}$. By itself:

$$L = -\\frac{1}{N} \\sum_{n=1}^{N} \\log p_{y_n}$$

| a | table |
| --- | --- |
| of | prose |`,
  ],
  [
    '## Data\n\nFiles and labels that look like markup.',
    `import {
  setSeed, DataBlock, imageBlock, categoryBlock, pointBlock, maskBlock, readCsv, getImageFiles, randomSplitter, resize,
  efficientnetLite0, visionLearner, errorRate, accuracy, showGraph, Interpretation, tableBundle, show, html,
} from 'fovea';
setSeed(1);
const names = ${JSON.stringify(CLASSES)};
const numberOf = (file: string) => Number(/_(\\d+)\\.jpg$/.exec(file)![1]);
console.log((await getImageFiles('photos'))[0]);`,
  ],
  [
    'The steps of a data block:',
    `const block = new DataBlock({
  blocks: [imageBlock(), categoryBlock()], getItems: getImageFiles, splitter: randomSplitter({ seed: 2 }),
  getY: (file: string) => names[numberOf(file) % 3], itemTransforms: [resize(64)],
});
await block.showSummary('photos');
const dls = await block.dataloaders('photos', { batchSize: 12 });`,
  ],
  ['A batch:', 'await dls.showBatch({ nrows: 2, ncols: 4 });'],
  [
    'Points:',
    `const points = new DataBlock({
  blocks: [imageBlock(), pointBlock()], getItems: getImageFiles, splitter: randomSplitter({ seed: 2 }),
  getY: (file: string) => [[30 + numberOf(file), 48]], itemTransforms: [resize(64)],
});
const pointed = await points.dataloaders('photos', { batchSize: 4 });
await pointed.showBatch({ nrows: 1, ncols: 3 });`,
  ],
  [
    'Masks, with the names of their classes:',
    `const masks = new DataBlock({
  blocks: [imageBlock(), maskBlock(names)], getItems: getImageFiles, splitter: randomSplitter({ seed: 2 }),
  getY: (file: string) => file.replace('photos', 'masks').replace('.jpg', '.png'), itemTransforms: [resize(64)],
});
const masked = await masks.dataloaders('photos', { batchSize: 4 });
await masked.showBatch({ nrows: 1, ncols: 2 });`,
  ],
  ['A data frame:', "const frame = await readCsv('labels.csv');\nawait frame.show();"],
  [
    '## A learner',
    'const learn = await visionLearner(dls, efficientnetLite0, { metrics: [errorRate, accuracy] });\nawait learn.showSummary();',
  ],
  ['Rates:', 'await learn.lrFind({ numIt: 12 });'],
  ['Epochs and losses:', 'await learn.fitOneCycle(3, { lrMax: 3e-3, callbacks: [showGraph()] });'],
  ['The schedule:', 'await learn.recorder.plotSched();'],
  ['## What did it learn?', 'await learn.showResults({ nrows: 1, ncols: 4 });'],
  [
    'The confusion matrix:',
    'const interp = await Interpretation.fromLearner(learn);\nawait interp.plotConfusionMatrix();',
  ],
  ['Fractions of each row:', 'await interp.plotConfusionMatrix({ normalize: true });'],
  ['Highest losses:', 'await interp.plotTopLosses({ k: 4, ncols: 4 });'],
  ['Classes:', 'await interp.plotPerClass();'],
  ['Losses:', 'await interp.plotLossDistribution();'],
  ['The report:', 'await interp.showClassificationReport();'],
  ['Pairs:', 'await interp.showMostConfused();'],
  [
    'A table:',
    "show(tableBundle(names, [{ title: '<i>name</i>', value: (name: string) => name, isHeading: true }, { title: 'letters', value: (name: string) => name.length }], { caption: names[0] }));",
  ],
  [
    'A figure of plotly:',
    "show({ 'application/vnd.plotly.v1+json': { data: [{ type: 'bar', y: [1, 2] }], layout: {} }, 'text/plain': 'Two bars.' });",
  ],
  ['Words on the error stream:', "console.error('a warning <b>in words</b>');"],
];

const ERROR: [string, string] = ['## An error', "throw new Error('out of <b>cheese</b>');"];

/**
 * Writes images and a notebook that shows every kind of output.
 *
 * @param name The notebook's, without `.ipynb`.
 * @param options.withError Ends it with a cell that throws.
 * @returns Its folder, in which it is alone.
 */
export async function writeGallery(
  name: string,
  { withError = false }: { withError?: boolean } = {},
): Promise<string> {
  const folder = galleryFolder(name);
  const images = join(folder, 'photos');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(images, { recursive: true });
  mkdirSync(join(folder, 'masks'));
  for (let i = 0; i < 36; i++) {
    writeFileSync(join(images, `${HOSTILE}_${i}.jpg`), await image(i));
    writeFileSync(join(folder, 'masks', `${HOSTILE}_${i}.png`), await mask(i));
  }
  const quoted = CLASSES.map((label, i) => `"${label.replaceAll('"', '""')}",${i}\n`);
  writeFileSync(join(folder, 'labels.csv'), `<b>label</b>,number\n${quoted.join('')}`);
  const all = withError ? [...cells, ERROR] : cells;
  const made = all.flatMap(([markdown, code]) => [{ markdown }, ...(code === undefined ? [] : [code])]);
  writeFileSync(join(folder, `${name}.ipynb`), notebookOf(made));
  return folder;
}
