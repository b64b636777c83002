import { percentText } from '../base/number-text';
import type { ClassOverlap } from '../interpret/class-overlap';
import { barLabel, fractionAxis, nameAxis } from './chart-parts';
import { type MimeBundle, openDisplay } from './jupyter';
import { firstOfMany } from './many-classes';
import { palette } from './theme';
import { chart } from './vega';

/**
 * Draws a bar for each class with its intersection over union (IoU): the pixels both predicted and labelled as the class, divided
 * by the pixels predicted or labelled as it. Best first, with the mean over all classes and each class's fraction of the pixels. Of more than
 * 100 classes it draws the worst 40, and says so.
 *
 * @param interp An interpretation.
 * @param options
 * @param options.ignoreIndex Class to leave out, e.g. that of unlabelled pixels; by default every class counts.
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
  const shown = [...firstOfMany([...classes].reverse())].reverse();
  const values = shown.map(({ name, iou, support, fraction }) => ({
    ...{ name, iou, support, fraction },
    label: iou.toFixed(2),
    size: percentText(fraction),
  }));
  const { height, y } = nameAxis(classes.length);
  const spec = {
    width: 460,
    height,
    data: { values },
    title: {
      text: `Mean over ${classes.length} classes: ${mean.toFixed(3)}`,
      subtitle: `${shown.length < classes.length ? `Below, the worst ${shown.length}. ` : ''}Dashed line: the mean`,
    },
    encoding: { y },
    layer: [
      {
        mark: { type: 'bar', color: palette[0] },
        encoding: {
          x: fractionAxis('iou', 'Intersection over union'),
          tooltip: [
            { field: 'name', title: 'class' },
            { field: 'iou', format: '.3f' },
            { field: 'support', title: 'pixels' },
            { field: 'fraction', title: 'share', format: '.2%' },
          ],
        },
      },
      {
        mark: { type: 'rule', color: palette[1], strokeWidth: 2, strokeDash: [6, 4] },
        encoding: { x: { datum: mean, type: 'quantitative' }, y: null },
      },
      // A white outline, so that the line of the mean does not cross the label.
      {
        mark: { ...barLabel, stroke: '#ffffff', strokeWidth: 5, strokeJoin: 'round', aria: false },
        encoding: { x: { field: 'iou', type: 'quantitative' }, text: { field: 'label' } },
      },
      {
        mark: barLabel,
        encoding: { x: { field: 'iou', type: 'quantitative' }, text: { field: 'label' } },
      },
      {
        mark: { ...barLabel, align: 'right', dx: 70 },
        encoding: { x: { value: 'width' }, text: { field: 'size' } },
      },
      {
        data: { values: [{}] },
        mark: { ...barLabel, align: 'right', baseline: 'bottom', dx: 70, fontWeight: 600, text: 'Pixels' },
        encoding: { x: { value: 'width' }, y: { value: -4 } },
      },
    ],
  };
  const classText = ({ name, iou }: ClassOverlap) => `${name} ${iou.toFixed(2)}`;
  const [best, worst] = [classes.slice(0, 3), classes.slice(3).slice(-3)];
  const ends = [
    `best ${best.map(classText).join(', ')}`,
    worst.length && `worst ${worst.map(classText).join(', ')}`,
  ];
  return chart(
    spec,
    `Intersection over union of ${classes.length} classes: mean ${mean.toFixed(3)}; ${ends.filter(Boolean).join('; ')}.`,
  );
}
