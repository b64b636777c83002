import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function owner(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Lets one set-up at a time change the clone; a second waits. The lock of a process that is gone is taken over.
 *
 * @param {string} path The lock file.
 * @param {(pid: number) => void} onWait Called once if somebody else holds it.
 * @returns {Promise<() => void>} Releases the lock.
 */
export async function takeLock(path, onWait) {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; ; ) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => {
        if (owner(path) === process.pid) rmSync(path, { force: true });
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const pid = owner(path);
    if (pid && lives(pid)) {
      if (!told) onWait(pid);
      told = true;
      await pause(500);
    } else {
      // An empty file may be one that is just being written.
      await pause(100);
      if (owner(path) === pid) rmSync(path, { force: true });
    }
  }
}
