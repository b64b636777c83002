import { expectPositive } from '../base/expect-number';
import { largest } from '../base/extremes';
import { heatmapFigure, heatmapSpec, type Layout, type MatrixCell } from './confusion-heatmap';
import { type MimeBundle, openDisplay } from './jupyter';
import { MOST_CLASSES, SHOWN_CLASSES } from './many-classes';
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
 * actual class, predicted class, count, and fraction of the row. Of more than 100 classes it draws the 40 that are most often confused
 * with one another, and says so; fractions are those of the whole row.
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
  expectPositive(cellSize, 'cellSize of plotConfusionMatrix');
  const { vocabulary } = interp;
  const matrix = interp.confusionMatrix();
  const { drawn, title } = classesToDraw(matrix);
  const names = drawn.map((index) => vocabulary[index]);
  const layout = { ...layoutOf(names, normalize, cellSize), title };
  const fractionText = layout.cell < FRACTION_WIDTH ? shortFraction : (value: number) => value.toFixed(2);
  const labelOf = normalize ? fractionText : (_: number, count: number) => String(count);
  const cells = cellsOf(matrix, vocabulary, drawn, { normalize, labelOf });
  const right = sum(matrix.map((row, i) => row[i]));
  const counted = `Confusion matrix of ${vocabulary.length} classes: ${right} of ${sum(matrix.map(sum))} right.`;
  const text = title === undefined ? counted : `${counted} ${title}.`;
  const drawing = await chart(heatmapSpec(cells, names, layout), text);
  return plotlyBundle(heatmapFigure(cells, names, layout), {
    svg: drawing['image/svg+xml'] as string,
    text,
  });
}

/** Without the leading zero, for narrow cells: `.94` for 0.94, `1` for 1. */
function shortFraction(fraction: number): string {
  return fraction.toFixed(2).replace(/^0|(?<=^1)\.00$/g, '');
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Indices of the classes to draw, in the vocabulary's order, and what to write above them where others are left out. */
function classesToDraw(matrix: readonly number[][]): { drawn: number[]; title?: string } {
  const all = [...matrix.keys()];
  if (all.length <= MOST_CLASSES) return { drawn: all };
  const drawn = mostConfusedClasses(matrix);
  if (drawn.length > 0) {
    return {
      drawn,
      title: `The ${drawn.length} of ${all.length} classes most often confused with one another`,
    };
  }
  const first = all.slice(0, SHOWN_CLASSES);
  return { drawn: first, title: `No two classes were confused: the first ${first.length} of ${all.length}` };
}

/** Indices of the classes of the pairs that are confused most often, in the vocabulary's order. */
function mostConfusedClasses(matrix: readonly number[][]): number[] {
  const pairs = matrix.flatMap((row, actual) =>
    row.flatMap((count, predicted) =>
      count > 0 && actual !== predicted ? [{ count, classes: [actual, predicted] }] : [],
    ),
  );
  pairs.sort((a, b) => b.count - a.count);
  const chosen = new Set<number>();
  for (const { classes } of pairs) {
    if (new Set([...chosen, ...classes]).size > SHOWN_CLASSES) break;
    for (const index of classes) chosen.add(index);
  }
  return [...chosen].sort((a, b) => a - b);
}

function cellsOf(
  matrix: readonly number[][],
  vocabulary: readonly string[],
  drawn: readonly number[],
  { normalize, labelOf }: { normalize: boolean; labelOf(fraction: number, count: number): string },
): MatrixCell[][] {
  return drawn.map((i) => {
    const total = sum(matrix[i]);
    return drawn.map((j) => {
      const count = matrix[i][j];
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
  const longest = largest(vocabulary.map((name) => name.length));
  return {
    cell,
    fontSize: Math.min(15, cell * (normalize && cell >= FRACTION_WIDTH ? 0.42 : 0.52)),
    labelSize,
    labelLength: longest * labelSize * 0.58,
  };
}
