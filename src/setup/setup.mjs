#!/usr/bin/env node
import { OptionMistake, readOptions } from './options.mjs';
import { printFailure, setUp } from './procedure.mjs';

const USAGE = `Sets everything up, or mends it: npm run setup [-- OPTION...]

  --cpu        TensorFlow for the processor alone
  --cuda       TensorFlow for NVIDIA's GPUs; without either option, and FOVEA_CUDA=1 or 0 in the environment,
               what is installed stays, and a fresh set-up looks for a GPU
  --retry      compile fovea's kernels again where that failed before
  --only STEP  only the steps whose titles hold STEP, e.g. --only library
  --baseline   fastai and PyTorch too, for the benchmark`;

const OPTIONS = {
  cpu: { type: 'boolean', default: false },
  cuda: { type: 'boolean', default: false },
  retry: { type: 'boolean', default: false },
  only: { type: 'string' },
  baseline: { type: 'boolean', default: false },
};

/** The TensorFlow asked for; undefined leaves the choice to set-up. */
function variantOf({ cpu, cuda }, { FOVEA_CUDA = '' }) {
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

const options = readOptions(OPTIONS, USAGE, (values) => ({
  ...values,
  variant: variantOf(values, process.env),
}));
if (options) {
  try {
    await setUp(options);
  } catch (error) {
    printFailure(error);
    process.exitCode = 1;
  }
}
