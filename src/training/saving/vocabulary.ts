import { FoveaError } from '../../base/errors';
import { checked, list, text } from '../../base/schema';

const MOST_LISTED = 3;

/** A vocabulary as the metadata of a weights file holds it; nothing for targets without classes. */
export function vocabularyMetadata(vocabulary: readonly string[]): Record<string, string> {
  return vocabulary.length > 0 ? { vocabulary: JSON.stringify(vocabulary) } : {};
}

/**
 * Checks that the outputs of saved weights mean what the learner's outputs mean.
 *
 * @param file Path of the weights file, for errors.
 * @param saved Its metadata's `vocabulary`; undefined in files that do not say.
 * @param vocabulary The learner's classes, by index; empty for targets without classes. Undefined where they are not compared.
 * @throws FoveaError naming the classes that differ.
 */
export function expectVocabulary(
  file: string,
  saved: string | undefined,
  vocabulary: readonly string[] | undefined,
): void {
  if (saved === undefined || vocabulary === undefined) return;
  const theirs = checked(list(text), parsed(saved), `the vocabulary in ${file}`, 'Save the learner again.');
  const differences = differencesOf(theirs, vocabulary);
  if (differences.length === 0) return;
  const rest = differences.length - MOST_LISTED;
  const listed = [...differences.slice(0, MOST_LISTED), ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
  const isReordered = [...theirs].sort().join('\0') === [...vocabulary].sort().join('\0');
  throw new FoveaError(
    `The weights in ${file} were trained for other classes than this learner's: ${listed}.`,
    isReordered
      ? `The classes are the same in another order: make the data with that of the file, e.g. categoryBlock({ vocab: ${JSON.stringify(theirs.slice(0, MOST_LISTED)).replace(/\]$/, theirs.length > MOST_LISTED ? ', ...]' : ']')} }).`
      : 'Load them into a learner of the same classes. To train on from them all the same: load(file, { checkVocab: false }).',
  );
}

/**
 * Checks that saved weights were trained for targets of the same kind: two numbers are not the scores of two classes.
 *
 * @param file Path of the weights file, for errors.
 * @param saved Its metadata's `targets`; undefined in files that do not say.
 * @param targets Name of the learner's target block. Undefined where they are not compared.
 */
export function expectTargets(file: string, saved: string | undefined, targets: string | undefined): void {
  if (saved === undefined || targets === undefined || saved === targets) return;
  throw new FoveaError(
    `The weights in ${file} were trained for targets of the block "${saved}", this learner's are of the block "${targets}": their outputs mean something else.`,
    'Load them into a learner of the same targets. To train on from them all the same: load(file, { checkVocab: false }).',
  );
}

function differencesOf(theirs: readonly string[], ours: readonly string[]): string[] {
  if (theirs.length !== ours.length) {
    const missing = theirs
      .filter((name) => !ours.includes(name))
      .map((name) => `"${name}" is only in the file`);
    const added = ours.filter((name) => !theirs.includes(name)).map((name) => `"${name}" only here`);
    return [`${theirs.length} classes there, ${ours.length} here`, ...missing, ...added];
  }
  return theirs.flatMap((name, i) =>
    name === ours[i] ? [] : [`class ${i} is "${name}" there and "${ours[i]}" here`],
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
