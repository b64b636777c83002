import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { csvLog } from '../../../src/index';
import { temporaryFolder } from '../../temporary-folder';
import { withLine } from '../line';

const folder = temporaryFolder();

test('csvLog() makes the folder of its file, as fastai does', () =>
  withLine(async (learn) => {
    const file = join(folder, 'logs', 'today', 'log.csv');
    await learn.fit(1, { lr: 0, callbacks: [csvLog(file)] });
    assert.match(readFileSync(file, 'utf8'), /^epoch,train_loss,valid_loss,time\n0,/);
  }));

test('csvLog() names a file that it cannot write, before training begins', () =>
  withLine(async (learn) => {
    const file = join(folder, 'taken.csv');
    mkdirSync(file);
    await assert.rejects(learn.fit(1, { callbacks: [csvLog(file)] }), {
      name: 'FoveaError',
      message: `csvLog cannot write ${file}: EISDIR.\n  Give the path of a file in a folder that you may write.`,
    });
    assert.equal(learn.recorder.rawLosses.length, 0);
  }));
