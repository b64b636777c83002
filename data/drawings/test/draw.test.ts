import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Size } from '../src/index';
import { temporaryFolder } from './temporary-folder';

const compiled = join(__dirname, '..', 'dist');

/** A copy of the compiled package whose program for CamVid is another. */
function packageThatDraws(body: string) {
  const root = temporaryFolder();
  cpSync(compiled, join(root, 'dist'), { recursive: true });
  cpSync(join(compiled, '..', 'package.json'), join(root, 'package.json'));
  const code = `exports.drawCamvid = async (folder) => { const { join } = require('node:path'); const fs = require('node:fs'); ${body} };`;
  writeFileSync(join(root, 'dist', 'camvid', 'camvid.js'), code);
  const { PROGRAM, isDrawn } = require(join(root, 'dist', 'index.js')) as typeof import('../src/index');
  const folder = join(root, 'data', 'camvid_tiny');
  return {
    PROGRAM,
    folder,
    around: join(root, 'data'),
    isDrawn: (size: Size = 'mini') => isDrawn('camvid_tiny', size, folder),
  };
}

const run = (program: string, args: readonly string[]) =>
  spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });

test('the program draws a set into its folder, which says then what drew it', () => {
  const { PROGRAM, folder, around, isDrawn } = packageThatDraws(
    "fs.writeFileSync(join(folder, 'a'), 'new');",
  );
  assert.equal(isDrawn(), false);
  assert.deepEqual(run(PROGRAM, ['camvid_tiny', folder]).status, 0);
  assert.equal(isDrawn(), true);
  assert.deepEqual(readdirSync(folder).sort(), ['.identity', 'a']);
  assert.deepEqual(readdirSync(around), ['camvid_tiny']);
});

test('the program replaces what another program drew, files that are no longer drawn included', () => {
  const { PROGRAM, folder, isDrawn } = packageThatDraws("fs.writeFileSync(join(folder, 'a'), 'new');");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'b'), 'old');
  writeFileSync(join(folder, '.identity'), 'old');
  assert.equal(isDrawn(), false);
  run(PROGRAM, ['camvid_tiny', folder]);
  assert.equal(isDrawn(), true);
  assert.deepEqual(readdirSync(folder).sort(), ['.identity', 'a']);
});

test('of few images a set is another one than whole, and each replaces the other', () => {
  const { PROGRAM, folder, isDrawn } = packageThatDraws("fs.writeFileSync(join(folder, 'a'), 'new');");
  run(PROGRAM, ['camvid_tiny', folder, 'few']);
  assert.deepEqual([isDrawn('few'), isDrawn('mini')], [true, false]);
  run(PROGRAM, ['camvid_tiny', folder, 'mini']);
  assert.deepEqual([isDrawn('few'), isDrawn('mini')], [false, true]);
});

test('a drawing that fails says why, and leaves the old set as it was', () => {
  const { PROGRAM, folder, around } = packageThatDraws("throw new Error('out of paint');");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'b'), 'old');
  const { status, stderr } = run(PROGRAM, ['camvid_tiny', folder]);
  assert.deepEqual([status, stderr], [1, 'out of paint\n']);
  assert.equal(readFileSync(join(folder, 'b'), 'utf8'), 'old');
  assert.deepEqual(readdirSync(around), ['camvid_tiny']);
});

test('a drawing that is stopped, or whose caller is gone, leaves nothing behind', async () => {
  for (const stop of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    const { PROGRAM, folder, around } = packageThatDraws(
      'await new Promise((done) => setTimeout(done, 60_000));',
    );
    const child = fork(PROGRAM, ['camvid_tiny', folder], { execArgv: [] });
    const ended = new Promise((done) => child.on('exit', (code) => done(code)));
    while (!existsSync(join(around, '.camvid_tiny.drawing'))) await pause(20);
    if (stop === 'disconnect') child.disconnect();
    else child.kill(stop);
    assert.equal(await ended, 130);
    assert.deepEqual(readdirSync(around), []);
  }
});

test('the program lists the sets if it is asked for none, or for one or a size that it does not draw', () => {
  const { PROGRAM } = packageThatDraws('');
  for (const args of [[], ['camvid', 'somewhere'], ['camvid_tiny'], ['camvid_tiny', 'somewhere', 'all']]) {
    const { status, stderr } = run(PROGRAM, args);
    assert.equal(status, 2);
    assert.match(stderr, /SET +biwi_head_pose, camvid_tiny, oxford-iiit-pet, pascal_2007\n/);
  }
});
