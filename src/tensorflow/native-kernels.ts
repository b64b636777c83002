import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FoveaError } from '../base/errors';
import { precisionOf } from './precision';
import { tf } from './tf';

let loaded: boolean | undefined;

/**
 * Are there kernels of our own (`src/tensorflow/native/`, compiled at set-up) for the device in use? On a GPU, and where the
 * environment variable `FOVEA_KERNELS` is `stock`, TensorFlow's do all the work.
 *
 * @throws FoveaError if they should be there and are not.
 */
export function nativeKernels(): boolean {
  loaded ??= load();
  return loaded;
}

/** {@link nativeKernels}, and do they take what x is stored as? They know float32 and bfloat16. */
export function nativeKernelsFor(x: tf.Tensor): boolean {
  return nativeKernels() && precisionOf(x) !== 'float16';
}

function load(): boolean {
  const { isUsingGpuDevice } = tf.backend() as unknown as { isUsingGpuDevice: boolean };
  if (isUsingGpuDevice || process.env.FOVEA_KERNELS === 'stock') return false;
  const folder = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  const library = join(folder, 'lib', 'napi-v8', 'fovea_kernels.node');
  const cure = 'Run "npm run setup": it compiles them. FOVEA_KERNELS=stock in the environment does without.';
  if (!existsSync(library)) throw new FoveaError(`The compiled kernels were not found at ${library}.`, cure);
  try {
    process.dlopen({ exports: {} }, library);
  } catch (error) {
    throw new FoveaError(
      `The compiled kernels in ${library} did not load: ${(error as Error).message}.`,
      cure,
    );
  }
  return true;
}
