import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSafetensors, writeSafetensors } from '../../../src/layers';
import { temporaryFolder } from '../../temporary-folder';
import { withLine } from '../line';

const file = join(temporaryFolder(), 'line.safetensors');

/** Saves a trained line with another optimizer state, and asserts what loading it says; nothing is changed by it. */
function refuses(change: (state: { hypers: unknown[] }) => unknown, message: string): Promise<void> {
  return withLine(async (learn) => {
    await learn.fit(1, { lr: 0.1 });
    await learn.save(file);
    const { tensors, metadata } = readSafetensors(file);
    const optimizer = JSON.stringify(change(JSON.parse(metadata.optimizer)));
    await writeSafetensors(file, tensors, { ...metadata, optimizer });
    await learn.fit(1, { lr: 0.1 });
    const before = [learn.optimizer.steps, learn.model.parameters[2].save().values[0]];
    await assert.rejects(learn.load(file), { message: message.replaceAll('FILE', file) });
    assert.deepEqual([learn.optimizer.steps, learn.model.parameters[2].save().values[0]], before);
    await learn.load(file, { withOptimizer: false });
  });
}

test('load() names the field of a damaged optimizer state', () =>
  refuses(
    (state) => ({ ...state, steps: 'many' }),
    'Expected a number as steps of the optimizer state in FILE, received "many".\n  Save the learner again.',
  ));

test('load() refuses the optimizer state of another number of parameter groups', () =>
  refuses(
    (state) => ({ ...state, hypers: state.hypers.slice(1) }),
    'Expected an optimizer state of 3 parameter groups in FILE, received 2, frozen up to group 0.\n  Load the weights alone: load(file, { withOptimizer: false }).',
  ));
