import { largest } from '../base/extremes';
import { escapeHtml } from './html';
import type { PlotlyFigure } from './plotly';
import { blues, ink } from './theme';
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

/** Sizes of a confusion matrix in CSS pixels. */
export interface Layout {
  readonly cell: number;
  readonly fontSize: number;
  readonly labelSize: number;
  /** Length of the longest label in a wide font. */
  readonly labelLength: number;
  /** Stands above the matrix. */
  readonly title?: string;
}

const GROUND = '#ffffff';

/** Colours of the text in cells: light from this fraction of the largest value on, so that the contrast is always at least 4.5. */
export const cellInk = { dark: '#000000', light: '#ffffff', lightFrom: 0.72 };

const darkest = (cells: readonly MatrixCell[][]) => largest(cells.flat().map(({ value }) => value));

/** The matrix for vega-lite, like fastai's drawing: dark numbers on light cells, white numbers on dark cells, column labels turned. */
export function heatmapSpec(
  cells: readonly MatrixCell[][],
  vocabulary: readonly string[],
  { cell, fontSize, labelSize, title }: Layout,
): ChartSpec {
  const lines = { grid: true, gridColor: '#d8e0ea', bandPosition: 0, tickBand: 'extent' };
  const axis = { labelFontSize: labelSize, labelLimit: 600, domain: false, ticks: false, ...lines };
  const lightFrom = cellInk.lightFrom * darkest(cells);
  return {
    ...(title === undefined ? {} : { title: { text: title, anchor: 'start', offset: 12 } }),
    width: { step: cell },
    height: { step: cell },
    // Cells of count zero are left to the background: 37 classes have 1369 cells, and few of them are used.
    data: { values: cells.flat().filter(({ count }) => count > 0) },
    view: { fill: blues[0] },
    encoding: {
      x: {
        field: 'predicted',
        type: 'nominal',
        title: 'Predicted',
        scale: { domain: vocabulary },
        axis: { ...axis, labelAngle: -90 },
      },
      y: { field: 'actual', type: 'nominal', title: 'Actual', scale: { domain: vocabulary }, axis },
    },
    layer: [
      {
        mark: { type: 'rect', aria: false },
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
    config: { scale: { bandPaddingInner: 0, bandPaddingOuter: 0 } },
  };
}

/** The matrix for plotly, whose tooltip shows actual class, predicted class, count, and fraction of the actual class. */
export function heatmapFigure(
  cells: readonly MatrixCell[][],
  vocabulary: readonly string[],
  { cell, fontSize, labelSize, labelLength, title: heading }: Layout,
): PlotlyFigure {
  const names = vocabulary.map(escapeHtml);
  const side = cell * vocabulary.length;
  // plotly widens a margin where a label needs more room. Its buttons are in the top margin.
  const margin = {
    l: 0.85 * labelLength + 40,
    b: 0.85 * labelLength + 40,
    t: heading === undefined ? 34 : 64,
    r: 10,
  };
  const written = cells.flat().filter(({ count }) => count > 0);
  const lightFrom = cellInk.lightFrom * darkest(cells);
  const axis = {
    type: 'category',
    categoryarray: names,
    tickfont: { size: labelSize, color: ink },
    dtick: 1,
    showgrid: false,
    // Space between labels and cells.
    ticks: 'outside',
    ticklen: 4,
    tickcolor: GROUND,
    automargin: true,
    constrain: 'domain',
  };
  const title = (text: string) => ({ text: `<b>${text}</b>`, font: { size: 15, color: ink }, standoff: 12 });
  return {
    data: [
      {
        type: 'heatmap',
        x: names,
        y: names,
        z: cells.map((row) => row.map(({ value }) => value)),
        zmin: 0,
        customdata: cells.map((row) => row.map(({ count, fraction }) => [count, fraction])),
        hovertemplate:
          'Actual: <b>%{y}</b><br>Predicted: <b>%{x}</b><br>Count: <b>%{customdata[0]}</b><br>Fraction of actual: <b>%{customdata[1]:.1%}</b><extra></extra>',
        hoverlabel: { font: { size: 15 } },
        colorscale: blues.map((color, i) => [i / (blues.length - 1), color]),
        showscale: false,
        xgap: 0.5,
        ygap: 0.5,
      },
      // plotly's own text in a heat map is grey.
      {
        type: 'scatter',
        mode: 'text',
        x: written.map(({ predicted }) => escapeHtml(predicted)),
        y: written.map(({ actual }) => escapeHtml(actual)),
        text: written.map(({ label }) => label),
        textfont: {
          size: fontSize,
          color: written.map(({ value }) => (value > lightFrom ? cellInk.light : cellInk.dark)),
        },
        hoverinfo: 'skip',
        showlegend: false,
      },
    ],
    layout: {
      ...(heading === undefined ? {} : { title: title(heading) }),
      // As wide as the page allows, with square cells.
      autosize: true,
      height: Math.round(side + margin.t + margin.b),
      margin,
      font: { family: 'sans-serif', size: 14, color: ink },
      paper_bgcolor: GROUND,
      plot_bgcolor: '#e6e9ed',
      xaxis: {
        ...axis,
        title: title('Predicted'),
        range: [-0.5, names.length - 0.5],
        tickangle: -90,
        constraintoward: 'left',
      },
      yaxis: {
        ...axis,
        title: title('Actual'),
        range: [names.length - 0.5, -0.5],
        scaleanchor: 'x',
        constraintoward: 'top',
      },
    },
  };
}
