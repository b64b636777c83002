import { clockTime, stopwatch } from '../../base/clock';
import { describeEpoch, type EpochResult } from './results';

/** Characters of a cell's first line that are shown. */
const LONGEST = 72;

/** What a line says of a running notebook. */
export interface RunningCell {
  readonly name: string;
  /** E.g. ` 9/17`; empty while the kernel starts. */
  readonly position: string;
  /** First line of the cell. */
  readonly source: string;
  /** The last epoch that ended in this cell, in words. */
  readonly epoch?: string;
}

/**
 * The line of a running notebook, cut to the width of the terminal: `02:10  1-pets   9/17  epoch 2: error_rate 0.250, valid_loss 0.838`.
 *
 * @param cell What is running. Once an epoch has ended, it takes the place of the cell's source.
 * @param options
 * @param options.seconds Since the first notebook's start.
 * @param options.nameWidth Characters of the longest name.
 * @param options.columns Width of the terminal.
 */
export function runningLine(
  { name, position, source, epoch }: RunningCell,
  { seconds, nameWidth, columns }: { seconds: number; nameWidth: number; columns: number },
): string {
  const line = `  ${clockTime(seconds)}  ${name.padEnd(nameWidth)}  ${position}  ${epoch ?? shortened(source)}`;
  return line.trimEnd().slice(0, columns - 1);
}

/**
 * What a terminal is sent to show lines in place of those that it was sent before.
 *
 * @param lines None longer than the terminal is wide.
 * @param before How many lines there are to replace; the cursor is below them.
 */
export function redrawn(lines: readonly string[], before: number): string {
  const up = before > 0 ? `\x1b[${before}A` : '';
  return `${up}\r\x1b[J${lines.map((line) => `${line}\n`).join('')}`;
}

function shortened(source: string): string {
  return source.length > LONGEST ? `${source.slice(0, LONGEST - 1)}…` : source;
}

type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

interface Lane extends RunningCell {
  readonly cellSeconds: () => number;
}

/**
 * Shows which cells are running. A terminal gets a line for each notebook that runs, which is redrawn, and one for what is left; any
 * other output gets a line for each cell that took more than a second, and for each epoch.
 */
export class Progress {
  private readonly seconds = stopwatch();
  private readonly running = new Map<string, Lane>();
  private readonly nameWidth: number;
  private drawn = 0;

  /**
   * @param names Of all notebooks.
   * @param left What is left to do, in words, for the last line; undefined if nobody knows.
   */
  constructor(
    names: readonly string[],
    private readonly left: () => string | undefined,
    private readonly output: Output = process.stdout,
  ) {
    this.nameWidth = Math.max(...names.map(({ length }) => length));
  }

  /** Shows what is done for a notebook before its first cell and after the last. */
  step(name: string, what: string): void {
    this.logCell(name);
    this.show({ name, position: '', source: what });
  }

  /** Marks the start of a cell, and with it the end of the previous one. */
  cell(name: string, number: number, cells: number, source: string): void {
    this.logCell(name);
    this.show({ name, position: `${String(number).padStart(2)}/${cells}`, source });
  }

  /** Shows a finished epoch. */
  epoch(name: string, row: EpochResult): void {
    const lane = this.running.get(name);
    if (!lane) return;
    const epoch = `epoch ${row.epoch}: ${describeEpoch(row)} (${row.seconds.toFixed(0)} s)`;
    this.running.set(name, { ...lane, epoch });
    if (this.output.isTTY) this.draw();
    else this.output.write(`${this.line({ ...lane, epoch })}\n`);
  }

  /** Marks the end of a notebook. */
  end(name: string): void {
    this.running.delete(name);
    this.draw();
  }

  /** Prints what stays, above the lines that are redrawn. */
  print(write: () => void): void {
    this.redraw([]);
    write();
    this.draw();
  }

  /** Redraws the lines; call it about once a second. */
  draw(): void {
    const left = this.left();
    const lines = [...this.running.values()].map((lane) => this.line(lane));
    this.redraw(lines.length > 0 && left ? [...lines, `  ${left}`] : lines);
  }

  private show(cell: RunningCell): void {
    this.running.set(cell.name, { ...cell, cellSeconds: stopwatch() });
    this.draw();
  }

  private redraw(lines: readonly string[]): void {
    if (!this.output.isTTY) return;
    this.output.write(redrawn(lines, this.drawn));
    this.drawn = lines.length;
  }

  private logCell(name: string): void {
    const lane = this.running.get(name);
    const seconds = lane?.cellSeconds() ?? 0;
    if (!lane?.position || this.output.isTTY || seconds < 1) return;
    this.output.write(`${this.line({ ...lane, epoch: undefined })} (${seconds.toFixed(0)} s)\n`);
  }

  private line(cell: RunningCell): string {
    const columns = this.output.isTTY ? this.output.columns || 100 : Number.POSITIVE_INFINITY;
    return runningLine(cell, { seconds: this.seconds(), nameWidth: this.nameWidth, columns });
  }
}
