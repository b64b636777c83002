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
 * Reads a number only where nothing is lost by it: the text is what JavaScript or Python prints for that number. So `3`, `0.5`, `1.0`
 * and `1e-05` are numbers, and labels, versions and file names such as `007`, `1.10`, `12E5`, `1e3`, `+1` or `12345678901234567890` are not.
 *
 * @param text Without white space around it.
 * @returns The number; undefined for any other text.
 */
export function parseLosslessly(text: string): number | undefined {
  const value = parseNumber(text);
  return value !== undefined && printed(value).includes(text) ? value : undefined;
}

/** A number as JavaScript prints it, and as Python does: `1.0` for whole floats, two digits of an exponent. */
function printed(value: number): string[] {
  const exponential = value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  return [String(value), exponential, ...(Number.isSafeInteger(value) ? [`${value}.0`] : [])];
}
