import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxBins } from '../../src/display/chart-parts';
import { recordDisplays } from '../../src/display/jupyter';
import { precisionChart } from '../../src/display/plot-average-precision';
import {
  classChart,
  lossHistogram,
  showClassificationReport,
  showMostConfused,
} from '../../src/display/plot-classes';
import { confusionChart, plotConfusionMatrix } from '../../src/display/plot-confusion-matrix';
import { overlapChart, plotIoU } from '../../src/display/plot-iou';
import { lossChart, plotLoss, scheduleChart } from '../../src/display/plot-training';
import { rateChart } from '../../src/display/rate-chart';

const recorder = {
  losses: [9, 8, 7, 6, 5, 4, 3, 2.5],
  rates: Array.from({ length: 8 }, (_, i) => [i / 1000, i / 100]),
  momentums: [0.95, 0.9, 0.85, 0.85, 0.87, 0.9, 0.93, 0.95],
  rows: [{ validLoss: 4.5 }, { validLoss: 2.25 }],
  steps: [4, 8],
};

interface Values {
  data: { values: Record<string, unknown>[] };
}

const specOf = (bundle: object) =>
  (bundle as Record<string, unknown>)['application/vnd.vegalite.v5+json'] as Values;

test('lossChart() leaves out the first five steps and puts the validation loss at the end of its epoch', async () => {
  const bundle = await lossChart(recorder);
  assert.deepEqual(specOf(bundle).data.values, [
    { step: 6, loss: 4, set: 'train' },
    { step: 7, loss: 3, set: 'train' },
    { step: 8, loss: 2.5, set: 'train' },
    { step: 4, loss: 4.5, set: 'valid' },
    { step: 8, loss: 2.25, set: 'valid' },
  ]);
  assert.equal(bundle['text/plain'], 'Loss by step over 8 steps; at the end train 2.5000, valid 2.2500.');
});

test('a chart is a drawing without foreign fonts or hidden dots, and JSON for JupyterLab', async () => {
  const bundle = await lossChart(recorder);
  const svg = bundle['image/svg+xml'] as string;
  assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  assert.match(svg, /font-family="sans-serif"/);
  assert.doesNotMatch(svg, /opacity="0"/);
  assert.doesNotMatch(svg, /NaN|undefined/);
});

test('plotLoss() says what to do when nothing was recorded', async () => {
  const recording = recordDisplays();
  const empty = { losses: [], rates: [], momentums: [], rows: [], steps: [] };
  await assert.rejects(plotLoss(empty), {
    message:
      'plotLoss has nothing to draw: no training step was recorded.\n  Fit the learner first, e.g. "await learn.fitOneCycle(1)".',
  });
  recording.stop();
});

test("scheduleChart() draws the last group's rate, the head's", async () => {
  const bundle = await scheduleChart(recorder);
  assert.deepEqual(specOf(bundle).data.values[3], { step: 4, rate: 0.03, momentum: 0.85 });
  assert.equal(
    bundle['text/plain'],
    'Schedule over 8 steps: learning rate up to 0.07, momentum down to 0.85.',
  );
});

test('rateChart() draws all but the last five steps and marks the suggested rates on the curve', async () => {
  const rates = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 2, 3, 4, 5];
  const losses = [4, 3.9, 3, 2, 5, 9, 9, 9, 9, 9];
  const bundle = await rateChart({ rates, losses, suggestions: { valley: 1.2e-3 } });
  assert.equal(bundle['text/plain'], 'Loss by learning rate over 10 steps; suggested: valley 1.20e-3.');
  const { data, layer } = specOf(bundle) as unknown as Values & { layer: Values[] };
  assert.deepEqual(data.values, [
    { rate: 1e-5, loss: 4 },
    { rate: 1e-4, loss: 3.9 },
    { rate: 1e-3, loss: 3 },
    { rate: 1e-2, loss: 2 },
    { rate: 1e-1, loss: 5 },
  ]);
  assert.deepEqual(layer[1].data.values, [
    { rate: 0.0012, loss: 3, method: 'valley', label: 'valley 1.20e-3' },
  ]);
});

const interp = {
  vocabulary: ['cat', '<b>dog</b>'],
  confusionMatrix: () => [
    [30, 0],
    [5, 15],
  ],
};

test('confusionChart() shows actual class, predicted class, count and fraction of each cell under the pointer', async () => {
  const bundle = await confusionChart(interp);
  const { data, encoding } = specOf(bundle) as Values & { encoding: { tooltip: { title: string }[] } };
  assert.deepEqual(
    encoding.tooltip.map(({ title }) => title),
    ['Actual', 'Predicted', 'Count', 'Fraction of actual'],
  );
  assert.deepEqual(data.values, [
    { actual: 'cat', predicted: 'cat', count: 30, fraction: 1, value: 30, label: '30' },
    { actual: '<b>dog</b>', predicted: 'cat', count: 5, fraction: 0.25, value: 5, label: '5' },
    { actual: '<b>dog</b>', predicted: '<b>dog</b>', count: 15, fraction: 0.75, value: 15, label: '15' },
  ]);
  assert.equal(bundle['text/plain'], 'Confusion matrix of 2 classes: 45 of 50 right.');
});

