import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FoveaError } from '../base/errors';
import { type Precision, precisionOf } from './precision';
import type { tf } from './tf';
import { isOnGpu } from './tfjs-internals';

interface Library {
  /** Has the processor instructions that multiply bfloat16? */
  readonly multipliesBfloat16: boolean;
}

let loaded: Library | false | undefined;

/**
 * Are there kernels of our own (`src/tensorflow/native/`, compiled at set-up) for the device in use? On a GPU, and where the
 * environment variable `FOVEA_KERNELS` is `stock`, TensorFlow's do all the work.
 *
 * @throws FoveaError if they should be there and are not.
 */
export function nativeKernels(): boolean {
  loaded ??= load();
  return loaded !== false;
}

/**
 * The precision to multiply in what is stored as x: its own on a GPU, and where the processor has instructions for it; else float32,
 * which is many times faster there.
 */
export function workingPrecision(x: tf.Tensor): Precision {
  const precision = precisionOf(x);
  const isFast =
    isOnGpu() || (precision === 'bfloat16' && nativeKernels() && (loaded as Library).multipliesBfloat16);
  return isFast ? precision : 'float32';
}

/** {@link nativeKernels}, and do they take what x is stored as? They know float32 and bfloat16. */
export function nativeKernelsFor(x: tf.Tensor): boolean {
  return nativeKernels() && precisionOf(x) !== 'float16';
}

function load(): Library | false {
  if (isOnGpu() || process.env.FOVEA_KERNELS === 'stock') return false;
  const folder = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const library = join(folder, 'lib', 'napi-v8', 'fovea_kernels.node');
  const cure = 'Run "npm run setup": it compiles them. FOVEA_KERNELS=stock in the environment does without.';
  if (!existsSync(library)) throw new FoveaError(`The compiled kernels were not found at ${library}.`, cure);
  const module = { exports: {} as Library };
  try {
    process.dlopen(module, library);
  } catch (error) {
    throw new FoveaError(
      `The compiled kernels in ${library} did not load: ${(error as Error).message}.`,
      cure,
    );
  }
  return module.exports;
}
