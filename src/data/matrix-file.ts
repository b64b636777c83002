import { readFileSync } from 'node:fs';
import { FoveaError } from '../base/errors';
import { homePath } from '../base/home-path';
import { parseNumber } from '../base/parse-number';

/** Options of {@link readMatrix}. */
export interface ReadMatrixOptions {
  /**
   * Lines to skip at the start of the file, whatever is in them.
   *
   * @defaultValue 0
   */
  readonly skipHeader?: number;
  /**
   * Rows to skip at the end of the file, whatever is in them. Empty lines are not counted.
   *
   * @defaultValue 0
   */
  readonly skipFooter?: number;
  /** How many numbers each row must have. By default as many as the first row. */
  readonly columns?: number;
}

/**
 * Reads a matrix from a text file: one row per line, numbers separated by white space, empty lines skipped. numpy's `genfromtxt`,
 * except that a word which is not a number is an error, where numpy reads NaN.
 *
 * @param file Path of the file.
 * @param options Lines to skip, and the number of columns.
 * @returns Rows of equally many numbers, at least one row.
 * @throws FoveaError naming file and line if the file is missing or truncated, a word is not a number, or rows differ in length.
 */
export function readMatrix(
  file: string,
  { skipHeader = 0, skipFooter = 0, columns }: ReadMatrixOptions = {},
): number[][] {
  const lines = linesOf(file);
  const rows = lines
    .map((line, i) => ({ number: i + 1, words: line.trim().split(/\s+/).filter(Boolean) }))
    .slice(skipHeader)
    .filter(({ words }) => words.length > 0);
  const kept = rows.slice(0, Math.max(0, rows.length - skipFooter));
  if (kept.length === 0) throw tooShort(file, lines, { skipHeader, skipFooter });
  const expected = columns ?? kept[0].words.length;
  return kept.map(({ number, words }) => {
    const wrong = words.find((word) => parseNumber(word) === undefined);
    if (wrong !== undefined) {
      throw new FoveaError(
        `Expected a number in line ${number} of ${file}, received ${JSON.stringify(wrong)}.`,
        'Skip lines of text with skipHeader or skipFooter.',
      );
    }
    if (words.length !== expected) {
      throw new FoveaError(
        `Expected ${expected} ${expected === 1 ? 'number' : 'numbers'} in line ${number} of ${file}, received ${words.length}: ${JSON.stringify(words.join(' '))}.`,
        'If the file was truncated, fetch it again; else skip such lines with skipHeader or skipFooter.',
      );
    }
    return words.map(Number);
  });
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(homePath(file), 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\r|\n/);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FoveaError(
      code === 'ENOENT' ? `The file ${file} was not found.` : `The file ${file} cannot be read (${code}).`,
      'Check how its path is made from the name of the image.',
    );
  }
}

function tooShort(
  file: string,
  lines: readonly string[],
  { skipHeader, skipFooter }: { skipHeader: number; skipFooter: number },
): FoveaError {
  const conditions = [
    skipHeader > 0 && `after line ${skipHeader}`,
    skipFooter > 0 && `before the last ${skipFooter} rows`,
  ];
  const where = conditions.filter(Boolean).join(' and ');
  const length = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  return new FoveaError(
    `Expected numbers ${where && `${where} `}in ${file}, but it has ${length} ${length === 1 ? 'line' : 'lines'}.`,
    'The file was truncated: fetch it again.',
  );
}
