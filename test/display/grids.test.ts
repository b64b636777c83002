import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import sharp from 'sharp';
import type { Annotation, TargetBlock } from '../../src/data/block';
import { describe, drawAnnotation } from '../../src/display/annotate';
import { gridCount, gridShape } from '../../src/display/image-grid';
import { recordDisplays } from '../../src/display/jupyter';
import { plotTopLosses } from '../../src/display/plot-top-losses';
import { showBatch } from '../../src/display/show-batch';
import { showImage } from '../../src/display/show-image';
import { showRanking } from '../../src/display/show-ranking';
import { showResults } from '../../src/display/show-results';
import type { RgbImage } from '../../src/images/image';
import { tf } from '../../src/tensorflow/tf';

const grey = (width: number, height: number): RgbImage => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 3).fill(100),
});

/** Pixels no JPEG can pack well. */
const noise = (size: number): RgbImage => ({
  width: size,
  height: size,
  pixels: Uint8Array.from({ length: size * size * 3 }, (_, i) => Math.imul(i, 2654435761) >>> 24),
});

/** Loaders whose labels are the annotations themselves, and whose first `numBatches` batches hold `labels`. */
function loaders(labels: Annotation[], { guesses = labels, image = grey(8, 8) } = {}) {
  const batch = () => {
    const inputs = tf.zeros<tf.Rank.R4>([labels.length, 8, 8, 3]);
    const targets = tf.zeros([labels.length]);
    return { inputs, targets, items: labels, dispose: () => tf.dispose([inputs, targets]) };
  };
  const source = {
    numItems: labels.length,
    numBatches: 1,
    async *batches() {
      yield batch();
    },
  };
  // The second dimension distinguishes predictions from targets.
  const decode = (tensor: tf.Tensor) => (tensor.rank === 2 ? guesses : labels);
  return {
    dls: {
      valid: source,
      target: { decode, annotate: (label: Annotation) => label } as unknown as TargetBlock,
      images: () => labels.map(() => image),
      oneBatch: async () => batch(),
      testDl: () => source,
    },
    predictBatch: () => ({ predictions: tf.zeros([1]), decoded: tf.zeros([1, 1]) }),
  };
}

