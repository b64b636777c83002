/**
 * Describes a mistake in a command line in one sentence.
 *
 * @param error Any error, perhaps one of Node's `parseArgs`.
 * @returns E.g. `Unknown option '--onyl'.`; undefined for other errors.
 */
export function optionMistake(error: NodeJS.ErrnoException): string | undefined {
  if (!error.code?.startsWith('ERR_PARSE_ARGS')) return undefined;
  // After the first sentence Node explains how to write arguments that begin with a dash.
  return `${error.message.split(/\.? To specify |\n/)[0].replace(/\.$/, '')}.`;
}
