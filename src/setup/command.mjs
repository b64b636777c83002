import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { SetupFailure } from './failure.mjs';

const running = new Set();

/** Ends the programs that are running, when set-up itself is stopped. */
export function stopRunning() {
  for (const child of running) child.kill('SIGTERM');
}

/**
 * Runs a program without a shell, so that spaces in paths need no quoting. Everything it prints goes to a log file.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, log: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, output: string }>} `output` holds stdout and stderr; code 127 if it could not start.
 */
export function run(program, args, { cwd, log, env = process.env }) {
  mkdirSync(dirname(log), { recursive: true });
  const file = createWriteStream(log, { flags: 'a' });
  file.write(`$ ${[program, ...args].join(' ')}\n`);
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
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
      running.delete(child);
      file.end(`(exit ${code})\n\n`, () => resolve({ code, output }));
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
