import { writeSync } from 'node:fs';

/** Writes a line to the kernel's log, which Jupyter prints in its terminal: what the kernel's `stderr` gets goes to a cell. */
export function log(line: string): void {
  writeSync(2, `fovea: ${line}\n`);
}
