import { createConverter } from 'tslab/dist/converter';

/**
 * What TypeScript 5.0 with tslab's own options says of the cells of a notebook, by tslab's own compiler: what it refuses, the
 * kernel refuses.
 *
 * @param folder The notebook's folder, from which its imports are found.
 * @param cells Sources of the code cells, in order.
 * @returns One line for each error: cell from 1, line from 1, message.
 */
export function typeErrors(folder: string, cells: readonly string[]): string[] {
  const before = process.cwd();
  process.chdir(folder);
  const converter = createConverter({ isJS: false, isBrowser: false });
  try {
    const errors: string[] = [];
    let declarations = '';
    cells.forEach((source, i) => {
      const { diagnostics, declOutput } = converter.convert(declarations, source);
      for (const { start, messageText } of diagnostics) {
        errors.push(`cell ${i + 1}, line ${start.line + 1}: ${messageText}`);
      }
      if (!diagnostics.length) declarations = declOutput ?? '';
    });
    return errors;
  } finally {
    converter.close();
    process.chdir(before);
  }
}
