/**
 * What is wrong with a command line, in one sentence.
 *
 * @param error What was thrown, perhaps by Node's `parseArgs`.
 * @returns E.g. `Unknown option '--onyl'.`; undefined if it is another kind of error.
 */
export function optionMistake(error: NodeJS.ErrnoException): string | undefined {
  if (!error.code?.startsWith('ERR_PARSE_ARGS')) return undefined;
  // After the first sentence Node explains how to write arguments that begin with a dash.
  return `${error.message.split(/\.? To specify |\n/)[0].replace(/\.$/, '')}.`;
}
