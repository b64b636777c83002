import { inspect } from 'node:util';
import type { Cell, ErrorReport } from './cell';
import type { Frame } from './stack-frames';

const MAX_POSITIONS = 6;
const MAX_CAUSES = 5;
const MAX_WIDTH = 120;

/**
 * The report of what a cell threw. An error that says by itself how it is shown, such as a FoveaError, is shown so; another by its name,
 * its message and the lines of the notebook that it passed through, innermost first.
 *
 * @param framesOf Finds those lines.
 */
export function errorReport(
  thrown: unknown,
  cell: Cell,
  framesOf: (error: Error) => readonly Frame[],
): ErrorReport {
  if (!(thrown instanceof Error)) {
    const evalue = inspect(thrown);
    return { ename: 'Uncaught', evalue, traceback: `Uncaught ${evalue}`.split('\n') };
  }
  const { name: ename, message: evalue } = thrown;
  if (showsItself(thrown)) return { ename, evalue, traceback: inspect(thrown).split('\n') };
  const positions = framesOf(thrown)
    .map((frame) => `  ${positionText(frame, cell)}`)
    .filter((line, i, all) => line !== all[i - 1]);
  if (positions.length > MAX_POSITIONS)
    positions.splice(MAX_POSITIONS - 2, positions.length - MAX_POSITIONS + 1, '  ...');
  return { ename, evalue, traceback: [...heading(thrown).split('\n'), ...positions, ...causesOf(thrown)] };
}

function showsItself(error: Error): boolean {
  return typeof (error as { [inspect.custom]?: unknown })[inspect.custom] === 'function';
}

function heading(error: Error): string {
  return showsItself(error) ? inspect(error) : [error.name, error.message].filter(Boolean).join(': ');
}

/** What is behind an error: its cause, and the errors that it collects. */
function causesOf(error: Error, room = MAX_CAUSES): string[] {
  const { errors } = error as { errors?: unknown };
  const behind = [...(Array.isArray(errors) ? errors : []), error.cause].filter(
    (each) => each instanceof Error,
  );
  const lines = behind.flatMap((each) => [
    `  because of ${heading(each)}`,
    ...(room > 0 ? causesOf(each, room - 1) : []),
  ]);
  return lines.slice(0, room);
}

function positionText({ cell, file, line, source, inFunction }: Frame, shownIn: Cell): string {
  const isHere = cell === shownIn;
  const position = isHere
    ? `line ${line} of this cell`
    : `${cell ? `cell ${cell.number}` : file}, line ${line}`;
  const within = inFunction ? `, in ${inFunction}` : '';
  const code = source.length > MAX_WIDTH ? `${source.slice(0, MAX_WIDTH)} ...` : source;
  return `${position}${within}: ${code}`;
}
