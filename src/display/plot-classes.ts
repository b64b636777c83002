import { roundForChart } from '../base/number-text';
import type { ClassificationReport, Scores } from '../interpret/classification-report';
import type { InterpretedItem } from '../interpret/evidence';
import type { Confusion } from '../interpret/interpretation';
import { barLabel, fractionAxis, maxBins, nameAxis, quantile } from './chart-parts';
import { html } from './html';
import { type MimeBundle, openDisplay, showBundle } from './jupyter';
import { firstOfMany, MOST_CLASSES, SHOWN_CLASSES } from './many-classes';
import { type Column, tableBundle } from './table';
import { page, palette } from './theme';
import { chart } from './vega';

/** One class's line in {@link plotPerClass}. */
export interface ClassAccuracy {
  readonly name: string;
  readonly accuracy: number;
  readonly support: number;
}

/**
 * Draws a bar for each class with its accuracy, the fraction of its items that was recognized, worst first. Of more than 100 classes it
 * draws the worst 40, and says so.
 *
 * @param interp An interpretation.
 * @throws FoveaError if the targets have no classes.
 */
export async function plotPerClass(interp: { perClassAccuracy(): ClassAccuracy[] }): Promise<void> {
  const display = openDisplay();
  display.update(await classChart(interp.perClassAccuracy()));
}

/** The chart of {@link plotPerClass} as a bundle. */
export function classChart(classes: readonly ClassAccuracy[]): Promise<MimeBundle> {
  const shown = firstOfMany(classes);
  const values = shown.map(({ name, accuracy, support }) => ({
    name,
    accuracy,
    support,
    label: `${Math.round(accuracy * 100)} % of ${support}`,
  }));
  const { height, y } = nameAxis(shown.length);
  const spec = {
    width: 440,
    height,
    ...(shown.length < classes.length && {
      title: { text: `The ${shown.length} of ${classes.length} classes least recognized` },
    }),
    data: { values },
    encoding: {
      y,
      x: fractionAxis('accuracy', 'Recognized', { labelExpr: "format(100 * datum.value, 'd') + ' %'" }),
      tooltip: [
        { field: 'name', title: 'class' },
        { field: 'accuracy', format: '.1%' },
        { field: 'support', title: 'cases' },
      ],
    },
    layer: [
      { mark: { type: 'bar', color: palette[0] } },
      { mark: barLabel, encoding: { text: { field: 'label' } } },
    ],
  };
  const worst = classes.slice(0, 3).map(({ name, accuracy }) => `${name} ${Math.round(accuracy * 100)} %`);
  return chart(spec, `Share recognized of each of ${classes.length} classes; least: ${worst.join(', ')}.`);
}

/**
 * Draws a histogram of the losses of the items.
 *
 * @param interp An interpretation.
 */
export async function plotLossDistribution(interp: {
  readonly items: readonly InterpretedItem[];
}): Promise<void> {
  const display = openDisplay();
  display.update(await lossHistogram(interp.items.map(({ loss }) => loss)));
}

/** The chart of {@link plotLossDistribution} as a bundle. */
export function lossHistogram(losses: readonly number[]): Promise<MimeBundle> {
  const sorted = [...losses].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const spec = {
    width: 640,
    height: 300,
    data: { values: losses.map((loss) => ({ loss: roundForChart(loss) })) },
    mark: { type: 'bar', color: palette[0], tooltip: true },
    encoding: {
      x: {
        field: 'loss',
        bin: { maxbins: maxBins(losses.length) },
        title: 'Loss of an item',
        axis: { grid: false, format: '~g' },
      },
      y: { aggregate: 'count', title: 'Items', axis: { tickCount: 5, tickMinStep: 1, format: 'd' } },
    },
  };
  return chart(
    spec,
    `Losses of ${losses.length} items; median ${median?.toFixed(4)}, highest ${sorted[sorted.length - 1]?.toFixed(4)}.`,
  );
}

/**
 * Shows a table of the pairs of classes that are confused most often: of more than 100 pairs the first 40.
 *
 * @param interp An interpretation.
 * @param options
 * @param options.minValue Least number of items that a pair must have; by default 1.
 * @throws FoveaError if the targets are not one class each.
 */
export async function showMostConfused(
  interp: { mostConfused(options: { minValue?: number }): Confusion[] },
  { minValue = 1 }: { minValue?: number } = {},
): Promise<void> {
  const columns: Column<Confusion>[] = [
    { title: 'Actual', value: ({ actual }) => actual },
    { title: 'Predicted', value: ({ predicted }) => predicted },
    { title: 'Count', value: ({ count }) => count },
  ];
  const pairs = interp.mostConfused({ minValue });
  const shown = firstOfMany(pairs);
  const caption =
    shown.length < pairs.length ? `The first ${shown.length} of ${pairs.length} pairs` : undefined;
  if (pairs.length > 0) return showBundle(tableBundle(shown, columns, { caption }));
  const text = 'No two classes were confused that often.';
  showBundle({ 'text/html': page(html`<p>${text}</p>`).text, 'text/plain': text });
}

/**
 * Shows a table of precision, recall and F1 of each class, and their means. Of more than 100 classes it shows the 40 that occur and have
 * the lowest F1, and says so.
 *
 * @param interp An interpretation.
 * @throws FoveaError if the targets have no classes.
 * @see scikit-learn's `classification_report`.
 */
export async function showClassificationReport(interp: {
  classificationReport(): ClassificationReport;
}): Promise<void> {
  const { classes, micro, macro, weighted } = interp.classificationReport();
  const means = { 'micro average': micro, 'macro average': macro, 'weighted average': weighted };
  const shown = classes.length > MOST_CLASSES ? lowest(classes).slice(0, SHOWN_CLASSES) : classes;
  const rows = [...shown, ...Object.entries(means).map(([name, scores]) => ({ name, ...scores }))];
  const format = (value: number) => value.toFixed(2);
  const columns: Column<{ name: string } & Scores>[] = [
    { title: 'Class', value: ({ name }) => name, isHeading: true },
    { title: 'Precision', value: ({ precision }) => precision, format },
    { title: 'Recall', value: ({ recall }) => recall, format },
    { title: 'F1', value: ({ f1 }) => f1, format },
    { title: 'Support', value: ({ support }) => support },
  ];
  const caption =
    shown.length < classes.length
      ? `The ${shown.length} of ${classes.length} classes with the lowest F1; interp.classificationReport() has all`
      : undefined;
  showBundle(tableBundle(rows, columns, { caption, numTotals: Object.keys(means).length }));
}

/** Classes that occur by their F1, the lowest first, then those that do not. */
function lowest<Row extends Scores>(classes: readonly Row[]): Row[] {
  const isAbsent = ({ support }: Row) => Number(support === 0);
  return [...classes].sort((a, b) => isAbsent(a) - isAbsent(b) || a.f1 - b.f1);
}
