#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { COMMANDS, preface } from './commands.mjs';
import { OptionMistake, variantOf } from './options.mjs';
import { printFailure, setUp } from './procedure.mjs';
import { ROOT } from './steps.mjs';

const USAGE = `Sets up what is missing, then runs a program: node src/setup/launch.mjs COMMAND [ARGUMENT...]

  COMMAND  ${Object.keys(COMMANDS).join(', ')}`;

/** Drawing gives way to set-up and to the lessons. */
const NICENESS_OF_DRAWING = 10;

/**
 * Draws sets in the background, one after the other. The program ends when this process does, since the channel between them closes then.
 *
 * @returns {() => void} Ends it.
 */
function startDrawing(sets) {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli', 'draw.js'), ...sets], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A set that cannot be drawn is tried again by the lesson that needs it, which then says why.
  child.on('error', () => {});
  if (child.pid) setPriority(child.pid, NICENESS_OF_DRAWING);
  child.unref();
  child.channel?.unref();
  return () => child.kill();
}

/** Runs a program in place of this one: it has the terminal, and gets the signals. Resolves to its exit code. */
function runInPlace(args) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches both by itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

async function main([name, ...args]) {
  if (!Object.hasOwn(COMMANDS, name ?? '')) {
    console.error(USAGE);
    return 2;
  }
  const { program, does, draws } = COMMANDS[name];
  const variant = variantOf();
  const sets = draws?.(args, process.env) ?? [];
  let stopDrawing = () => {};
  try {
    await setUp(
      { variant },
      {
        onForecast(steps) {
          const text = preface(steps, does?.(args, process.env));
          if (text) console.log(text);
        },
        onRight(title) {
          if (title === 'Library' && sets.length) stopDrawing = startDrawing(sets);
        },
      },
    );
    return await runInPlace([...program, ...args]);
  } finally {
    stopDrawing();
  }
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    const isMistake = error instanceof OptionMistake;
    if (isMistake) console.error(error.message);
    else printFailure(error);
    process.exitCode = isMistake ? 2 : 1;
  },
);
