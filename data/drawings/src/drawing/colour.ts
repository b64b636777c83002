import type { Random } from '../random';

/** Red, green and blue of a colour such as `#a0522d`, each 0-255. */
function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function hex(values: number[]): string {
  const clipped = values.map((value) => Math.min(255, Math.max(0, Math.round(value))));
  return `#${clipped.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** A colour between two others such as `#a0522d`: `amount` 0 gives the first, 1 the second. */
export function mix(from: string, to: string, amount: number): string {
  const end = channels(to);
  return hex(channels(from).map((value, i) => value + (end[i] - value) * amount));
}

/** A lighter or darker shade, -1 (nearly black) to 1 (white). Shadows turn a little towards violet, as daylight's do. */
export function shade(colour: string, amount: number): string {
  return amount < 0 ? mix(colour, '#1a1020', -amount) : mix(colour, '#fffaf0', amount);
}

/**
 * A colour near another: no two animals of a breed are quite alike.
 *
 * @param spread Standard deviation of the brightness, of 255; the hue varies by a third of it.
 */
export function near(colour: string, random: Random, spread = 10): string {
  const brightness = random.normal(0, spread);
  return hex(channels(colour).map((value) => value + brightness + random.normal(0, spread / 3)));
}

/** One of several things, each as likely as the others. */
export function pick<T>(choices: readonly T[], random: Random): T {
  return choices[random.integer(0, choices.length - 1)];
}
