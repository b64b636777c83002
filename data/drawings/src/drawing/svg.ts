import { num } from './path';

/** A whole drawing: an SVG document, and its size in pixels. */
export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Data of an SVG path, its numbers rounded to a tenth of a pixel: `d` as in `<path d="...">`.
 *
 * @example d`M${x} ${y}h${width}`
 */
export function d(texts: TemplateStringsArray, ...numbers: readonly number[]): string {
  return texts.reduce((path, text, i) => path + num(numbers[i - 1]) + text);
}

/** What a function gives for 0, 1, ... `count` - 1, joined. */
export function repeat(count: number, each: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => each(i)).join('');
}

/** What a function gives for the left (-1) and for the right side (1), joined. */
export function bothSides(each: (side: -1 | 1) => string): string {
  return each(-1) + each(1);
}
