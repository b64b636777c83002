import { largest } from '../base/extremes';
import { blues } from './theme';
import type { ChartSpec } from './vega';

/** One cell of a confusion matrix. */
export interface MatrixCell {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  /** Fraction of the actual class's items, in [0, 1]; 0 if it has none. */
  readonly fraction: number;
  /** The value that decides the colour of the cell. */
  readonly value: number;
  /** The text in the cell; empty for a count of zero, so that mistakes stand out. */
  readonly label: string;
}

/** How to draw a confusion matrix; sizes are in CSS pixels. */
export interface Layout {
  readonly cell: number;
  readonly fontSize: number;
  readonly labelSize: number;
  /** What the numbers in the cells are, unless they are counts. */
  readonly unit?: string;
  /** Stands above the matrix. */
  readonly title?: string;
}

/** Colours of the text in cells: light from this fraction of the largest value on, so that the contrast is always at least 4.5. */
export const cellInk = { dark: '#000000', light: '#ffffff', lightFrom: 0.72 };

// The space around the matrix, and between an axis and its title: less than in other charts, so that more is left for the cells.
const PADDING = 4;

/** Height of what stands above and below the cells, apart from the labels of the columns. */
export const FRAME_HEIGHT = 2 * PADDING + 32;

/**
 * The matrix for vega-lite, like fastai's drawing: dark numbers on light cells, white numbers on dark cells, column labels turned. The
 * pointer shows actual class, predicted class, count, and fraction of the actual class.
 */
export function heatmapSpec(
  cells: readonly MatrixCell[][],
  vocabulary: readonly string[],
  { cell, fontSize, labelSize, unit, title }: Layout,
): ChartSpec {
  const lines = { grid: true, gridColor: '#d8e0ea', bandPosition: 0, tickBand: 'extent' };
  const axis = {
    labelFontSize: labelSize,
    labelLimit: 600,
    domain: false,
    ticks: false,
    titlePadding: 4,
    ...lines,
  };
  // Cells of count zero are left to the background: 37 classes have 1369 cells, and few of them are used.
  const values = cells.flat().filter(({ count }) => count > 0);
  const lightFrom = cellInk.lightFrom * largest(values.map(({ value }) => value));
  const words =
    "'Actual: ' + datum.actual + '; predicted: ' + datum.predicted + '; count: ' + datum.count + '; fraction of actual: ' + format(datum.fraction, '.1%')";
  return {
    ...(title === undefined ? {} : { title: { text: title, anchor: 'start', offset: 12 } }),
    width: { step: cell },
    height: { step: cell },
    data: { values },
    view: { fill: blues[0] },
    encoding: {
      x: {
        field: 'predicted',
        type: 'nominal',
        title: unit === undefined ? 'Predicted' : `Predicted, in ${unit}`,
        scale: { domain: vocabulary },
        axis: { ...axis, labelAngle: -90 },
      },
      y: { field: 'actual', type: 'nominal', title: 'Actual', scale: { domain: vocabulary }, axis },
      tooltip: [
        { field: 'actual', title: 'Actual' },
        { field: 'predicted', title: 'Predicted' },
        { field: 'count', title: 'Count' },
        { field: 'fraction', title: 'Fraction of actual', format: '.1%' },
      ],
    },
    layer: [
      {
        mark: { type: 'rect', description: { expr: words } },
        encoding: {
          color: {
            field: 'value',
            type: 'quantitative',
            scale: { range: blues, domainMin: 0 },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize, baseline: 'middle', aria: false },
        encoding: {
          text: { field: 'label' },
          color: {
            condition: { test: `datum.value > ${lightFrom}`, value: cellInk.light },
            value: cellInk.dark,
          },
        },
      },
    ],
    padding: PADDING,
    config: { scale: { bandPaddingInner: 0, bandPaddingOuter: 0 } },
  };
}
