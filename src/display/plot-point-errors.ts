import { roundForChart } from '../base/number-text';
import type { InterpretedItem } from '../interpret/evidence';
import { pointErrors } from '../interpret/point-errors';
import type { SizeOption } from '../transforms/item-transform';
import { maxBins, quantile } from './chart-parts';
import { type MimeBundle, openDisplay } from './jupyter';
import { palette } from './theme';
import { chart } from './vega';

/**
 * Draws a histogram of the distances between predicted and true points, with their mean.
 *
 * @param interp An interpretation whose targets are points.
 * @param options
 * @param options.size Size of the images in whose pixels the distances are measured: one side of a square, or
 *   `[height, width]`. It need not be the size of the batches.
 * @throws FoveaError if the targets are not points.
 */
export async function plotPointErrors(
  interp: { readonly items: readonly InterpretedItem[] },
  { size } = {} as { size: SizeOption },
): Promise<void> {
  const display = openDisplay();
  display.update(await pointErrorChart(pointErrors(interp.items, size)));
}

/** The chart of {@link plotPointErrors} as a bundle. */
export function pointErrorChart(errors: readonly number[]): Promise<MimeBundle> {
  const sorted = [...errors].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, error) => sum + error, 0) / sorted.length;
  const [median, ninth, worst] = [0.5, 0.9, 1].map((fraction) => quantile(sorted, fraction).toFixed(1));
  const label = `mean ${mean.toFixed(1)} px`;
  const spread = `Half are nearer than ${median} px, nine in ten nearer than ${ninth} px; the farthest is ${worst} px off.`;
  const spec = {
    width: 640,
    height: 300,
    title: { text: `Error of ${errors.length} items: ${label}`, subtitle: spread },
    data: { values: errors.map((error) => ({ error: roundForChart(error) })) },
    layer: [
      {
        mark: { type: 'bar', color: palette[0], tooltip: true },
        encoding: {
          x: {
            field: 'error',
            bin: { maxbins: maxBins(errors.length), extent: [0, Math.max(1, sorted[sorted.length - 1])] },
            title: 'Distance from the true point, in pixels',
            axis: { grid: false },
          },
          y: { aggregate: 'count', title: 'Items', axis: { tickCount: 5, tickMinStep: 1, format: 'd' } },
        },
      },
      {
        data: { values: [{ mean: roundForChart(mean), label }] },
        encoding: { x: { field: 'mean', type: 'quantitative' } },
        layer: [
          { mark: { type: 'rule', color: palette[1], strokeWidth: 2.5 } },
          {
            mark: { type: 'text', baseline: 'bottom', fontWeight: 600, color: palette[1] },
            encoding: { text: { field: 'label' }, y: { value: -4 } },
          },
        ],
      },
    ],
  };
  return chart(
    spec,
    `Distances of predicted from true points: ${label} over ${errors.length} items. ${spread}`,
  );
}
