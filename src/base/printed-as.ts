import { inspect } from 'node:util';

/**
 * Makes a plain object print as a line of text, e.g. as the last line of a notebook's cell. All else about it stays as it is.
 *
 * @param line Makes that line when it is printed.
 * @returns The same object.
 */
export function printedAs<T extends object>(object: T, line: (object: T) => string): T {
  return Object.defineProperty(object, inspect.custom, { value: () => line(object), configurable: true });
}
