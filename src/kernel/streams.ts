import { TextDecoder } from 'node:util';
import type { Cell } from './cell';
import { cellOfCode } from './cell';
import type { Tslab } from './tslab';

/**
 * Sends what code prints and displays to the cell that it belongs to, also after the cell's end. What no cell's code prints goes to the
 * cell that ran last, and to the kernel's log before the first one.
 *
 * @param tslab Its display API is redirected too.
 * @param lastCell The cell that ran last.
 */
export function redirectOutputs({ jupyter }: Pick<Tslab, 'jupyter'>, lastCell: () => Cell | undefined): void {
  const cellOfOutput = () => cellOfCode() ?? lastCell();
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = process[name];
    const toLog = stream.write.bind(stream);
    const decoder = new TextDecoder();
    const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      const cell = cellOfOutput();
      if (!cell) return toLog(chunk, encoding as BufferEncoding, done as () => void);
      if (!cell.isAbandoned) cell.write(name, typeof chunk === 'string' ? chunk : decoder.decode(chunk));
      const callback = typeof encoding === 'function' ? encoding : done;
      if (typeof callback === 'function') process.nextTick(callback);
      return true;
    };
    stream.write = write as typeof stream.write;
  }
  Object.assign(jupyter, {
    lastWriteDisplayData(data: object, isUpdate: boolean) {
      const cell = cellOfOutput();
      // An update changes an output where it stands; a new one would appear in a cell that was stopped.
      if (cell && (isUpdate || !cell.isAbandoned)) cell.display(data, Boolean(isUpdate));
    },
  });
}
