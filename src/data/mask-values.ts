import { FoveaError, unknownChoice } from '../base/errors';
import type { MaskReading } from '../images/mask-file';

/** What values or colours of masks mean: each with a class's name or index, or with `ignoreIndex`. */
export type MaskValues = Readonly<Record<string, number | string>>;

/**
 * Reads what the values or colours of masks mean.
 *
 * @param meanings By value, e.g. `255`, or by colour, `#804080` or `128 64 128`.
 * @param codes Names of the classes.
 * @param ignoreIndex The index that is not learned; undefined if there is none.
 * @throws FoveaError naming a key or a class that cannot be used.
 */
export function readMeanings(
  meanings: MaskValues,
  codes: readonly string[],
  ignoreIndex?: number,
): Pick<MaskReading, 'values' | 'colours'> {
  if (meanings instanceof Map) {
    throw new FoveaError(
      'Expected an object as values of maskBlock, received a Map.',
      'Object.fromEntries(map) makes one of it.',
    );
  }
  const [values, colours] = [new Map<number, number>(), new Map<number, number>()];
  for (const [key, meaning] of Object.entries(meanings)) {
    const index = indexOf(meaning, codes, ignoreIndex);
    const colour = colourOf(key);
    if (colour !== undefined) colours.set(colour, index);
    else if (/^\d{1,5}$/.test(key) && Number(key) <= 65535) values.set(Number(key), index);
    else {
      throw new FoveaError(
        `Expected values from 0 to 65535 or colours such as "#804080" in the values of maskBlock, received ${JSON.stringify(key)}.`,
      );
    }
  }
  if (values.size > 0 && colours.size > 0) {
    throw new FoveaError(
      'The values of maskBlock are grey values and colours, but a mask holds one or the other.',
      'Write grey as a colour, too: 255 is "#ffffff".',
    );
  }
  return colours.size > 0 ? { colours } : values.size > 0 ? { values } : {};
}

function colourOf(key: string): number | undefined {
  if (/^#[0-9a-f]{6}$/i.test(key)) return Number.parseInt(key.slice(1), 16);
  const channels = /^(\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})$/.exec(key.trim())?.slice(1).map(Number);
  if (!channels || channels.some((channel) => channel > 255)) return undefined;
  return channels.reduce((colour, channel) => 256 * colour + channel);
}

function indexOf(meaning: number | string, codes: readonly string[], ignoreIndex?: number): number {
  if (typeof meaning === 'string') {
    const index = codes.indexOf(meaning);
    if (index < 0) throw unknownChoice('class in the values of maskBlock', meaning, codes);
    return index;
  }
  const isClass = Number.isInteger(meaning) && meaning >= 0 && meaning < codes.length;
  const isIgnored = meaning === ignoreIndex && meaning >= 0 && meaning <= 255;
  if (isClass || isIgnored) return meaning;
  throw new FoveaError(
    `Expected the index of a class, 0 to ${codes.length - 1}, or ignoreIndex, at most 255, in the values of maskBlock, received ${meaning}.`,
  );
}
