import { describeEpoch, type EpochResult } from './results';

const clock = (seconds: number) => {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};

/** Characters of a cell's first line that are shown. */
const LONGEST = 72;

/**
 * Tells on the terminal which cell runs. A terminal gets one line that renews itself, anything else one line for each cell
 * that took over a second, and for each epoch.
 */
export class Progress {
  private readonly start = Date.now();
  private cellStart = this.start;
  private cell = '';
  private epoch = '';

  constructor(
    private readonly name: string,
    private readonly output: NodeJS.WriteStream = process.stdout,
  ) {}

  /** A cell begins, which ends the one before. */
  begin(number: number, cells: number, source: string): void {
    this.end();
    const shown = source.length > LONGEST ? `${source.slice(0, LONGEST - 1)}…` : source;
    this.cell = `${String(number).padStart(2)}/${cells}  ${shown}`;
    this.cellStart = Date.now();
    this.epoch = '';
    this.draw();
  }

  /** An epoch was finished. */
  note(row: EpochResult): void {
    this.epoch = `epoch ${row.epoch}: ${describeEpoch(row)}`;
    if (this.output.isTTY) this.draw();
    else
      this.output.write(
        `  ${this.elapsed()}  ${this.name}     ${this.epoch} (${row.seconds.toFixed(0)} s)\n`,
      );
  }

  /** Renews the line; to be called about once a second. */
  draw(): void {
    if (!this.output.isTTY) return;
    const text = `  ${this.elapsed()}  ${this.name}  ${this.cell}${this.epoch ? `  ${this.epoch}` : ''}`;
    this.output.write(`\r\x1b[2K${text.slice(0, (this.output.columns || 100) - 1)}`);
  }

  /** The last cell is done. */
  end(): void {
    const seconds = (Date.now() - this.cellStart) / 1000;
    if (this.output.isTTY) this.output.write('\r\x1b[2K');
    else if (this.cell && seconds > 1) {
      this.output.write(`  ${this.elapsed()}  ${this.name}  ${this.cell} (${seconds.toFixed(0)} s)\n`);
    }
    this.cell = '';
  }

  private elapsed(): string {
    return clock((Date.now() - this.start) / 1000).padStart(5);
  }
}
