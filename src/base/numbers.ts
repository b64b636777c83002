const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Reads a decimal number, e.g. `-12`, `.5` or `1e-3`. JavaScript's own reading would take an empty text, `0x1f` and `Infinity`, too.
 *
 * @param text Without white space around it.
 * @returns The number; undefined for any other text.
 */
export function parseNumber(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}

/**
 * Reads a number only where nothing is lost by it: the number must print as it was written. So `3` and `0.5` are numbers, and labels,
 * versions and file names such as `007`, `1.10`, `1.0`, `12E5`, `1e3`, `+1` or `12345678901234567890` are none.
 *
 * @param text Without white space around it.
 * @returns The number; undefined for any other text.
 */
export function parseLosslessly(text: string): number | undefined {
  const value = parseNumber(text);
  return String(value) === text ? value : undefined;
}