async function shown(draw: () => Promise<void>) {
  const recording = recordDisplays();
  const before = tf.memory().numTensors;
  await draw();
  recording.stop();
  assert.equal(tf.memory().numTensors, before);
  assert.equal(recording.displays.length, 1);
  const [[bundle]] = recording.displays;
  return { markup: bundle['text/html'] as string, text: bundle['text/plain'] };
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const captions = (...names: string[]): Annotation[] => names.map((caption) => ({ caption }));

test('gridShape() is as square as possible, as in fastai', () => {
  assert.deepEqual(gridShape(9), { rows: 3, columns: 3 });
  assert.deepEqual(gridShape(7), { rows: 2, columns: 4 });
  assert.deepEqual(gridShape(1), { rows: 1, columns: 1 });
  assert.deepEqual(gridShape(8, { nrows: 2 }), { rows: 2, columns: 4 });
  assert.deepEqual(gridShape(8, { ncols: 3 }), { rows: 3, columns: 3 });
});

test('gridCount() is 9 by default, or all cells of the grid where rows and columns are given', () => {
  assert.equal(gridCount({}), 9);
  assert.equal(gridCount({ nrows: 2, ncols: 4 }), 8);
  assert.equal(gridCount({ nrows: 3, ncols: 5 }), 15);
  assert.equal(gridCount({ maxN: 4, nrows: 3, ncols: 5 }), 4);
});

test('showBatch() shows each label as text, under the image and in its alt', async () => {
  const { dls } = loaders(captions('<img src=x onerror=alert(1)>', 'pug'));
  const { markup, text } = await shown(() => showBatch(dls));
  assert.equal(count(markup, /<img /g), 2);
  assert.ok(markup.includes('<div class="fovea-caption"><b>&lt;img src=x onerror=alert(1)&gt;</b></div>'));
  assert.ok(markup.includes('alt="pug"'));
  assert.equal(text, '2 training images:\n  <img src=x onerror=alert(1)>\n  pug');
});

test('showBatch() shows as many images as rows and columns have cells', async () => {
  const { dls } = loaders(captions(...'abcdefghij'));
  const { markup } = await shown(() => showBatch(dls, { nrows: 2, ncols: 2 }));
  assert.equal(count(markup, /<img /g), 4);
  assert.equal(count(markup, /<tr>(<td .*\s*){2}<\/tr>/g), 2);
});

test('showBatch() asks for as many images, with unique: true copies of one, as the grid shows', async () => {
  const { dls } = loaders(captions('pug', 'pug'));
  const asked: unknown[] = [];
  const oneBatch = async (options?: { copies?: number; atMost?: number }) => {
    asked.push(options);
    return dls.oneBatch();
  };
  await shown(() => showBatch({ ...dls, oneBatch }, { unique: true, nrows: 1, ncols: 2 }));
  await shown(() => showBatch({ ...dls, oneBatch }));
  assert.deepEqual(asked, [{ copies: 2 }, { atMost: 9 }]);
});

test('on a narrow page the images of a grid shrink to 120 pixels, small ones not at all', async () => {
  const { dls } = loaders(captions('pug', 'cat'), { image: noise(320) });
  const wide = await shown(() => showBatch(dls, { nrows: 1, ncols: 2 }));
  assert.match(wide.markup, /style="width:672px;min-width:272px"/);
  const small = await shown(() => showBatch(dls, { nrows: 1, ncols: 2, size: 100 }));
  assert.match(small.markup, /style="width:232px;min-width:232px"/);
});

test('a grid stays under 250 kB', async () => {
  const { dls } = loaders(captions(...'abcdefghi'), { image: noise(320) });
  const { markup } = await shown(() => showBatch(dls));
  assert.ok(markup.length < 250_000, `${markup.length} characters`);
});

test('showResults() marks right and wrong by sign and colour', async () => {
  const learn = loaders(captions('pug', 'boxer'), { guesses: captions('pug', 'shiba_inu') });
  const { markup, text } = await shown(() => showResults(learn));
  assert.ok(markup.includes('<b>pug</b><br><span class="fovea-good">✓ pug</span>'));
  assert.ok(markup.includes('<b>boxer</b><br><span class="fovea-bad">✗ shiba_<wbr>inu</span>'));
  assert.equal(
    text,
    'Target and prediction of 2 validation images:\n  pug, predicted so\n  boxer, predicted shiba_inu',
  );
});

const labels = (...names: string[]): Annotation => ({
  caption: names.join(';') || 'no label',
  labels: names,
});

test('showResults() marks each of several labels as found, missed or invented, by sign and colour', async () => {
  const learn = loaders([labels('dog', 'person'), labels(), labels('car')], {
    guesses: [labels('dog', 'pink_sofa', 'tv'), labels(), labels('car')],
  });
  const { markup, text } = await shown(() => showResults(learn));
  assert.ok(markup.includes('Labels: ✓ found, − missed, + invented'));
  assert.ok(
    markup.includes(
      '<span class="fovea-good">✓ dog</span><br><span class="fovea-bad">− person</span><br>' +
        '<span class="fovea-bad">+ pink_<wbr>sofa, tv</span>',
    ),
  );
  assert.ok(markup.includes('<span class="fovea-good">✓ no label</span>'));
  assert.equal(
    text,
    'Target and prediction of 3 validation images:\n' +
      '  dog;person: found dog, missed person, invented pink_sofa and tv\n' +
      '  no label, predicted so\n  car, predicted so',
  );
});

test('showResults() puts drawn targets and predictions side by side', async () => {
  const learn = loaders([{ points: [{ x: 0, y: 0 }] }], { guesses: [{ points: [{ x: 0.5, y: -1 }] }] });
  const { markup, text } = await shown(() => showResults(learn));
  assert.ok(markup.includes('<th scope="col">Target</th><th scope="col">Prediction</th>'));
  assert.ok(markup.includes('alt="Target: point at 50 %, 50 %"'));
  assert.ok(markup.includes('alt="Prediction: point at 75 %, 0 %"'));
  assert.equal(count(markup, /<img /g), 2);
  assert.equal(
    text,
    'Target and prediction of 1 validation images:\n  point at 50 %, 50 %; predicted point at 75 %, 0 %',
  );
});

/** A mask of one row. */
const maskOf = (...pixels: number[]): Annotation => ({
  mask: {
    labels: { width: pixels.length, height: 1, pixels: Uint8Array.from(pixels) },
    colours: ['#c80000', '#00c800', '#0000ff'],
    names: ['road', 'car', '<sky>'],
  },
});

test('showResults() of masks shows input, target and prediction in a row, and the classes that occur', async () => {
  const learn = loaders([maskOf(0, 2), maskOf(0, 0)], { guesses: [maskOf(2, 2), maskOf(0, 0)] });
  const { markup } = await shown(() => showResults(learn, { ncols: 2 }));
  assert.equal(
    count(markup, /<th scope="col">Input<\/th><th scope="col">Target<\/th><th scope="col">Prediction<\/th>/g),
    2,
  );
  assert.equal(count(markup, /<img /g), 6);
  assert.equal(count(markup, /<tr>/g), 2);
  assert.ok(markup.includes('alt="Target: mask of road, &lt;sky&gt;"'));
  const legend = markup.slice(markup.indexOf('<div class="fovea-legend">'));
  assert.match(legend, /background:#c80000.*road.*background:#0000ff.*&lt;sky&gt;/);
  assert.doesNotMatch(legend, /car/);
});

test('plotTopLosses() of masks writes the loss under the input', async () => {
  const { dls } = loaders([maskOf(0, 1)]);
  const item = { item: 'images/a.png', loss: 1.234, actual: maskOf(0, 1), predicted: maskOf(0, 0) };
  const { markup, text } = await shown(() => plotTopLosses({ dls, topLosses: () => [item] }));
  assert.match(markup, /alt="Input: a\.png: loss 1\.23"><div class="fovea-caption">loss 1\.23</);
  assert.ok(markup.includes('alt="Prediction: mask of road"'));
  assert.equal(count(markup, /fovea-caption">/g), 1);
  assert.equal(text, 'Highest losses:\n  a.png: loss 1.23');
});

test('showResults() leaves no tensors when predicting or decoding throws', async () => {
  const learn = loaders(captions('pug'));
  const recording = recordDisplays();
  const before = tf.memory().numTensors;
  const failing = () => {
    throw new Error('out of cheese');
  };
  await assert.rejects(showResults({ ...learn, predictBatch: failing }), /out of cheese/);
  const dls = { ...learn.dls, images: failing };
  await assert.rejects(showResults({ ...learn, dls }), /out of cheese/);
  recording.stop();
  assert.equal(tf.memory().numTensors, before);
});

test('plotTopLosses() captions prediction, actual, loss and probability', async () => {
  const { dls } = loaders(captions('boxer'));
  const item = {
    item: 'pets/boxer_7.jpg',
    loss: 2.345,
    actual: { caption: 'boxer' },
    predicted: { caption: 'pug' },
    probability: 0.876,
  };
  const interp = { dls, topLosses: () => [item] };
  const { markup, text } = await shown(() => plotTopLosses(interp));
  assert.ok(
    markup.includes('✗ pug</span></b><br>boxer<br><span class="fovea-quiet">2.35 / 0.88</span>'),
    markup.slice(-400),
  );
  assert.equal(
    text,
    'Highest losses:\n  boxer_7.jpg: predicted pug, actual boxer, loss 2.35, probability 0.88',
  );
});

test('plotTopLosses() marks each of several labels, above the loss', async () => {
  const { dls } = loaders([labels('dog')]);
  const item = { item: 'voc/7.jpg', loss: 0.5, actual: labels('dog'), predicted: labels() };
  const { markup, text } = await shown(() => plotTopLosses({ dls, topLosses: () => [item] }));
  assert.ok(markup.includes('<span class="fovea-bad">− dog</span><br><span class="fovea-quiet">0.50</span>'));
  assert.equal(text, 'Highest losses:\n  7.jpg: dog: missed dog, loss 0.50');
});

/** A learner of three images that has dog, sofa as vocabulary and the probabilities given, image by image. */
function rankingLearner(targets: Annotation[], probabilities: number[]) {
  const { dls } = loaders(targets);
  const vocabulary = ['dog', 'sofa'];
  const items = targets.map((_, i) => `${i}.jpg`);
  const getPreds = async () => {
    const tensors = [tf.tensor(probabilities, [3, 2]), tf.zeros([3]), tf.zeros([3])];
    const [predictions, decoded, actual] = tensors;
    return { predictions, decoded, targets: actual, items, dispose: () => tf.dispose(tensors) };
  };
  return { dls: { ...dls, target: { ...dls.target, vocabulary } }, getPreds };
}

test('showRanking() puts the likeliest first and ticks those that have the label', async () => {
  const learn = rankingLearner(
    [labels('sofa'), labels('dog', 'sofa'), labels('dog')],
    [0.5, 0, 0.25, 0, 0.75, 1],
  );
  const { markup, text } = await shown(() => showRanking(learn, 'dog'));
  assert.equal(
    text,
    'Ranked by the probability of dog:\n  1. ✓ 0.75 dog\n  2. ✗ 0.50 sofa\n  3. ✓ 0.25 dog;sofa',
  );
  assert.ok(markup.includes('2. <span class="fovea-bad">✗ 0.50</span><br>sofa'));
  assert.ok(markup.includes('alt="3. ✓ 0.25 dog;sofa"'));
});

test('showRanking() shows at most as many images as asked for, and takes one class for each image too', async () => {
  const learn = rankingLearner(captions('dog', 'sofa', 'dog'), [0.5, 0.5, 0.9, 0.1, 0.1, 0.9]);
  const { text } = await shown(() => showRanking(learn, 'sofa', { maxN: 2 }));
  assert.equal(text, 'Ranked by the probability of sofa:\n  1. ✗ 0.90 dog\n  2. ✗ 0.50 dog');
});

test('showRanking() lists the labels there are, and refuses targets that are not labels of whole images', async () => {
  const learn = rankingLearner(captions('dog', 'sofa', 'dog'), [1, 0, 1, 0, 1, 0]);
  const recording = recordDisplays();
  await assert.rejects(showRanking(learn, 'cat'), {
    message: 'Unknown label of showRanking "cat".\n  Choose "dog" or "sofa".',
  });
  const dls = { ...learn.dls, target: { ...learn.dls.target, isSpatial: true } };
  await assert.rejects(
    showRanking({ ...learn, dls }, 'dog'),
    /^FoveaError: Expected one class or any number of labels/,
  );
  recording.stop();
});

test('showImage() shows one image with its title', async () => {
  const { markup, text } = await shown(() => showImage(grey(8, 8), { title: 'dog & person' }));
  assert.equal(count(markup, /<img /g), 1);
  assert.ok(markup.includes('alt="dog &amp; person"') && markup.includes('<b>dog &amp; person</b>'));
  assert.equal(text, 'image: dog & person');
});

test('showImage() marks points given in pixels', async () => {
  const { markup, text } = await shown(() => showImage(grey(40, 20), { points: [[30, 5]] }));
  assert.ok(markup.includes('alt="point at 75 %, 25 %"'));
  assert.equal(text, 'image: point at 75 %, 25 %');
});

test('points are drawn at the size at which an image is shown, so that they are sharp on a small image', async () => {
  const { dls } = loaders([{ points: [{ x: 0, y: 0 }] }], { image: grey(40, 20) });
  const { markup } = await shown(() => showBatch(dls, { size: 300 }));
  const [, base64] = markup.match(/base64,([^"]+)"/)!;
  const { data, info } = await sharp(Buffer.from(base64, 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [600, 300]);
  const at = (x: number) => [...data.subarray((150 * 600 + x) * 3, (150 * 600 + x) * 3 + 3)];
  const isNear = (colour: number[], wanted: number[]) =>
    colour.every((value, i) => Math.abs(value - wanted[i]) < 30);
  // Radius 300 / 40 = 7.5 pixels, its white ring to 10.5.
  assert.ok(isNear(at(300), [224, 0, 20]), `${at(300)}`);
  assert.ok(isNear(at(309), [255, 255, 255]), `${at(309)}`);
  assert.ok(isNear(at(316), [100, 100, 100]), `${at(316)}`);
});

test('a mask is laid over at the size at which an image is shown, so that its edges are sharp', async () => {
  const mask = { width: 4, height: 2, pixels: Uint8Array.from([0, 0, 1, 1, 0, 0, 1, 1]) };
  const { markup } = await shown(() => showImage(grey(4, 2), { mask, codes: ['road', 'car'], size: 200 }));
  const [, base64] = markup.match(/base64,([^"]+)"/)!;
  const { data, info } = await sharp(Buffer.from(base64, 'base64'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [400, 200]);
  const red = (x: number) => data[(100 * 400 + x) * 3];
  // The border is at 200: half of grey 100 with #0072b2's red left of it, with #e69f00's right of it.
  assert.ok(Math.abs(red(190) - 50) < 12 && Math.abs(red(210) - 165) < 12, `${red(190)}, ${red(210)}`);
});

test('drawAnnotation() lays mask colours over the image at half strength and leaves the image alone', () => {
  const image = grey(2, 1);
  const labels = { width: 2, height: 1, pixels: Uint8Array.from([0, 1]) };
  const drawn = drawAnnotation(image, {
    mask: { labels, colours: ['#c80000', '#0000ff'], names: ['road', 'sky'] },
  });
  assert.deepEqual([...drawn.pixels], [150, 50, 50, 50, 50, 177]);
  assert.deepEqual([...image.pixels], [100, 100, 100, 100, 100, 100]);
});

test('drawAnnotation() draws a point as a red dot where it is', () => {
  const { pixels } = drawAnnotation(grey(101, 101), { points: [{ x: 0.5, y: -0.5 }] });
  const at = (x: number, y: number) => [...pixels.subarray((y * 101 + x) * 3, (y * 101 + x) * 3 + 3)];
  assert.deepEqual(at(75, 25), [224, 0, 20]);
  assert.deepEqual(at(25, 75), [100, 100, 100]);
});

test('describe() names the classes of a mask', () => {
  const labels = { width: 2, height: 1, pixels: Uint8Array.from([2, 0]) };
  assert.equal(
    describe({ mask: { labels, colours: [], names: ['road', 'car', 'sky'] } }),
    'mask of road, sky',
  );
  assert.equal(describe({}), 'image');
});

test('showImage() lays a mask over the image and names its classes', async () => {
  const mask = { width: 4, height: 1, pixels: Uint8Array.from([0, 1, 1, 0]) };
  const { markup, text } = await shown(() => showImage(grey(8, 2), { mask, codes: ['road', 'car', 'sky'] }));
  assert.equal(text, 'image: mask of road, car');
  assert.match(markup, /fovea-legend.*road.*car/s);
  assert.doesNotMatch(markup, /sky/);
});

test('numbers of images, rows, columns and sizes that are not positive are refused before anything is read', async () => {
  const { dls, predictBatch } = loaders(captions('pug'));
  const oneBatch = () => Promise.reject(new Error('a batch was read'));
  const topLosses = () => {
    throw new Error('losses were sorted');
  };
  const cases: [string, unknown, (options: never) => Promise<void>][] = [
    ['maxN of showBatch', 0, (options) => showBatch({ ...dls, oneBatch }, options)],
    ['nrows of showBatch', 1.5, (options) => showBatch({ ...dls, oneBatch }, options)],
    ['ncols of showResults', -1, (options) => showResults({ dls, predictBatch }, options)],
    ['maxN of showRanking', Number.NaN, (options) => showRanking({ dls } as never, 'pug', options)],
    ['k of plotTopLosses', '9', (options) => plotTopLosses({ dls, topLosses }, options)],
    ['nrows of plotTopLosses', 0, (options) => plotTopLosses({ dls, topLosses }, options)],
  ];
  for (const [what, value, show] of cases) {
    await assert.rejects(show({ [what.split(' ')[0]]: value } as never), {
      name: 'FoveaError',
      message: `Expected a positive integer as ${what}, received ${inspect(value)}.`,
    });
  }
  await assert.rejects(showBatch({ ...dls, oneBatch }, { size: 0 }), {
    message: 'Expected a positive number as size of showBatch, received 0.',
  });
  await assert.rejects(showImage(grey(8, 8), { size: -200 }), {
    message: 'Expected a positive number as size of showImage, received -200.',
  });
});
