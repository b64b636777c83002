import { existsSync, readFileSync } from 'node:fs';
import type { Cell, ErrorReport } from './cell';
import type { Diagnostic } from './tslab';

// TypeScript's codes for a name that nothing declares: a value or type, one that resembles another, and a shorthand property.
const UNKNOWN_NAME = new Set([2304, 2552, 18004]);
const SHOWN = 3;

/**
 * The report of code that does not compile: each message, with a cure where one is likely, and the line it is about.
 *
 * @param diagnostics What tslab found; the details of a message follow it at the same position.
 */
export function compileErrorReport(diagnostics: readonly Diagnostic[], cell: Cell): ErrorReport {
  const errors = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const { fileName = '', start, end } = diagnostic;
    const position = [fileName, start.offset, end.offset].join();
    errors.set(position, [...(errors.get(position) ?? []), diagnostic]);
  }
  // The same mistake in many places, e.g. a name that is unknown since the kernel was restarted, is one to the reader.
  const texts = new Map<string, Diagnostic>();
  for (const messages of errors.values()) {
    const text = textOf(messages);
    if (!texts.has(text)) texts.set(text, messages[0]);
  }
  const shown = [...texts].slice(0, SHOWN);
  const more = texts.size - shown.length;
  return {
    ename: 'TypeScriptError',
    evalue: shown[0][0],
    traceback: [
      ...shown.flatMap(([text, diagnostic]) => [...text.split('\n'), `  ${lineText(diagnostic, cell)}`]),
      ...(more > 0 ? [`and ${more} more ${more === 1 ? 'error' : 'errors'}`] : []),
    ],
  };
}

function textOf(messages: readonly Diagnostic[]): string {
  const [first, ...details] = messages.map(({ messageText }) => messageText);
  const isUnknown = messages.some(({ code }) => UNKNOWN_NAME.has(code));
  const isPromise = messages.some(({ messageText }) => messageText.includes('Promise<'));
  const cures = [
    ...(isUnknown ? ['Run the cells above first.'] : []),
    ...(isPromise ? ['Did you forget await?'] : []),
  ];
  return [[first, ...cures].join(' '), ...details.map((detail) => `  ${detail}`)].join('\n');
}

function lineText({ fileName, start }: Diagnostic, cell: Cell): string {
  // A cell may be a module, whose file exists only in memory.
  const file = fileName !== undefined && existsSync(fileName) ? fileName : undefined;
  const code = file === undefined ? cell.code : readFileSync(file, 'utf8');
  return `line ${start.line + 1} of ${file ?? 'this cell'}: ${code.split('\n')[start.line]?.trim() ?? ''}`;
}
