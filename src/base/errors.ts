import { inspect } from 'node:util';

/** A mistake the user can mend: the message says what was expected, what came, and the cure. */
export class FoveaError extends Error {
  override readonly name: string = 'FoveaError';

  /**
   * @param problem One sentence: what was expected and what came.
   * @param cure What to do about it, if we know.
   */
  constructor(
    readonly problem: string,
    readonly cure?: string,
  ) {
    super(cure ? `${problem}\n  ${cure}` : problem);
  }

  /** Printed, it is its text alone: where it was thrown is of no use to the user. */
  [inspect.custom](): string {
    return this.message;
  }
}

/**
 * The error for a word that is not one of the allowed ones.
 *
 * @param what What the word names, e.g. `split`.
 * @param received The word that came.
 * @param choices All allowed words.
 */
export function unknownChoice(what: string, received: unknown, choices: readonly string[]): FoveaError {
  const quoted = choices.map((choice) => JSON.stringify(choice));
  const list =
    quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
  return new FoveaError(`Unknown ${what} ${JSON.stringify(received)}.`, `Choose ${list}.`);
}
