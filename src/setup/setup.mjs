#!/usr/bin/env node
import { readOptions, variantOf } from './options.mjs';
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

const options = readOptions(OPTIONS, USAGE, (values) => ({
  ...values,
  variant: variantOf(values),
}));
if (options) {
  try {
    await setUp(options);
  } catch (error) {
    printFailure(error);
    process.exitCode = 1;
  }
}