test('confusionChart() describes each cell in its drawing, markup in a label as text', async () => {
  const svg = (await confusionChart(interp))['image/svg+xml'] as string;
  assert.match(svg, />&lt;b&gt;dog&lt;\/b&gt;</);
  assert.match(
    svg,
    /aria-label="Actual: &lt;b&gt;dog&lt;\/b&gt;; predicted: cat; count: 5; fraction of actual: 25\.0%"/,
  );
});

test('confusionChart() writes fractions of the row with normalize, white on dark cells', async () => {
  const bundle = await confusionChart(interp, { normalize: true });
  const svg = bundle['image/svg+xml'] as string;
  assert.match(svg, /fill="#ffffff"[^>]*>1\.00</);
  assert.match(svg, /fill="#ffffff"[^>]*>0\.75</);
  assert.match(svg, /fill="#000000"[^>]*>0\.25</);
});

test('confusionChart() writes fractions in percent where cells are small, and says so', async () => {
  const bundle = await confusionChart(interp, { normalize: true, cellSize: 24 });
  assert.deepEqual(
    specOf(bundle).data.values.map(({ label }) => label),
    ['100', '25', '75'],
  );
  assert.match(bundle['image/svg+xml'] as string, />Predicted, in % of the row</);
});

const sizeOf = (bundle: object) => {
  const svg = (bundle as Record<string, string>)['image/svg+xml'];
  const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
};

test('a confusion matrix of 37 breeds fits a screen of 720 pixels, its letters at least 8.5 pixels high', async () => {
  const breeds = Array.from(
    { length: 37 },
    (_, i) => `staffordshire_bull_terrier`.slice(0, 26 - (i % 3)) + i,
  );
  const matrix = breeds.map((_, i) => breeds.map((_, j) => (i === j ? 36 : Number(j === i + 1) * 4)));
  const bundle = await confusionChart({ vocabulary: breeds, confusionMatrix: () => matrix });
  const { width, height } = sizeOf(bundle);
  assert.ok(width <= 640 && height <= 600, `${width} x ${height}`);
  const sizes = [...(bundle['image/svg+xml'] as string).matchAll(/font-size="([\d.]+)px"/g)].map(
    ([, size]) => +size,
  );
  assert.ok(Math.min(...sizes) >= 8.5, String(Math.min(...sizes)));
});

test('no chart is wider than a page of 800 pixels, or higher than JupyterLab leaves of a screen of 720', async () => {
  const names = Array.from({ length: 35 }, (_, i) => `${i} ${'american_pit_bull_terrier'.slice(i % 9)}`);
  const numbers = names.map((_, i) => i / 34);
  const charts = {
    loss: await lossChart(recorder),
    schedule: await scheduleChart(recorder),
    classes: await classChart(names.map((name, i) => ({ name, accuracy: numbers[i], support: 100 }))),
    overlaps: await overlapChart(
      names.slice(9).map((name, i) => ({ name, iou: numbers[i], support: 9, fraction: 0.1 })),
    ),
    precisions: await precisionChart(
      names.slice(9).map((name, i) => ({ name, averagePrecision: numbers[i], support: 9, fraction: 0.1 })),
    ),
    losses: await lossHistogram(numbers),
    rates: await rateChart({
      rates: numbers.map((i) => 10 ** i),
      losses: numbers,
      suggestions: { valley: 2 },
    }),
  };
  for (const [name, bundle] of Object.entries(charts)) {
    const { width, height } = sizeOf(bundle);
    assert.ok(width > 300 && width <= 800 && height <= 600, `${name}: ${width} x ${height}`);
  }
});

test("a chart's menu saves it, and does not send its data to an editor on the web", async () => {
  const { usermeta } = specOf(await lossChart(recorder)) as unknown as { usermeta: object };
  const actions = { export: true, source: false, compiled: false, editor: false };
  assert.deepEqual(usermeta, { embedOptions: { renderer: 'svg', actions } });
});

test('plotConfusionMatrix() shows one output', async () => {
  const recording = recordDisplays();
  await plotConfusionMatrix(interp);
  recording.stop();
  assert.equal(recording.displays.length, 1);
});

