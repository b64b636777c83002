import { escapeHtml } from './html';
import { type MimeBundle, openDisplay } from './jupyter';
import { type PlotlyFigure, plotlyBundle } from './plotly';
import { blues } from './theme';
import { type ChartSpec, chart } from './vega';

/** The part of an interpretation that its confusion matrix needs. */
export interface ConfusionSource {
  readonly vocabulary: readonly string[];
  confusionMatrix(): number[][];
}

/** How to draw a confusion matrix. */
export interface ConfusionOptions {
  /** True colours and labels each cell by its share of the row instead of its count. */
  readonly normalize?: boolean;
  /** Width and height of a cell in CSS pixels; from 21 to 64, as the number of classes leaves room, unless told. */
  readonly cellSize?: number;
}

interface Cell {
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
interface Layout {
  readonly cell: number;
  readonly fontSize: number;
  readonly labelSize: number;
  /** The longest label's length, in a wide font. */
  readonly labelLength: number;
}

const INK = '#1b1f24';
// The space the cells share: with labels, a picture of 37 classes fits a page of 1280 pixels.
const MATRIX_WIDTH = 780;
// In CSS pixels: narrower cells show a share without its nought.
const ROOM_FOR_SHARE = 32;

/**
 * Draws the confusion matrix: rows actual, columns predicted. In JupyterLab the pointer shows actual, predicted, count and share.
 *
 * @param interp An interpretation.
 * @throws FoveaError if the targets are not one class each.
 * @see fastai's `plot_confusion_matrix`.
 */
export async function plotConfusionMatrix(
  interp: ConfusionSource,
  options: ConfusionOptions = {},
): Promise<void> {
  const display = openDisplay();
  display.update(await confusionChart(interp, options));
}

/** The picture of {@link plotConfusionMatrix} as a bundle: plotly figure, drawing, words. */
export async function confusionChart(
  interp: ConfusionSource,
  { normalize = false, cellSize }: ConfusionOptions = {},
): Promise<MimeBundle> {
  const { vocabulary } = interp;
  const layout = layoutOf(vocabulary, normalize, cellSize);
  const share = layout.cell < ROOM_FOR_SHARE ? shortShare : (value: number) => value.toFixed(2);
  const labelOf = normalize ? share : (_: number, count: number) => String(count);
  const cells = cellsOf(interp.confusionMatrix(), vocabulary, { normalize, labelOf });
  const sum = (of: readonly Cell[]) => of.reduce((total, { count }) => total + count, 0);
  const right = sum(cells.flat().filter(({ actual, predicted }) => actual === predicted));
  const text = `Confusion matrix of ${vocabulary.length} classes: ${right} of ${sum(cells.flat())} right.`;
  const drawing = await chart(heatmapSpec(cells, vocabulary, layout), text);
  return plotlyBundle(heatmapFigure(cells, vocabulary, layout), {
    svg: drawing['image/svg+xml'] as string,
    text,
  });
}

/** .94 for 0.94, where a cell has no room for more; 1 for all. */
function shortShare(share: number): string {
  return share.toFixed(2).replace(/^0|(?<=^1)\.00$/g, '');
}

function cellsOf(
  matrix: readonly number[][],
  vocabulary: readonly string[],
  { normalize, labelOf }: { normalize: boolean; labelOf(share: number, count: number): string },
): Cell[][] {
  return matrix.map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => {
      const share = total === 0 ? 0 : count / total;
      const label = count === 0 ? '' : labelOf(share, count);
      return {
        actual: vocabulary[i],
        predicted: vocabulary[j],
        count,
        share,
        value: normalize ? share : count,
        label,
      };
    });
  });
}

function layoutOf(
  vocabulary: readonly string[],
  normalize: boolean,
  cell = Math.round(Math.min(64, Math.max(21, MATRIX_WIDTH / vocabulary.length))),
): Layout {
  const labelSize = Math.min(15, Math.max(11, cell * 0.56));
  const longest = Math.max(...vocabulary.map((name) => name.length));
  return {
    cell,
    fontSize: Math.min(15, cell * (normalize && cell >= ROOM_FOR_SHARE ? 0.42 : 0.52)),
    labelSize,
    labelLength: longest * labelSize * 0.58,
  };
}

/** fastai's drawing: white figures above half of the largest value, column labels turned. */
function heatmapSpec(
  cells: readonly Cell[][],
  vocabulary: readonly string[],
  { cell, fontSize, labelSize }: Layout,
): ChartSpec {
  const lines = { grid: true, gridColor: '#d8e0ea', bandPosition: 0, tickBand: 'extent' };
  const axis = { labelFontSize: labelSize, labelLimit: 600, domain: false, ticks: false, ...lines };
  const half = Math.max(...cells.flat().map(({ value }) => value)) / 2;
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
          color: { condition: { test: `datum.value > ${half}`, value: '#ffffff' }, value: INK },
        },
      },
    ],
    config: { scale: { bandPaddingInner: 0, bandPaddingOuter: 0 } },
  };
}

function heatmapFigure(
  cells: readonly Cell[][],
  vocabulary: readonly string[],
  { cell, fontSize, labelSize, labelLength }: Layout,
): PlotlyFigure {
  const names = vocabulary.map(escapeHtml);
  const side = cell * vocabulary.length;
  // plotly widens a margin where a label needs more. Its buttons stand in the top one.
  const margin = { l: 0.85 * labelLength + 40, b: 0.85 * labelLength + 40, t: 34, r: 10 };
  const axis = {
    type: 'category',
    tickfont: { size: labelSize, color: INK },
    dtick: 1,
    showgrid: false,
    ticks: '',
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
        text: cells.map((row) => row.map(({ label }) => label)),
        customdata: cells.map((row) => row.map(({ count, share }) => [count, share])),
        texttemplate: '%{text}',
        textfont: { size: fontSize },
        hovertemplate:
          'Actual: <b>%{y}</b><br>Predicted: <b>%{x}</b><br>Count: <b>%{customdata[0]}</b><br>Share of actual: <b>%{customdata[1]:.1%}</b><extra></extra>',
        hoverlabel: { font: { size: 15 } },
        colorscale: blues.map((color, i) => [i / (blues.length - 1), color]),
        showscale: false,
        xgap: 0.5,
        ygap: 0.5,
      },
    ],
    layout: {
      // As wide as the page lets it be, with square cells.
      autosize: true,
      height: Math.round(side + margin.t + margin.b),
      margin,
      font: { family: 'sans-serif', size: 14, color: INK },
      paper_bgcolor: '#ffffff',
      plot_bgcolor: '#e6e9ed',
      xaxis: { ...axis, title: title('Predicted'), tickangle: -90, constraintoward: 'left' },
      yaxis: {
        ...axis,
        title: title('Actual'),
        autorange: 'reversed',
        scaleanchor: 'x',
        constraintoward: 'top',
      },
    },
  };
}
