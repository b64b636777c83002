import { createConnection, createServer } from 'node:net';
import { resolve } from 'node:path';
import { hashOf } from './stamp.mjs';

/** Listens on a socket and tells who connects this process's id. Returns how to close it; undefined if another process listens. */
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
      done(() => {
        server.close();
        for (const connection of connections) connection.destroy();
      }),
    );
  });
}

/** Waits until the process that listens on a socket closes it or ends; tells `onHolder` its id. */
function waitForClose(name, onHolder) {
  return new Promise((done) => {
    const connection = createConnection(name).setEncoding('utf8');
    // `close` follows every error; the socket may have been closed meanwhile.
    connection.on('error', () => {}).on('close', done);
    connection.on('data', (text) => onHolder(Number(text)));
  });
}

/**
 * Lets one set-up at a time change a folder; a second one waits. The lock is a socket whose name is in Linux's abstract namespace:
 * it is not a file, and it ends with its process, however that ends.
 *
 * @param {string} folder What is locked.
 * @param {(pid: number) => void} onWait Called once if another process holds the lock.
 * @returns {Promise<() => void>} Releases the lock.
 */
export async function takeLock(folder, onWait) {
  // Elsewhere set-up goes no further than its first step.
  if (process.platform !== 'linux') return () => {};
  const name = `\0fovea-setup-${hashOf(resolve(folder))}`;
  for (let isReported = false; ; ) {
    const release = await listen(name);
    if (release) return release;
    await waitForClose(name, (pid) => {
      if (!isReported) onWait(pid);
      isReported = true;
    });
  }
}
