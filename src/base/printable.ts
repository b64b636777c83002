import { inspect } from 'node:util';

/**
 * Gives an object a text of its own: for `String(object)`, and for `console.log`, by which a notebook shows the last line
 * of a cell.
 *
 * @param object Changed and returned; its own listed properties stay the same.
 * @param text Makes the text.
 */
export function printable<T extends object>(object: T, text: () => string): T {
  return Object.defineProperties(object, {
    toString: { value: text },
    [inspect.custom]: { value: text },
  });
}
