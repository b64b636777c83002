import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../src/index';
import { relu, relu6, runKernelForOne } from '../../src/layers';
import { expectInternals, interceptKernels, recordTape } from '../../src/tensorflow/tfjs-internals';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

const found = () => ({ versions: { ...tf.version }, backend: tf.backend(), engine: tf.engine() });

test('expectInternals() accepts the TensorFlow.js that is installed', () => {
  expectInternals(found());
});

test('expectInternals() names the version it expects and the one it finds', () => {
  const { versions, ...others } = found();
  assert.throws(() => expectInternals({ ...others, versions: { ...versions, 'tfjs-node': '4.23.0' } }), {
    name: 'FoveaError',
    message:
      'Expected tfjs-node 4.22.0, whose internals fovea uses, found 4.23.0.\n' +
      '  Run "npm ci" in the folder of fovea: it installs the versions of package-lock.json.',
  });
  assert.throws(() => expectInternals({ ...others, versions: {} }), {
    message: /^Expected tfjs-node 4\.22\.0, whose internals fovea uses, found none\./,
  });
});

test('expectInternals() names the field that is missing, and where', () => {
  const { backend, ...others } = found();
  const cure =
    'Run "npm ci" in the folder of fovea: the installed TensorFlow.js was changed. Leave its backend as it is (no tf.setBackend).';
  assert.throws(
    () => expectInternals({ ...others, backend: Object.create(backend, { readSync: { value: undefined } }) }),
    {
      message: `Expected a function readSync in the backend of TensorFlow.js 4.22.0, found undefined.\n  ${cure}`,
    },
  );
  assert.throws(
    () => expectInternals({ ...others, backend: Object.create(backend, { binding: { value: {} } }) }),
    {
      message: `Expected a string TF_Version in the binding of TensorFlow.js 4.22.0, found undefined.\n  ${cure}`,
    },
  );
  assert.throws(() => expectInternals({ ...others, backend, engine: { state: {} } }), {
    message: `Expected a function startTape in the engine of TensorFlow.js 4.22.0, found undefined.\n  ${cure}`,
  });
});

test('recordTape() gives the operations in the order they ran, with what they saved', async () => {
  await leavesNoTensors(() => {
    const x = tf.scalar(3);
    const { result, tape } = recordTape(() => tf.tidy(() => relu6(relu(x))));
    assert.deepEqual(
      // tfjs also records its copies of what is saved.
      tape.map(({ kernelName }) => kernelName).filter((name) => name.startsWith('Fovea')),
      ['FoveaRelu', 'FoveaRelu6'],
    );
    for (const { saved } of tape) tf.dispose([...saved]);
    tf.dispose([x, result]);
  });
});

test('interceptKernels() sees each kernel until it is ended', async () => {
  await leavesNoTensors(() => {
    const kernels: string[] = [];
    const end = interceptKernels((kernel, run) => {
      kernels.push(kernel);
      return run();
    });
    const square = () =>
      tf.tidy(() => assertClose(runKernelForOne('Square', [tf.scalar(3)]).dataSync(), [9]));
    square();
    end();
    square();
    assert.deepEqual(kernels, ['Square']);
  });
});
