#!/usr/bin/env node
import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { answer } from './command.mjs';
import { imageCache } from './image-cache.mjs';
import { readOptions } from './options.mjs';
import { ROOT, setupSteps } from './steps.mjs';

const GIGABYTE = 2 ** 30;
const colour = (text, code) => (process.stdout.isTTY ? `\x1b[${code}m${text}\x1b[0m` : text);

/** What a lesson may need and set-up does not install. */
function surroundings(root) {
  const { bavail, bsize } = statfsSync(root);
  const gpu = answer('nvidia-smi', ['-L']);
  const folder = join(root, 'data');
  const sets = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter(
        (entry) => (entry.isDirectory() || entry.isSymbolicLink()) && entry.name !== 'drawings',
      )
    : [];
  return [
    ['Memory', `${(totalmem() / GIGABYTE).toFixed(0)} GB (training needs up to 4 GB)`],
    ['Disk', `${((bavail * bsize) / GIGABYTE).toFixed(0)} GB free (set-up needs about 4 GB)`],
    ['Image cache', imageCache()],
    ['GPU', gpu ? gpu.split('\n')[0] : 'none found; TensorFlow runs on the CPU'],
    [
      'Data',
      process.env.FOVEA_DATA
        ? `FOVEA_DATA=${process.env.FOVEA_DATA}`
        : `${sets.map(({ name }) => name).join(', ') || 'none in data/'}; npm start draws a stand-in`,
    ],
  ];
}

/**
 * Prints what is installed, what is missing and the cure for each. Changes nothing.
 *
 * @returns {number} The exit code: 1 if something is missing.
 */
function examine(root) {
  let missing = 0;
  for (const step of setupSteps(root)) {
    const { right, found, needed, drawback, cure } = step.inspect();
    const mark = drawback ? colour('!', 33) : right ? colour('✓', 32) : colour('✗', 31);
    console.log(`  ${mark} ${step.title.padEnd(19)} ${found}`);
    if (drawback) console.log(`      ${drawback}\n      cure:   ${cure}`);
    if (right) continue;
    missing += 1;
    console.log(`      needed: ${needed}\n      cure:   ${cure}`);
  }
  for (const [title, text] of surroundings(root)) console.log(`    ${title.padEnd(19)} ${text}`);
  console.log(
    missing ? `\n${missing} missing: "npm run setup" mends what it can.` : '\nEverything is in place.',
  );
  return missing ? 1 : 0;
}

const USAGE =
  'Looks at what set-up made and says what is missing, and how to get it; changes nothing: npm run doctor';

if (readOptions({}, USAGE)) {
  console.log('Doctor');
  process.exitCode = examine(ROOT);
}
