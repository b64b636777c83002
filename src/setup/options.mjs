import { parseArgs } from 'node:util';

/** A mistake in the options of a command; its message says what is wrong. */
export class OptionMistake extends Error {}

/**
 * The TensorFlow asked for by options, or else by the environment; undefined leaves the choice to set-up.
 *
 * @throws OptionMistake
 */
export function variantOf({ cpu, cuda } = {}, { FOVEA_CUDA = '' } = process.env) {
  if (cpu && cuda) throw new OptionMistake('--cpu and --cuda exclude each other.');
  if (cpu) return 'cpu';
  if (cuda) return 'cuda';
  if (!['', '0', '1'].includes(FOVEA_CUDA)) {
    throw new OptionMistake(
      `The environment variable FOVEA_CUDA is 1 or 0, not ${JSON.stringify(FOVEA_CUDA)}.`,
    );
  }
  return { 0: 'cpu', 1: 'cuda' }[FOVEA_CUDA];
}

/**
 * A command's options. Where they are wrong, or help is asked for, it prints so and how to use the command, and sets the
 * exit code.
 *
 * @param {import('node:util').ParseArgsConfig['options']} options All options but `--help`.
 * @param {string} usage
 * @param {(values: object) => object} [check] What to make of the values; throws an OptionMistake.
 * @returns {object | undefined} What `check` made; undefined if there is nothing more to do.
 */
export function readOptions(options, usage, check = (values) => values) {
  try {
    const { help, ...values } = parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    }).values;
    if (!help) return check(values);
    console.log(usage);
  } catch (error) {
    if (!(error instanceof OptionMistake) && !error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
    // What Node adds is about arguments that begin with a dash.
    console.error(`${error.message.split('. To specify')[0].replace(/\.?$/, '.')}\n\n${usage}`);
    process.exitCode = 2;
  }
  return undefined;
}
