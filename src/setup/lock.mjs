import { createConnection, createServer } from 'node:net';
import { resolve } from 'node:path';
import { hashOf } from './stamp.mjs';

/** How long a holder may take to tell its id. */
const SILENCE_SECONDS = 1;

/** Listens on a socket and tells who connects this process's id. Returns it and how to close it; undefined if another process listens. */
function listen(name) {
  const connections = new Set();
  const server = createServer((connection) => {
    connections.add(connection);
    // A waiting process may end at any time.
    connection.on('error', () => {}).on('close', () => connections.delete(connection));
    connection.unref().write(`${process.pid}\n`);
  });
  return new Promise((done, fail) => {
    server.on('error', (error) => (error.code === 'EADDRINUSE' ? done(undefined) : fail(error)));
    server.unref().listen(name, () =>
      done({
        socket: server,
        release() {
          server.close();
          for (const connection of connections) connection.destroy();
        },
      }),
    );
  });
}

/** Waits until the process that listens on a socket closes it or ends; tells `onHolder` its id, or undefined if nobody answers. */
function waitForClose(name, onHolder) {
  return new Promise((done) => {
    const connection = createConnection(name).setEncoding('utf8');
    const silence = setTimeout(() => onHolder(undefined), SILENCE_SECONDS * 1000);
    connection.on('data', (text) => {
      clearTimeout(silence);
      onHolder(Number(text));
    });
    // `close` follows every error; the socket may have been closed meanwhile.
    connection
      .on('error', () => {})
      .on('close', () => {
        clearTimeout(silence);
        done();
      });
  });
}

/**
 * Lets one set-up at a time change a folder; a second one waits. The lock is a socket whose name is in Linux's abstract namespace:
 * it is not a file, and it ends with its process, however that ends. Programs to which the process passes the socket hold the lock
 * too, even when it was killed.
 *
 * @param {string} folder What is locked.
 * @param {(pid: number | undefined) => void} onWait Called once if another process holds the lock; with undefined if only programs of a
 *   killed one do.
 * @returns {Promise<{ release: () => void, socket?: import('node:net').Server }>}
 */
export async function takeLock(folder, onWait) {
  // Elsewhere set-up goes no further than its first step.
  if (process.platform !== 'linux') return { release() {} };
  const name = `\0fovea-setup-${hashOf(resolve(folder))}`;
  for (let isReported = false; ; ) {
    const lock = await listen(name);
    if (lock) return lock;
    await waitForClose(name, (pid) => {
      if (!isReported) onWait(pid);
      isReported = true;
    });
  }
}
