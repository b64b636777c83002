import type { LabelPrecision } from '../interpret/label-precision';
import { barLabel, fractionAxis, nameAxis } from './chart-parts';
import { type MimeBundle, openDisplay } from './jupyter';
import { firstOfMany } from './many-classes';
import { palette } from './theme';
import { chart } from './vega';

/**
 * Draws a bar for each label with its average precision, worst first, and a mark at what guessing by chance would reach: the
 * fraction of images that have the label. Of more than 100 labels it draws the worst 40, and says so.
 *
 * @param interp An interpretation.
 * @throws FoveaError if the targets are not lists of labels.
 */
export async function plotAveragePrecision(interp: {
  perClassAveragePrecision(): LabelPrecision[];
}): Promise<void> {
  const display = openDisplay();
  display.update(await precisionChart(interp.perClassAveragePrecision()));
}

/** The chart of {@link plotAveragePrecision} as a bundle. */
export function precisionChart(labels: readonly LabelPrecision[]): Promise<MimeBundle> {
  const mean = labels.reduce((sum, { averagePrecision }) => sum + averagePrecision, 0) / labels.length;
  const shown = firstOfMany(labels);
  const values = shown.map(({ name, averagePrecision, support, fraction }) => ({
    name,
    precision: Number(averagePrecision.toFixed(4)),
    chance: Number(fraction.toFixed(4)),
    support,
    label: `${averagePrecision.toFixed(2)} (${support})`,
  }));
  const { height, y } = nameAxis(labels.length);
  const spec = {
    title: {
      text: `Mean over ${labels.length} labels: ${mean.toFixed(3)}`,
      subtitle: `${shown.length < labels.length ? `Below, the worst ${shown.length}. ` : ''}The tick in each bar: what chance reaches`,
    },
    width: 480,
    height,
    data: { values },
    encoding: {
      y,
      tooltip: [
        { field: 'name', title: 'label' },
        { field: 'precision', title: 'average precision', format: '.3f' },
        { field: 'chance', format: '.3f' },
        { field: 'support', title: 'images with it' },
      ],
    },
    layer: [
      {
        mark: { type: 'bar', color: palette[0] },
        encoding: { x: fractionAxis('precision', 'Average precision (images with the label)') },
      },
      {
        mark: { type: 'tick', color: palette[5], thickness: 3, size: 0.75 * height.step, opacity: 1 },
        encoding: { x: { field: 'chance', type: 'quantitative' } },
      },
      {
        mark: barLabel,
        encoding: { x: { field: 'precision', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  };
  const worst = labels
    .slice(0, 3)
    .map(({ name, averagePrecision }) => `${name} ${averagePrecision.toFixed(2)}`);
  return chart(
    spec,
    `Average precision of ${labels.length} labels, mean ${mean.toFixed(3)}; lowest: ${worst.join(', ')}.`,
  );
}
