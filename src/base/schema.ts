import { FoveaError } from './errors';
import type { Recipe } from './recipe';

/** What makes things of recipes: a function of the options for each kind. */
export type Makers<T> = Readonly<Record<string, (options: JsonFields) => T>>;

/**
 * The fields of an object in a JSON file. Each reader throws a FoveaError that names the field and the file where the field
 * is missing or of another type.
 */
export interface JsonFields {
  /** All fields as they are. */
  readonly plain: Readonly<Record<string, unknown>>;
  has(name: string): boolean;
  text(name: string): string;
  /** One of these words. */
  choice<T extends string>(name: string, choices: readonly T[]): T;
  /** Finite. */
  number(name: string): number;
  /** Whole, at least 1. */
  count(name: string): number;
  flag(name: string): boolean;
  texts(name: string): string[];
  numbers(name: string): number[];
  numberPair(name: string): [number, number];
  object(name: string): JsonFields;
  objects(name: string): JsonFields[];
  /** The field by `read`, or undefined where it is missing. */
  optional<T>(name: string, read: (name: string) => T): T | undefined;
  /** Makes what the recipe in this field says; errors of the maker name the field and the file too. */
  make<T>(name: string, makers: Makers<T>): T;
  /** As {@link make}, for a list of recipes. */
  makeAll<T>(name: string, makers: Makers<T>): T[];
  /** What `run` makes of this field; its FoveaErrors name the field and the file too. */
  checked<T>(name: string, run: () => T): T;
}

const CURE = 'The file is damaged, or of a newer version of fovea: export the learner again.';

/**
 * Reads the fields of a JSON object.
 *
 * @param text The file's text.
 * @param file The file's path, for errors.
 * @throws FoveaError if the text is no JSON object.
 */
export function parseFields(text: string, file: string): JsonFields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FoveaError(`${file} is no JSON: ${(error as Error).message}.`, CURE);
  }
  if (!isObject(value))
    throw new FoveaError(`Expected a JSON object in ${file}, received ${kindOf(value)}.`, CURE);
  return fieldsOf(value, '', file);
}

function fieldsOf(object: Record<string, unknown>, path: string, file: string): JsonFields {
  const pathOf = (name: string) => (path ? `${path}.${name}` : name);
  const has = (name: string) => Object.hasOwn(object, name);
  const read =
    <T>(expected: string, isRight: (value: unknown) => boolean) =>
    (name: string): T => {
      const value = has(name) ? object[name] : undefined;
      if (isRight(value)) return value as T;
      throw new FoveaError(
        `Expected ${expected} as ${pathOf(name)} of ${file}, received ${kindOf(value)}.`,
        CURE,
      );
    };
  const listOf = (isRight: (value: unknown) => boolean) => (value: unknown) =>
    Array.isArray(value) && value.every(isRight);
  const records = read<Record<string, unknown>[]>('a list of objects', listOf(isObject));
  const recordOf = read<Record<string, unknown>>('an object', isObject);
  const objects = (name: string) =>
    records(name).map((value, i) => fieldsOf(value, `${pathOf(name)}[${i}]`, file));
  const fields: JsonFields = {
    plain: object,
    has,
    text: read('text', isText),
    choice: <T extends string>(name: string, choices: readonly T[]) =>
      read<T>(`one of ${choices.join(', ')}`, (value) => choices.includes(value as T))(name),
    number: read('a number', Number.isFinite),
    count: read('a whole number above 0', (value) => Number.isSafeInteger(value) && (value as number) > 0),
    flag: read('true or false', (value) => typeof value === 'boolean'),
    texts: read('a list of text', listOf(isText)),
    numbers: read('a list of numbers', listOf(Number.isFinite)),
    numberPair: read(
      'two numbers',
      (value) => listOf(Number.isFinite)(value) && (value as number[]).length === 2,
    ),
    object: (name) => fieldsOf(recordOf(name), pathOf(name), file),
    objects,
    optional: (name, reader) => (has(name) ? reader(name) : undefined),
    make: (name, makers) => makeOne(fields.object(name), pathOf(name), file, makers),
    makeAll: (name, makers) =>
      objects(name).map((recipe, i) => makeOne(recipe, `${pathOf(name)}[${i}]`, file, makers)),
    checked: (name, run) => naming(pathOf(name), file, run),
  };
  return fields;
}

function makeOne<T>(recipe: JsonFields, path: string, file: string, makers: Makers<T>): T {
  const kind = recipe.text('kind' satisfies keyof Recipe);
  const options = recipe.object('options' satisfies keyof Recipe);
  if (!Object.hasOwn(makers, kind)) {
    const known = Object.keys(makers).join(', ');
    throw new FoveaError(`Unknown ${path}.kind "${kind}" in ${file}; known are ${known}.`, CURE);
  }
  return naming(path, file, () => makers[kind](options));
}

function naming<T>(path: string, file: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FoveaError) || error.problem.includes(file)) throw error;
    throw new FoveaError(`${path} of ${file} is no good. ${error.problem}`, CURE);
  }
}

const isText = (value: unknown) => typeof value === 'string';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
