import { expectPositive } from '../base/expect-number';
import { largest } from '../base/extremes';
import { FRAME_HEIGHT, heatmapSpec, type Layout, type MatrixCell } from './confusion-heatmap';
import { type MimeBundle, openDisplay } from './jupyter';
import { MOST_CLASSES, SHOWN_CLASSES } from './many-classes';
import { chart, LETTER_WIDTH } from './vega';

/** The fields of an interpretation that its confusion matrix uses. */
export interface ConfusionSource {
  readonly vocabulary: readonly string[];
  confusionMatrix(): number[][];
}

/** How to draw a confusion matrix. */
export interface ConfusionOptions {
  /** True colours and labels each cell by its fraction of the row instead of its count. @defaultValue false */
  readonly normalize?: boolean;
  /** Width and height of a cell in CSS pixels. @defaultValue from 10 to 56, as the number of classes leaves room */
  readonly cellSize?: number;
}

// Height of the whole drawing: what JupyterLab's bars leave of a projector's 720 pixels.
const HEIGHT = 599;
const CELL = { smallest: 10, largest: 56 };
// In CSS pixels: narrower cells show a fraction in percent.
const FRACTION_WIDTH = 32;

/**
 * Draws the confusion matrix, with a row for each actual class and a column for each predicted class. In JupyterLab the pointer shows
 * actual class, predicted class, count, and fraction of the row. Up to about 40 classes fit a screen of 720 pixels: zoom in, or give
 * `cellSize`, where there is more room. Of more than 100 classes it draws the 40 that are most often confused
 * with one another, and says so; fractions are those of the whole row.
 *
 * @param interp An interpretation.
 * @param options
 * @param options.normalize Fractions of the row instead of counts; by default false.
 * @param options.cellSize Side of a cell in CSS pixels; by default from 10 to 56, as the number of classes leaves room.
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

/** The chart of {@link plotConfusionMatrix} as a bundle. */
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
  const fractionText = (fraction: number) =>
    layout.unit === undefined ? fraction.toFixed(2) : String(Math.round(100 * fraction));
  const labelOf = normalize ? fractionText : (_: number, count: number) => String(count);
  const cells = cellsOf(matrix, vocabulary, drawn, { normalize, labelOf });
  const right = sum(matrix.map((row, i) => row[i]));
  const counted = `Confusion matrix of ${vocabulary.length} classes: ${right} of ${sum(matrix.map(sum))} right.`;
  return chart(heatmapSpec(cells, names, layout), title === undefined ? counted : `${counted} ${title}.`);
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

function layoutOf(vocabulary: readonly string[], normalize: boolean, cellSize?: number): Layout {
  const longest = largest(vocabulary.map((name) => name.length));
  const labelSizeOf = (cell: number) => Math.min(15, Math.max(10, cell * 0.9));
  let cell = cellSize ?? CELL.largest;
  // The labels of the columns shrink with the cells, down to their smallest size.
  const heightOf = () => cell * vocabulary.length + longest * labelSizeOf(cell) * LETTER_WIDTH + FRAME_HEIGHT;
  while (cellSize === undefined && cell > CELL.smallest && heightOf() > HEIGHT) cell--;
  const isNarrow = cell < FRACTION_WIDTH;
  return {
    cell,
    fontSize: Math.min(15, cell * (normalize && !isNarrow ? 0.42 : Math.max(0.52, 1 - cell * 0.015))),
    labelSize: labelSizeOf(cell),
    unit: normalize && isNarrow ? '% of the row' : undefined,
  };
}
