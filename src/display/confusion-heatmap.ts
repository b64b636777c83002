import { escapeHtml } from './html';
import type { PlotlyFigure } from './plotly';
import { blues } from './theme';
import type { ChartSpec } from './vega';

/** One cell of a confusion matrix. */
export interface Cell {
  readonly actual: string;
  readonly predicted: string;
  readonly count: number;
  /** Of the actual class's cases, in [0, 1]; 0 if there are none. */
  readonly share: number;
  /** What colours the cell. */
  readonly value: number;
  /** What stands in it; nothing for zero, so that mistakes stand out. */
  readonly label: string;
}

/** In CSS pixels. */
export interface Layout {
  readonly cell: number;
  readonly fontSize: number;
  readonly labelSize: number;
  /** The longest label's length, in a wide font. */
  readonly labelLength: number;
}

const INK = '#1b1f24';
const GROUND = '#ffffff';

/** Of the words in cells: white from this part of the largest value on, so that either has a contrast of at least 4.5. */
export const cellInk = { dark: '#000000', light: '#ffffff', lightFrom: 0.72 };

const largest = (cells: readonly Cell[][]) => Math.max(...cells.flat().map(({ value }) => value));

/** The matrix for vega-lite, after fastai's drawing: dark figures on light cells and white ones on dark, column labels turned. */
export function heatmapSpec(
  cells: readonly Cell[][],
  vocabulary: readonly string[],
  { cell, fontSize, labelSize }: Layout,
): ChartSpec {
  const lines = { grid: true, gridColor: '#d8e0ea', bandPosition: 0, tickBand: 'extent' };
  const axis = { labelFontSize: labelSize, labelLimit: 600, domain: false, ticks: false, ...lines };
  const lightFrom = cellInk.lightFrom * largest(cells);
  return {
    width: { step: cell },
    height: { step: cell },
    // Nothing is drawn for zero but the ground: 37 classes have 1369 cells, few of them used.
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

/** The matrix for plotly, whose pointer shows actual, predicted, count and share. */
export function heatmapFigure(
  cells: readonly Cell[][],
  vocabulary: readonly string[],
  { cell, fontSize, labelSize, labelLength }: Layout,
): PlotlyFigure {
  const names = vocabulary.map(escapeHtml);
  const side = cell * vocabulary.length;
  // plotly widens a margin where a label needs more. Its buttons stand in the top one.
  const margin = { l: 0.85 * labelLength + 40, b: 0.85 * labelLength + 40, t: 34, r: 10 };
  const written = cells.flat().filter(({ count }) => count > 0);
  const lightFrom = cellInk.lightFrom * largest(cells);
  const axis = {
    type: 'category',
    categoryarray: names,
    tickfont: { size: labelSize, color: INK },
    dtick: 1,
    showgrid: false,
    // Air between labels and cells.
    ticks: 'outside',
    ticklen: 4,
    tickcolor: GROUND,
    automargin: true,
    constrain: 'domain',
  };
  const title = (text: string) => ({ text: `<b>${text}</b>`, font: { size: 15, color: INK }, standoff: 12 });
  return {
    data: [
      {
        type: 'heatmap',
        x: names,
        y: names,
        z: cells.map((row) => row.map(({ value }) => value)),
        zmin: 0,
        customdata: cells.map((row) => row.map(({ count, share }) => [count, share])),
        hovertemplate:
          'Actual: <b>%{y}</b><br>Predicted: <b>%{x}</b><br>Count: <b>%{customdata[0]}</b><br>Share of actual: <b>%{customdata[1]:.1%}</b><extra></extra>',
        hoverlabel: { font: { size: 15 } },
        colorscale: blues.map((color, i) => [i / (blues.length - 1), color]),
        showscale: false,
        xgap: 0.5,
        ygap: 0.5,
      },
      // A heat map's own words are grey.
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
      // As wide as the page lets it be, with square cells.
      autosize: true,
      height: Math.round(side + margin.t + margin.b),
      margin,
      font: { family: 'sans-serif', size: 14, color: INK },
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
