import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Precision, precisionOf } from './precision';
import type { tf } from './tf';
import { isOnGpu } from './tfjs-internals';

interface Library {
  /** Has the processor instructions that multiply bfloat16? */
  readonly multipliesBfloat16: boolean;
}

interface Loaded {
  readonly library?: Library;
  /** Why there is no library although there should be one: a clause, e.g. `they are not compiled`. */
  readonly problem?: string;
}

let loaded: Loaded | undefined;

/** Where set-up puts the compiled kernels. */
export function nativeKernelsFile(): string {
  const folder = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
  return join(folder, 'lib', 'napi-v8', 'fovea_kernels.node');
}

function load(): Loaded {
  if (isOnGpu() || process.env.FOVEA_KERNELS === 'stock') return {};
  const path = nativeKernelsFile();
  if (!existsSync(path)) return { problem: 'they are not compiled' };
  const module = { exports: {} as Library };
  try {
    process.dlopen(module, path);
  } catch (error) {
    return { problem: `they did not load (${(error as Error).message})` };
  }
  return { library: module.exports };
}

function library(): Library | undefined {
  loaded ??= load();
  return loaded.library;
}

/**
 * Do fovea's own kernels (`src/tensorflow/native/`, compiled at set-up) compute on the device in use? Where they do not,
 * TensorFlow's do all the work: on a GPU, where the environment variable `FOVEA_KERNELS` is `stock`, and where set-up could not
 * compile them.
 */
export function nativeKernels(): boolean {
  return library() !== undefined;
}

/**
 * Why fovea's own kernels do not compute although they could on this device and nobody turned them off: a clause, e.g.
 * `they are not compiled`. Undefined where nothing is wrong.
 */
export function missingKernels(): string | undefined {
  return nativeKernels() ? undefined : loaded?.problem;
}

/**
 * The precision to multiply x in: the one it is stored in on a GPU and where the processor has instructions for it, else float32, which
 * is many times faster there.
 */
export function workingPrecision(x: tf.Tensor): Precision {
  const precision = precisionOf(x);
  const isFast = isOnGpu() || (precision === 'bfloat16' && library()?.multipliesBfloat16);
  return isFast ? precision : 'float32';
}

/** {@link nativeKernels}, and do they support x's precision? They support float32 and bfloat16. */
export function nativeKernelsFor(x: tf.Tensor): boolean {
  return nativeKernels() && precisionOf(x) !== 'float16';
}
