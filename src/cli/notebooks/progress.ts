import { clockTime, stopwatch } from '../../base/clock';
import { describeEpoch, type EpochResult } from './results';

/** Characters of a cell's first line that are shown. */
const LONGEST = 72;

/**
 * Shows on the terminal which cell is running. A terminal gets one line that is redrawn; any other output gets one line for each
 * cell that took more than a second, and for each epoch.
 */
export class NotebookProgress {
  private readonly seconds = stopwatch();
  private cellSeconds = this.seconds;
  private cell = '';
  private epoch = '';

  constructor(
    private readonly name: string,
    private readonly output: NodeJS.WriteStream = process.stdout,
  ) {}

  /** Marks the start of a cell, and with it the end of the previous one. */
  begin(number: number, cells: number, source: string): void {
    this.end();
    const shown = source.length > LONGEST ? `${source.slice(0, LONGEST - 1)}…` : source;
    this.cell = `${String(number).padStart(2)}/${cells}  ${shown}`;
    this.cellSeconds = stopwatch();
    this.epoch = '';
    this.draw();
  }

  /** Shows a finished epoch. */
  note(row: EpochResult): void {
    this.epoch = `epoch ${row.epoch}: ${describeEpoch(row)}`;
    if (this.output.isTTY) this.draw();
    else
      this.output.write(
        `  ${this.elapsed()}  ${this.name}     ${this.epoch} (${row.seconds.toFixed(0)} s)\n`,
      );
  }

  /** Redraws the line; call it about once a second. */
  draw(): void {
    if (!this.output.isTTY) return;
    const text = `  ${this.elapsed()}  ${this.name}  ${this.cell}${this.epoch ? `  ${this.epoch}` : ''}`;
    this.output.write(`\r\x1b[2K${text.slice(0, (this.output.columns || 100) - 1)}`);
  }

  /** Marks the end of the last cell. */
  end(): void {
    const seconds = this.cellSeconds();
    if (this.output.isTTY) this.output.write('\r\x1b[2K');
    else if (this.cell && seconds > 1) {
      this.output.write(`  ${this.elapsed()}  ${this.name}  ${this.cell} (${seconds.toFixed(0)} s)\n`);
    }
    this.cell = '';
  }

  private elapsed(): string {
    return clockTime(this.seconds());
  }
}
