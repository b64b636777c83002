import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupFailure } from './failure.mjs';

/** The programs that are running: their process ids, and promises that they have ended. */
const running = new Map();
let isStopping = false;
let inherited = [];

/**
 * Keeps set-up's lock taken until its programs have ended, should set-up itself be killed: they would go on changing what the next
 * one works on.
 *
 * @param {import('node:net').Server | undefined} socket Of `takeLock`; undefined when it is released.
 */
export function shareLock(socket) {
  // Node hands on sockets that are read from; of one that listens, only the descriptor, which it does not document.
  const { fd } = socket?._handle ?? {};
  inherited = fd >= 0 ? [fd] : [];
}

/** Signals a program and all that it started. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Ends the programs that are running, and those that they started; no other is started from now on, and whoever waits for one
 * waits for ever.
 *
 * @param {{ patienceSeconds?: number }} options How long they may take to end by themselves.
 */
export async function stopRunning({ patienceSeconds = 3 } = {}) {
  isStopping = true;
  const signalAll = (signal) => {
    for (const pid of running.keys()) signalGroup(pid, signal);
  };
  signalAll('SIGTERM');
  const kill = setTimeout(() => signalAll('SIGKILL'), patienceSeconds * 1000);
  await Promise.all(running.values());
  clearTimeout(kill);
}

/**
 * Runs a program without a shell, so that spaces in paths need no quoting. Everything it prints goes to a log file. It has a process
 * group of its own: Ctrl-C in the terminal reaches set-up alone, which then ends its programs.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, log: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string }>} `output` holds stdout and stderr; code 127 if it could not start.
 */
export function run(program, args, { cwd, log, env = process.env }) {
  if (isStopping) return new Promise(() => {});
  mkdirSync(dirname(log), { recursive: true });
  const file = createWriteStream(log, { flags: 'a' });
  file.write(`$ ${[program, ...args].join(' ')}\n`);
  return new Promise((resolve) => {
    const stdio = ['ignore', 'pipe', 'pipe', ...inherited];
    const child = spawn(program, args, { cwd, env, stdio, detached: true });
    if (child.pid) running.set(child.pid, new Promise((done) => child.on('close', done)));
    let output = '';
    const keep = (text) => {
      output += text;
      file.write(text);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
    let hasEnded = false;
    const end = (code) => {
      // A program that cannot start gives an error, then closes.
      if (hasEnded) return;
      hasEnded = true;
      running.delete(child.pid);
      file.end(`(exit ${code})\n\n`, () => {
        if (!isStopping) resolve({ code, output });
      });
    };
    child.on('error', (error) => {
      keep(`${error.message}\n`);
      end(127);
    });
    child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)));
  });
}

/** What a program prints on stdout, trimmed; undefined if it is missing or fails. For programs that answer quickly. */
export function answer(program, args) {
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 20_000,
  });
  return status === 0 ? stdout.trim() : undefined;
}

const NO_ANSWER =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|Failed to establish a new connection|Temporary failure in name resolution|Name or service not known|NewConnectionError|ProxyError|ConnectTimeoutError|Read timed out|Max retries exceeded|Connection refused/;
const REFUSED = /E401|E403|E407|(?:40[137]) (?:Client Error|Unauthorized|Forbidden|Proxy Authentication)/;
const DISK_FULL = /ENOSPC|No space left on device/;
const WRONG_HASH = /EINTEGRITY|DO NOT MATCH THE HASHES/;

/**
 * Why an installer (npm or pip) failed, and what to do about it.
 *
 * @param {{ code: number, output: string }} result Of `run`.
 * @param {{ installer: string, needed: string, log: string }} context
 * @returns {SetupFailure}
 */
export function installFailure({ code, output }, { installer, needed, log }) {
  const failure = (found, cure) => new SetupFailure({ found, needed, cure, log });
  if (DISK_FULL.test(output)) {
    return failure(
      `${installer} filled the disk`,
      'free about 4 GB on this disk, then run the same command again',
    );
  }
  if (WRONG_HASH.test(output)) {
    return failure(
      `${installer} was sent a package whose content differs from the pinned hash, and refused it`,
      `empty ${installer}'s cache and run the same command again; if it stays, the mirror in use alters packages`,
    );
  }
  if (NO_ANSWER.test(output)) {
    return failure(
      `no answer from the package registry that ${installer} uses`,
      `connect to the network (or set HTTPS_PROXY, or ${installer}'s own mirror setting), then run the same command again: finished steps are kept`,
    );
  }
  if (REFUSED.test(output)) {
    return failure(
      `the package registry refused ${installer}`,
      `look at ${installer}'s mirror and proxy settings, then run the same command again`,
    );
  }
  const lines = output.split('\n').filter((line) => /error|not found|conflict|no matching/i.test(line));
  return failure(
    `${installer} ended with exit code ${code}${lines.length ? `: ${lines[0].trim().slice(0, 200)}` : ''}`,
    'read the log, then run the same command again: finished steps are kept',
  );
}
