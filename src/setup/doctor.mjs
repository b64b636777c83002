#!/usr/bin/env node
import { existsSync, readdirSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { answer } from './command.mjs';
import { ROOT, setupSteps } from './steps.mjs';

const GIGABYTE = 2 ** 30;
const colour = (text, code) => (process.stdout.isTTY ? `\x1b[${code}m${text}\x1b[0m` : text);

/** What set-up does not make but a lesson may want. */
function surroundings(root) {
  const { bavail, bsize } = statfsSync(root);
  const gpu = answer('nvidia-smi', ['-L']);
  const folder = join(root, 'data');
  const sets = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter(
        (entry) => entry.isDirectory() || entry.isSymbolicLink(),
      )
    : [];
  return [
    ['Memory', `${(totalmem() / GIGABYTE).toFixed(0)} GB (training needs about 5 GB)`],
    ['Disk', `${((bavail * bsize) / GIGABYTE).toFixed(0)} GB free (set-up needs about 4 GB)`],
    ['GPU', gpu ? gpu.split('\n')[0] : 'none seen; TensorFlow runs on the CPU'],
    [
      'Data',
      process.env.FOVEA_DATA
        ? `FOVEA_DATA=${process.env.FOVEA_DATA}`
        : `${sets.map(({ name }) => name).join(', ') || 'none in data/'}; npm start draws a mini set`,
    ],
  ];
}

/** Prints what is there, what is missing and the cure for each. Changes nothing; exit code 1 if something is missing. */
function examine(root) {
  let missing = 0;
  for (const step of setupSteps(root)) {
    const { right, found, needed, cure } = step.inspect();
    console.log(`  ${right ? colour('✓', 32) : colour('✗', 31)} ${step.title.padEnd(17)} ${found}`);
    if (right) continue;
    missing += 1;
    console.log(`      needed: ${needed}\n      cure:   ${cure}`);
  }
  for (const [title, text] of surroundings(root)) console.log(`    ${title.padEnd(17)} ${text}`);
  console.log(
    missing ? `\n${missing} missing: "npm run setup" mends what it can.` : '\nEverything is in place.',
  );
  return missing ? 1 : 0;
}

console.log('Doctor');
process.exitCode = examine(ROOT);
