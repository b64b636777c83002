import * as v from 'valibot';
import { FoveaError } from './errors';

// Schemas of options and of files. A schema's message says what it expects, in the words of an error.

/** Any text. */
export const text = v.string('text');

/** `true` or `false`. */
export const flag = v.boolean('true or false');

/** A finite number. */
export const number = v.pipe(v.number('a number'), v.finite('a number'));

const POSITIVE_INTEGER = 'a positive integer';

/** 1, 2, 3, ... */
export const positiveInteger = v.pipe(
  v.number(POSITIVE_INTEGER),
  v.safeInteger(POSITIVE_INTEGER),
  v.minValue(1, POSITIVE_INTEGER),
);

/** Two numbers, e.g. a range. */
export const pair = v.pipe(v.strictTuple([number, number], 'two numbers'), v.readonly());

/** Any number of items of one schema. */
export function list<const Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item, 'a list'), v.readonly());
}

/** One of some words. */
export function choice<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `one of ${words.join(', ')}`);
}

/** Any object but a list. */
export const anObject = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'an object',
);

type IsOptional<Schema> = Schema extends v.OptionalSchema<v.GenericSchema, undefined> ? true : false;

/** What fields hold. Each property has one declaration, that of its schema, so that documentation finds its comment. */
export type FieldValues<Entries extends v.ObjectEntries> = {
  readonly [K in keyof Entries as IsOptional<Entries[K]> extends true ? never : K]: v.InferOutput<Entries[K]>;
} & {
  readonly [K in keyof Entries as IsOptional<Entries[K]> extends true ? K : never]?: v.InferOutput<
    Entries[K]
  >;
};

/** The schema of an object, and the schemas of its fields. */
export interface Fields<Entries extends v.ObjectEntries>
  extends v.GenericSchema<unknown, FieldValues<Entries>> {
  readonly entries: Entries;
}

/** An object of these fields and no others; those of `v.optional` may be left out. */
export function fields<const Entries extends v.ObjectEntries>(entries: Entries): Fields<Entries> {
  const known = v.strictObject(entries, ({ path }) => {
    const key = path?.[0].key as string;
    // A missing field is reported by the object, in the words of the field.
    return Object.hasOwn(entries, key)
      ? expectationOf(entries[key])
      : `${UNKNOWN}${Object.keys(entries).join(', ') || 'none'}`;
  });
  return Object.assign(v.pipe(anObject, known), { entries }) as unknown as Fields<Entries>;
}

const UNKNOWN = 'unknown, known are ';

function expectationOf(schema: object): string {
  return 'message' in schema && typeof schema.message === 'string' ? schema.message : 'an object';
}

/**
 * The fields of an object that a schema of {@link fields} knows, e.g. a head's options among a learner's.
 *
 * @param object May have others, which are left out.
 */
export function fieldsOf<Entries extends v.ObjectEntries>(
  { entries }: Fields<Entries>,
  object: FieldValues<Entries>,
): FieldValues<Entries> {
  const known = Object.entries(object).filter(([key]) => Object.hasOwn(entries, key));
  return Object.fromEntries(known) as FieldValues<Entries>;
}

/**
 * A value, checked.
 *
 * @param where What it belongs to, for errors: a file, or the function it was given to.
 * @throws FoveaError naming the field, what was expected and what came.
 */
export function checked<Output>(
  schema: v.GenericSchema<unknown, Output>,
  value: unknown,
  where: string,
  cure?: string,
): Output {
  const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
  if (success) return output;
  throw new FoveaError(problemOf(issues[0], where), cure);
}

function problemOf({ message, path, input }: v.BaseIssue<unknown>, where: string): string {
  const field = (path ?? [])
    .map(({ key }, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`))
    .join('');
  if (message.startsWith(UNKNOWN)) {
    return `Unknown field ${field} in ${where}; known are ${message.slice(UNKNOWN.length)}.`;
  }
  return `Expected ${message} ${field ? `as ${field} of` : 'in'} ${where}, received ${received(input)}.`;
}

function received(value: unknown): string {
  if (value === undefined) return 'nothing';
  const written = JSON.stringify(value) ?? String(value);
  return written.length > 60 ? `${written.slice(0, 57)}...` : written;
}
