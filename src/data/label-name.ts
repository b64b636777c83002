import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';
import { parseLosslessly } from '../base/parse-number';

/** A class as a data set names it: text, a number or a truth value. */
export type ClassLabel = string | number | boolean;

/**
 * The name of the class that a label means: text without white space around it, in one Unicode form, so that "café" is one class
 * whether its accent is a letter of its own or not. Numbers and truth values are named as JavaScript prints them.
 *
 * @param label What `getY` returned, or one element of it.
 * @throws FoveaError if the label names no class: empty text, NaN (also as text), undefined, a promise or any other object.
 */
export function labelName(label: unknown): string {
  const isNamed = typeof label === 'boolean' || typeof label === 'bigint' || Number.isFinite(label);
  const name = isNamed ? String(label) : typeof label === 'string' ? label.trim().normalize('NFC') : '';
  if (name !== '' && !NO_NAME.test(name)) return name;
  throw new FoveaError(`Expected the name of a class as label, received ${shown(label)}.`, cureOf(label));
}

// What pandas writes for a missing value, and JavaScript for an object.
const NO_NAME = /^(NaN|\[object \w+\])$/;

/**
 * The names of a list of labels.
 *
 * @throws FoveaError if it is not a list, or for the first label that names no class.
 */
export function labelNames(labels: unknown): string[] {
  if (!Array.isArray(labels)) {
    throw new FoveaError(
      `Expected a list of labels for multiCategoryBlock, received ${shown(labels)}.`,
      "Return a list from getY: colReader('labels', { labelDelimiter: ' ' }) splits at blanks. An empty list is one, too.",
    );
  }
  return Array.from(labels, labelName);
}

/**
 * The distinct names, in the order of their classes: by value if all are numbers, so that 2 comes before 10, else by character code,
 * as Python sorts.
 */
export function sortedClasses(names: readonly string[]): string[] {
  const distinct = [...new Set(names)];
  const values = new Map(distinct.map((name) => [name, parseLosslessly(name)]));
  const areNumbers = distinct.every((name) => values.get(name) !== undefined);
  return areNumbers ? distinct.sort((a, b) => values.get(a)! - values.get(b)!) : distinct.sort();
}

/** The classes that none of the names is. */
export function classesWithout(classes: readonly string[], names: readonly string[]): string[] {
  const present = new Set(names);
  return classes.filter((name) => !present.has(name));
}

/**
 * The names of the classes that an option lists.
 *
 * @throws FoveaError if it is not a list, or names no class or one twice.
 */
export function classNames(vocab: readonly ClassLabel[], where: string): string[] {
  if (!Array.isArray(vocab)) {
    throw new FoveaError(
      `Expected a list of classes as vocab of ${where}, received ${shown(vocab)}.`,
      "Name the classes in the order of their indices, e.g. vocab: ['cat', 'dog'].",
    );
  }
  const names = Array.from(vocab, (label, i) => {
    try {
      return labelName(label);
    } catch (error) {
      throw new FoveaError(`${(error as FoveaError).problem} (vocab[${i}] of ${where})`, 'Name every class.');
    }
  });
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice === undefined) return names;
  throw new FoveaError(
    `The vocab of ${where} names the class "${twice}" twice.`,
    'Name each class once: a label must have one index.',
  );
}

/** A function from a label to the index of its class. It throws a FoveaError for an unknown class. */
export function indexByName(classes: readonly string[]): (label: unknown) => number {
  const indices = new Map(classes.map((name, index) => [name, index]));
  return (label) => {
    const name = labelName(label);
    const index = indices.get(name);
    if (index !== undefined) return index;
    const isShort = classes.length > 0 && classes.length < 10;
    const known = isShort ? ` It knows ${classes.map((one) => `"${one}"`).join(', ')}.` : '';
    throw new FoveaError(
      `Label "${name}" was not included in the training dataset.${known}`,
      Number.isInteger(parseLosslessly(name) ?? 0)
        ? 'Move an item with this label to the training set, correct the label, or name all classes with the option vocab.'
        : 'If labels are numbers to predict, and no classes, use regressionBlock(). Else name all classes with the option vocab.',
    );
  };
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  const text = inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 1 });
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function cureOf(label: unknown): string {
  if (typeof label === 'string' && label.includes('[object')) {
    return 'An object was made text before: take the label from its properties. A promise must be awaited.';
  }
  if (label === undefined || label === null || Number.isNaN(label) || typeof label === 'string') {
    return 'Give this item a label, or leave it out of the items. An empty cell of a CSV is no label.';
  }
  if (Array.isArray(label)) {
    return 'Return one label from getY, or use multiCategoryBlock() for several labels per image.';
  }
  return 'Return text, a number, or true or false from getY.';
}
