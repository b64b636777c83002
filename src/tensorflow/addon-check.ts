import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FoveaError } from '../base/errors';

const folder = dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json'));
const addon = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
const library = join(folder, 'deps', 'lib', 'libtensorflow.so');

for (const [what, path] of [
  ["TensorFlow's native addon", addon],
  ["TensorFlow's shared library", library],
]) {
  if (!existsSync(path)) {
    throw new FoveaError(
      `${what} was not found at ${path}.`,
      'Run "npm run setup": it installs TensorFlow and compiles the addon. "npm run doctor" shows what else is missing.',
    );
  }
}
