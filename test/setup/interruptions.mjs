// Interrupts set-up at random moments and checks that the next one makes everything right:
//   node test/setup/interruptions.mjs [--rounds 10] [--each 2] [--seed 1] [--folder FOLDER]
// Each round begins with a clone in which nothing is installed. Set-up is interrupted twice (or more times), by Ctrl-C or by being killed,
// and then runs to its end; doctor must find everything in place, and a model must train a step.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ROOT } from '../../src/setup/steps.mjs';

const LATEST_SECONDS = 60;
const INSTALLED = ['node_modules', '.venv', 'dist', join('data', 'drawings', 'dist'), '.cache'];

const TRAINS = `
const { DataBlock, imageBlock, categoryBlock, getImageFiles, randomSplitter, parentLabel, resize, visionLearner, efficientnetLite0, setSeed } = require('fovea');
const sharp = require('sharp');
const { mkdtempSync, mkdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
(async () => {
  setSeed(1);
  const folder = mkdtempSync(join(require('node:os').tmpdir(), 'fovea-two-colours-'));
  for (const background of ['red', 'blue']) {
    mkdirSync(join(folder, background));
    for (let i = 0; i < 8; i++) {
      const image = sharp({ create: { width: 64, height: 64, channels: 3, background } });
      await image.png().toFile(join(folder, background, i + '.png'));
    }
  }
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock()],
    getItems: getImageFiles,
    splitter: randomSplitter({ seed: 1 }),
    getY: parentLabel,
    itemTransforms: [resize(64)],
  });
  const learn = await visionLearner(await block.dataloaders(folder, { batchSize: 4 }), efficientnetLite0);
  await learn.fitOneCycle(1);
  rmSync(folder, { recursive: true });
})();
`;

/** Mulberry32: the same moments for the same seed. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Starts set-up and interrupts it; returns what it was doing. */
async function interrupt(clone, signal, seconds) {
  const child = spawn(process.execPath, ['src/setup/setup.mjs'], { cwd: clone });
  const lines = [];
  child.stdout.setEncoding('utf8').on('data', (text) => lines.push(...text.split('\n')));
  const ended = once(child, 'exit');
  const isOver = await Promise.race([ended.then(() => true), pause(seconds * 1000, false, { ref: false })]);
  if (!isOver) child.kill(signal);
  await ended;
  const titleOf = (line) => line.match(/^ {2}[…✓!] (.{19})/)?.[1].trim();
  const done = lines.filter((line) => /^ {2}[✓!]/.test(line)).map(titleOf);
  const begun = lines.filter((line) => line.startsWith('  …')).map(titleOf);
  const doing = begun.filter((title) => !done.includes(title));
  return isOver ? 'it had ended' : `during ${doing.join(', ') || 'its beginning'}`;
}

/** Runs a program in the clone; it must succeed. */
function succeed(clone, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: clone, encoding: 'utf8' });
  assert.equal(status, 0, `${args[0]}:\n${stdout}\n${stderr}`);
}

async function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '10' },
      each: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      folder: { type: 'string' },
    },
  });
  const random = randomNumbers(Number(values.seed));
  const clone = values.folder ?? join(mkdtempSync(join(tmpdir(), 'fovea interrupted ')), 'fovea');
  if (!values.folder) execFileSync('git', ['clone', '--quiet', ROOT, clone]);
  for (let round = 1; round <= Number(values.rounds); round++) {
    for (const path of INSTALLED) rmSync(join(clone, path), { recursive: true, force: true });
    for (let i = 0; i < Number(values.each); i++) {
      const signal = random() < 0.5 ? 'SIGINT' : 'SIGKILL';
      const seconds = 1 + random() * (LATEST_SECONDS - 1);
      console.log(
        `${round}: ${signal} after ${seconds.toFixed(1)} s, ${await interrupt(clone, signal, seconds)}`,
      );
    }
    const start = performance.now();
    succeed(clone, ['src/setup/setup.mjs']);
    const elapsed = ((performance.now() - start) / 1000).toFixed(0);
    succeed(clone, ['src/setup/doctor.mjs']);
    succeed(clone, ['--eval', TRAINS]);
    console.log(`${round}: right after ${elapsed} s`);
  }
  if (!values.folder) rmSync(join(clone, '..'), { recursive: true, force: true });
}

await main();
