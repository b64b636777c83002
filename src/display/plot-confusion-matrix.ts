import { heatmapFigure, heatmapSpec, type Layout, type MatrixCell } from './confusion-heatmap';
import { type MimeBundle, openDisplay } from './jupyter';
import { plotlyBundle } from './plotly';
import { chart } from './vega';

/** The fields of an interpretation that its confusion matrix uses. */
export interface ConfusionSource {
  readonly vocabulary: readonly string[];
  confusionMatrix(): number[][];
}

/** How to draw a confusion matrix. */
export interface ConfusionOptions {
  /** True colours and labels each cell by its fraction of the row instead of its count. @defaultValue false */
  readonly normalize?: boolean;
  /** Width and height of a cell in CSS pixels. @defaultValue from 21 to 64, as the number of classes leaves room */
  readonly cellSize?: number;
}

// Width of all cells together: with its labels, a matrix of 37 classes fits a page of 1280 pixels.
const MATRIX_WIDTH = 780;
// In CSS pixels: narrower cells show a fraction without its leading zero.
const FRACTION_WIDTH = 32;

/**
 * Draws the confusion matrix, with a row for each actual class and a column for each predicted class. In JupyterLab the pointer shows
 * actual class, predicted class, count, and fraction of the row.
 *
 * @param interp An interpretation.
 * @param options
 * @param options.normalize Fractions of the row instead of counts; by default false.
 * @param options.cellSize Side of a cell in CSS pixels; by default from 21 to 64, as the number of classes leaves room.
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

/** The chart of {@link plotConfusionMatrix} as a bundle: plotly figure, drawing, text. */
export async function confusionChart(
  interp: ConfusionSource,
  { normalize = false, cellSize }: ConfusionOptions = {},
): Promise<MimeBundle> {
  const { vocabulary } = interp;
  const layout = layoutOf(vocabulary, normalize, cellSize);
  const fractionText = layout.cell < FRACTION_WIDTH ? shortFraction : (value: number) => value.toFixed(2);
  const labelOf = normalize ? fractionText : (_: number, count: number) => String(count);
  const cells = cellsOf(interp.confusionMatrix(), vocabulary, { normalize, labelOf });
  const sum = (of: readonly MatrixCell[]) => of.reduce((total, { count }) => total + count, 0);
  const right = sum(cells.flat().filter(({ actual, predicted }) => actual === predicted));
  const text = `Confusion matrix of ${vocabulary.length} classes: ${right} of ${sum(cells.flat())} right.`;
  const drawing = await chart(heatmapSpec(cells, vocabulary, layout), text);
  return plotlyBundle(heatmapFigure(cells, vocabulary, layout), {
    svg: drawing['image/svg+xml'] as string,
    text,
  });
}

/** Without the leading zero, for narrow cells: `.94` for 0.94, `1` for 1. */
function shortFraction(fraction: number): string {
  return fraction.toFixed(2).replace(/^0|(?<=^1)\.00$/g, '');
}

function cellsOf(
  matrix: readonly number[][],
  vocabulary: readonly string[],
  { normalize, labelOf }: { normalize: boolean; labelOf(fraction: number, count: number): string },
): MatrixCell[][] {
  return matrix.map((row, i) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => {
      const fraction = total === 0 ? 0 : count / total;
      const label = count === 0 ? '' : labelOf(fraction, count);
      return {
        actual: vocabulary[i],
        predicted: vocabulary[j],
        count,
        fraction,
        value: normalize ? fraction : count,
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
    fontSize: Math.min(15, cell * (normalize && cell >= FRACTION_WIDTH ? 0.42 : 0.52)),
    labelSize,
    labelLength: longest * labelSize * 0.58,
  };
}
