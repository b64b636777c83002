import type { ClassOverlap } from '../interpret/class-overlap';
import { barWords, nameAxis, shareAxis } from './chart-parts';
import { type MimeBundle, openDisplay } from './jupyter';
import { palette } from './theme';
import { chart } from './vega';

/**
 * Draws a bar for each class: how well the predicted part covers the true one (intersection over union), best first, with
 * the mean over all classes and the share of the pixels that each class has.
 *
 * @param interp An interpretation.
 * @param options.ignoreIndex A class that does not count, e.g. of what nobody labelled.
 * @throws FoveaError if the targets have no classes.
 */
export async function plotIoU(
  interp: { perClassIoU(options: { ignoreIndex?: number }): ClassOverlap[] },
  options: { ignoreIndex?: number } = {},
): Promise<void> {
  const display = openDisplay();
  display.update(await overlapChart(interp.perClassIoU(options)));
}

/** The chart of {@link plotIoU} as a bundle. */
export function overlapChart(classes: readonly ClassOverlap[]): Promise<MimeBundle> {
  const mean = classes.reduce((sum, { iou }) => sum + iou, 0) / classes.length;
  const values = classes.map(({ name, iou, support, share }) => ({
    ...{ name, iou, support, share },
    label: iou.toFixed(2),
    size: percent(share),
  }));
  const spec = {
    width: 560,
    height: { step: 24 },
    data: { values },
    title: {
      text: `Mean over ${classes.length} classes: ${mean.toFixed(3)}`,
      subtitle: 'Dashed line: the mean',
    },
    encoding: { y: nameAxis },
    layer: [
      {
        mark: { type: 'bar', color: palette[0] },
        encoding: {
          x: shareAxis('iou', 'Intersection over union'),
          tooltip: [
            { field: 'name', title: 'class' },
            { field: 'iou', format: '.3f' },
            { field: 'support', title: 'pixels' },
            { field: 'share', format: '.2%' },
          ],
        },
      },
      {
        mark: { type: 'rule', color: palette[1], strokeWidth: 2, strokeDash: [6, 4] },
        encoding: { x: { datum: mean, type: 'quantitative' }, y: null },
      },
      // White around the words, so that the line of the mean does not cross them.
      {
        mark: { ...barWords, stroke: '#ffffff', strokeWidth: 5, strokeJoin: 'round', aria: false },
        encoding: { x: { field: 'iou', type: 'quantitative' }, text: { field: 'label' } },
      },
      {
        mark: barWords,
        encoding: { x: { field: 'iou', type: 'quantitative' }, text: { field: 'label' } },
      },
      {
        mark: { ...barWords, align: 'right', dx: 70 },
        encoding: { x: { value: 'width' }, text: { field: 'size' } },
      },
      {
        data: { values: [{}] },
        mark: { ...barWords, align: 'right', baseline: 'bottom', dx: 70, fontWeight: 600, text: 'Pixels' },
        encoding: { x: { value: 'width' }, y: { value: -4 } },
      },
    ],
  };
  const inWords = ({ name, iou }: ClassOverlap) => `${name} ${iou.toFixed(2)}`;
  const [best, worst] = [classes.slice(0, 3), classes.slice(3).slice(-3)];
  const ends = [
    `best ${best.map(inWords).join(', ')}`,
    worst.length && `worst ${worst.map(inWords).join(', ')}`,
  ];
  return chart(
    spec,
    `Intersection over union of ${classes.length} classes: mean ${mean.toFixed(3)}; ${ends.filter(Boolean).join('; ')}.`,
  );
}

function percent(share: number): string {
  if (share > 0 && share < 0.0005) return '< 0.1 %';
  return `${(share * 100).toFixed(share < 0.0995 ? 1 : 0)} %`;
}
