import * as v from 'valibot';
import { FoveaError } from './errors';
import { choice, fields } from './schema';

/** How to make something again by one of our own functions: plain data, so that a file can hold it and no code. */
export interface Recipe {
  /** The function's name, e.g. `resize`. */
  readonly kind: string;
  /** The function's options: numbers, text, booleans, and lists and objects of them. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** One of our functions that a file may name, with the schema of its options. */
export interface Maker<Options, T> {
  readonly kind: string;
  readonly schema: v.GenericSchema<unknown, Options>;
  /** The recipe of what {@link make} makes of these options. */
  describe(options: Options): Recipe;
  make(options: Options): T;
}

/** A {@link Maker} of a function: its name in files, the schema of its options, and how it is called. */
export function maker<Options extends object, T>(
  kind: string,
  schema: v.GenericSchema<unknown, Options>,
  make: (options: Options) => T,
): Maker<Options, T> {
  return { kind, schema, make, describe: (options) => ({ kind, options: options as Recipe['options'] }) };
}

/** The schema of a recipe by one of some makers. */
export function recipeBy(makers: readonly Maker<object, unknown>[]): v.GenericSchema<unknown, Recipe> {
  const kinds = makers.map(({ kind }) => kind);
  return v.lazy((input) => {
    const kind = (input as Partial<Recipe> | undefined)?.kind;
    const schema = makers.find((one) => one.kind === kind)?.schema ?? v.unknown();
    return fields({ kind: choice(kinds), options: schema });
  }) as v.GenericSchema<unknown, Recipe>;
}

/**
 * Makes again what a recipe says.
 *
 * @param recipe Checked by {@link recipeBy}.
 * @param field Where the recipe is from, for errors.
 * @throws FoveaError naming the field, where the function refuses the options.
 */
export function remake<T>(makers: readonly Maker<object, T>[], recipe: Recipe, field: string): T {
  const found = makers.find(({ kind }) => kind === recipe.kind) as Maker<object, T>;
  return naming(field, () => found.make(recipe.options));
}

const genuine = new WeakSet<object>();

/**
 * Marks what one of our functions made. Its recipe alone does not tell: a copy with another function in it, e.g.
 * `{ ...flip(), affine }`, has the same recipe.
 */
export function made<T extends object>(thing: T): T {
  genuine.add(thing);
  return thing;
}

/** Whether one of our functions made it: see {@link made}. */
export function isMade(thing: object): boolean {
  return genuine.has(thing);
}

/**
 * The recipe of what one of our functions made.
 *
 * @param what What it is, for the error, e.g. `The transform sharpen`.
 * @throws FoveaError for what is custom: nobody can say what its functions depend on.
 */
export function recipeOfMade(thing: { readonly recipe?: Recipe }, what: string): Recipe {
  if (thing.recipe && isMade(thing)) return thing.recipe;
  throw new FoveaError(`${what} is custom.`);
}

/** Runs what reads a field; its FoveaErrors name the field too. */
export function naming<T>(field: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof FoveaError)) throw error;
    throw new FoveaError(`${field} cannot be used: ${error.problem}`, error.cure);
  }
}

/** The error for what has no recipe: an export holds no code. */
export function customError(what: string, cure: string): FoveaError {
  return new FoveaError(
    `${what} is custom: an export holds no code, so it cannot be exported.`,
    `${cure}, or keep the learner by save and load.`,
  );
}