test('classChart() has a bar for each class with its accuracy and its number of items', async () => {
  const bundle = await classChart([
    { name: 'dog', accuracy: 0.75, support: 20 },
    { name: 'cat', accuracy: 1, support: 30 },
  ]);
  assert.match(bundle['image/svg+xml'] as string, />75 % of 20</);
  assert.equal(bundle['text/plain'], 'Share recognized of each of 2 classes; least: dog 75 %, cat 100 %.');
});

test('lossHistogram() describes median and maximum in its text', async () => {
  const bundle = await lossHistogram([0.5, 3, 0.25]);
  assert.equal(bundle['text/plain'], 'Losses of 3 items; median 0.5000, highest 3.0000.');
});

test('maxBins() grows with the number of items, from 6 to 30', () => {
  assert.deepEqual([1, 9, 100, 225, 10_000].map(maxBins), [6, 6, 20, 30, 30]);
});

test('showClassificationReport() sets the means of all classes apart from the classes', async () => {
  const recording = recordDisplays();
  const scores = { precision: 1, recall: 0.5, f1: 2 / 3, support: 4 };
  const mean = { precision: 0.5, recall: 0.25, f1: 1 / 3, support: 8 };
  await showClassificationReport({
    classificationReport: () => ({
      classes: [{ name: '<b>cat</b>', ...scores }],
      micro: mean,
      macro: mean,
      weighted: mean,
    }),
  });
  recording.stop();
  const [[bundle]] = recording.displays;
  assert.deepEqual(bundle['text/plain'].split('\n'), [
    'Class             Precision  Recall    F1  Support',
    '<b>cat</b>             1.00    0.50  0.67        4',
    'micro average          0.50    0.25  0.33        8',
    'macro average          0.50    0.25  0.33        8',
    'weighted average       0.50    0.25  0.33        8',
  ]);
  assert.match(
    bundle['text/html'] as string,
    /&lt;b&gt;cat[\s\S]*<tbody class="fovea-totals">[\s\S]*micro average/,
  );
});

test('showMostConfused() shows the pairs as a table', async () => {
  const recording = recordDisplays();
  await showMostConfused({ mostConfused: () => [{ actual: 'Birman', predicted: 'Ragdoll', count: 3 }] });
  recording.stop();
  assert.equal(recording.displays[0][0]['text/plain'], 'Actual  Predicted  Count\nBirman  Ragdoll        3');
});

test('showMostConfused() shows a sentence when there is no pair', async () => {
  const recording = recordDisplays();
  await showMostConfused({ mostConfused: () => [] }, { minValue: 3 });
  recording.stop();
  const [[bundle]] = recording.displays;
  assert.equal(bundle['text/plain'], 'No two classes were confused that often.');
  assert.match(bundle['text/html'] as string, /<p>No two classes were confused that often\.<\/p>/);
});

const overlaps = [
  { name: 'road', iou: 0.9, support: 900, fraction: 0.9 },
  { name: 'car', iou: 0.6, support: 80, fraction: 0.08 },
  { name: 'pole', iou: 0, support: 20, fraction: 0.02 },
];

test('overlapChart() draws the intersection over union of each class, and the mean', async () => {
  const bundle = await overlapChart(overlaps);
  assert.deepEqual(
    specOf(bundle).data.values.map(({ label, size }) => [label, size]),
    [
      ['0.90', '90 %'],
      ['0.60', '8.0 %'],
      ['0.00', '2.0 %'],
    ],
  );
  assert.match(bundle['image/svg+xml'] as string, />Mean over 3 classes: 0\.500</);
  assert.equal(
    bundle['text/plain'],
    'Intersection over union of 3 classes: mean 0.500; best road 0.90, car 0.60, pole 0.00.',
  );
});

test('plotIoU({ ignoreIndex }) leaves that class out', async () => {
  const recording = recordDisplays();
  await plotIoU(
    { perClassIoU: ({ ignoreIndex }) => overlaps.filter((_, i) => i !== ignoreIndex) },
    { ignoreIndex: 2 },
  );
  recording.stop();
  assert.match(recording.displays[0][0]['text/plain'] as string, /of 2 classes: mean 0\.750;/);
});

test('precisionChart() has a bar and a mark at chance for each label, and the mean over all labels', async () => {
  const bundle = await precisionChart([
    { name: 'cow', averagePrecision: 0.25, support: 11, fraction: 0.0275 },
    { name: 'horse', averagePrecision: 0.95, support: 28, fraction: 0.07 },
  ]);
  assert.deepEqual(specOf(bundle).data.values, [
    { name: 'cow', precision: 0.25, chance: 0.0275, support: 11, label: '0.25 (11)' },
    { name: 'horse', precision: 0.95, chance: 0.07, support: 28, label: '0.95 (28)' },
  ]);
  assert.equal(
    bundle['text/plain'],
    'Average precision of 2 labels, mean 0.600; lowest: cow 0.25, horse 0.95.',
  );
});
