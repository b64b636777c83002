import { FoveaError } from '../base/errors';
import type { MaskFile, MaskReading } from '../images/mask-file';

interface ColourInFile {
  readonly colour: string;
  readonly file: string;
}

/**
 * A check that an index has the same colour in the palettes of all masks of a set: a program that saves each mask with the colours in it
 * numbers them anew, and index 1 is a car in one file and a tree in another.
 *
 * @param values Class indices of some values, as the masks are read.
 * @returns A function that checks one mask more. It takes the class indices that were read of it, and throws a FoveaError naming two files
 *   in which an index of these has different colours.
 */
export function colourCheck(
  values: MaskReading['values'] = new Map(),
): (mask: Pick<MaskFile, 'file' | 'palette'>, present: readonly number[]) => void {
  const indicesOf = new Map<number, number[]>();
  for (let index = 0; index < 256; index++) {
    const label = values.get(index) ?? index;
    indicesOf.set(label, [...(indicesOf.get(label) ?? []), index]);
  }
  const known = new Map<number, ColourInFile>();
  return ({ file, palette }, present) => {
    if (!palette) return;
    for (const label of present) {
      const [index, ...others] = indicesOf.get(label) ?? [];
      // Of several that mean one class it is not known which the file has.
      if (index === undefined || others.length > 0 || 3 * index >= palette.length) continue;
      const colour = `#${Buffer.from(palette.subarray(3 * index, 3 * index + 3)).toString('hex')}`;
      const first = known.get(index);
      if (!first) known.set(index, { colour, file });
      else if (first.colour !== colour) throw differentPalettes(index, first, { colour, file });
    }
  };
}

function differentPalettes(index: number, first: ColourInFile, second: ColourInFile): FoveaError {
  return new FoveaError(
    `The masks ${first.file} and ${second.file} have different palettes: index ${index} is ${first.colour} in the one and ${second.colour} in the other.`,
    `Their indices do not mean the same classes; say what their colours mean: maskBlock(codes, { values: { "${first.colour}": "car" } }).`,
  );
}
