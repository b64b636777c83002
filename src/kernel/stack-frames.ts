import { existsSync, readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import type { Cell } from './cell';
import type { CompiledCode } from './compiled-code';

/** A position in the user's code that an error passed through. */
export interface Frame {
  /** The cell; undefined for a file. */
  readonly cell?: Cell;
  /** The file, relative to the notebook's folder; undefined for a cell. */
  readonly file?: string;
  readonly line: number;
  /** The text of that line. */
  readonly source: string;
  /** The function's name; empty at the top level of a cell. */
  readonly inFunction: string;
}

/** Remembers what was compiled, and finds positions in it for errors. */
export interface StackFrames {
  /** Returns a line to be put at the end of the compiled code, which names the cell in stack traces. */
  add(cell: Cell): string;
  addFile(path: string, compiled: CompiledCode): void;
  /** The user's code that an error passed through, innermost first; also across `await`. */
  of(error: Error): readonly Frame[];
}

const CELL = /^fovea-cell-(\d+)$/;

/**
 * Makes stack traces name cells and their lines instead of compiled code, and leaves out the kernel's own frames, wherever a stack is
 * read or printed.
 *
 * @param ownFolders The folders of the kernel's programs.
 */
export function stackFrames(ownFolders: readonly string[]): StackFrames {
  const cells = new Map<number, Cell>();
  const files = new Map<string, CompiledCode>();
  const found = new WeakMap<Error, readonly Frame[]>();

  function frameOf(site: NodeJS.CallSite): Frame | undefined {
    const name = site.getScriptNameOrSourceURL() ?? '';
    const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1];
    const functionName = site.getFunctionName() ?? '';
    const cell = cells.get(Number(CELL.exec(name)?.[1]));
    if (cell) {
      const sourceLine = cell.compiled?.sourceLine(line, column);
      if (!sourceLine) return undefined;
      return { cell, line: sourceLine, source: lineOf(cell.code, sourceLine), inFunction: functionName };
    }
    const sourceLine = files.get(name)?.sourceLine(line, column);
    const path = sourceLine && sourceOf(name);
    if (!path) return undefined;
    const source = lineOf(readFileSync(path, 'utf8'), sourceLine);
    return { file: relative(process.cwd(), path), line: sourceLine, source, inFunction: functionName };
  }

  // Deep enough to reach the cell through a library.
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, sites) => {
    const frames: Frame[] = [];
    const lines: string[] = [];
    let numUsersLines = 0;
    for (const site of sites) {
      const frame = frameOf(site);
      const name = site.getFileName() ?? '';
      if (frame) {
        frames.push(frame);
        numUsersLines = lines.push(`    at ${frameText(frame)}`);
      } else if (name && !name.startsWith('node:') && !ownFolders.some((own) => name.startsWith(own + sep))) {
        lines.push(`    at ${site}`);
      }
    }
    found.set(error, frames);
    // What called the cell is the kernel.
    return [String(error), ...lines.slice(0, numUsersLines || undefined)].join('\n');
  };

  return {
    add(cell) {
      cells.set(cell.id, cell);
      return `\n//# sourceURL=fovea-cell-${cell.id}`;
    },
    addFile: (path, compiled) => void files.set(path, compiled),
    of(error) {
      // Reading it makes it, the first time.
      void error.stack;
      return found.get(error) ?? [];
    },
  };
}

function frameText({ cell, file, line, inFunction }: Frame): string {
  const position = cell ? `cell ${cell.number}, line ${line}` : `${file}:${line}`;
  return inFunction ? `${inFunction} (${position})` : position;
}

function lineOf(text: string, line: number): string {
  return text.split('\n')[line - 1]?.trim() ?? '';
}

/** The file that tslab compiled to a JavaScript file which exists only in memory. */
function sourceOf(path: string): string | undefined {
  const names = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path];
  return names.find((name) => existsSync(name));
}
