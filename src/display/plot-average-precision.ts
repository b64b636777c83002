import type { LabelPrecision } from '../interpret/label-precision';
import { type MimeBundle, openDisplay } from './jupyter';
import { palette } from './theme';
import { chart } from './vega';

/**
 * Draws a bar for each label: its average precision, worst first, with a mark where chance would be.
 *
 * @param interp An interpretation.
 * @throws FoveaError if an item cannot have any number of labels.
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
  const values = labels.map(({ name, averagePrecision, support, share }) => ({
    name,
    precision: Number(averagePrecision.toFixed(4)),
    chance: Number(share.toFixed(4)),
    support,
    words: `${averagePrecision.toFixed(2)} (${support})`,
  }));
  const spec = {
    title: {
      text: `Mean over ${labels.length} labels: ${mean.toFixed(3)}`,
      subtitle: 'The tick in each bar: what chance reaches',
    },
    width: 560,
    height: { step: 24 },
    data: { values },
    encoding: {
      y: {
        field: 'name',
        type: 'nominal',
        sort: null,
        title: null,
        axis: { labelLimit: 300, ticks: false, domain: false },
      },
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
        encoding: {
          x: {
            field: 'precision',
            type: 'quantitative',
            title: 'Average precision (images with the label)',
            scale: { domain: [0, 1] },
            axis: { tickCount: 5 },
          },
        },
      },
      {
        mark: { type: 'tick', color: palette[5], thickness: 3, size: 18, opacity: 1 },
        encoding: { x: { field: 'chance', type: 'quantitative' } },
      },
      {
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 13 },
        encoding: { x: { field: 'precision', type: 'quantitative' }, text: { field: 'words' } },
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
