import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordDisplays } from '../../src/display/jupyter';
import { kernelNote } from '../../src/display/kernel-note';
import { tf } from '../../src/index';
import { conv2d } from '../../src/layers';
import { missingKernels, nativeKernels } from '../../src/tensorflow/native-kernels';
import type { FitState } from '../../src/training/callbacks/callback';
import { onGpu } from '../gpu';

const isChild = process.env.FOVEA_REPLACED_KERNELS === '/nowhere';

/** What two fits show. */
function notesOfTwoFits(): unknown[] {
  const recording = recordDisplays();
  for (let fit = 0; fit < 2; fit++) kernelNote().beforeFit?.({} as FitState);
  recording.stop();
  return recording.displays.map((bundles) => bundles[0]['text/plain']);
}

test('kernelNote() is silent where nothing is missing', { skip: isChild || !!missingKernels() }, () => {
  assert.deepEqual(notesOfTwoFits(), []);
});

test("Kernels that do not load leave the work to TensorFlow's own, and kernelNote() says so once", {
  skip: onGpu || process.env.FOVEA_KERNELS === 'stock',
}, () => {
  if (!isChild) {
    const preload = join(__dirname, '..', 'tensorflow', 'replace-kernels.cjs');
    const env = { ...process.env, FOVEA_REPLACED_KERNELS: '/nowhere', NODE_TEST_CONTEXT: undefined };
    const args = ['--require', preload, '--import', 'tsx', '--test-reporter=tap', '--test', __filename];
    const { status, stdout } = spawnSync(process.execPath, args, { env, encoding: 'utf8' });
    assert.equal(status, 0, stdout);
    return;
  }
  tf.tidy(() => {
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 3, 3, 1]), tf.ones<tf.Rank.R4>([3, 3, 1, 1])];
    assert.deepEqual([...conv2d(x, filter).dataSync()], [9]);
  });
  assert.equal(nativeKernels(), false);
  const notes = notesOfTwoFits();
  assert.equal(notes.length, 1);
  assert.match(
    notes[0] as string,
    /^A training step takes about [\d.]+ times as long here as with fovea's own kernels: they did not load \(.*nowhere.*\)\. "npm run doctor" says more\.$/,
  );
});
