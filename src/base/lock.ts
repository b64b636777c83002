import { type FileHandle, mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const HEARTBEAT_SECONDS = 5;
const DEAD_AFTER_SECONDS = 120;

const heldHere = new Map<string, Promise<unknown>>();

/**
 * Runs work that only one process at a time may do, e.g. unpacking into a folder; others wait for it.
 * A lock left behind by a process that died is taken over.
 *
 * @param file The lock file. Its folder is made if missing; the file is removed at the end.
 * @param work What to do while holding the lock.
 * @param options.onWait Called once if another holds the lock, with its process id (undefined: this very process).
 * @param options.pollMilliseconds How often a waiting process looks again.
 * @param options.signal Ends the waiting; the work itself must look at it too.
 * @returns What `work` returned.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  {
    onWait = () => {},
    pollMilliseconds = 300,
    signal,
  }: { onWait?: (pid: number | undefined) => void; pollMilliseconds?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const key = resolve(file);
  const before = heldHere.get(key);
  if (before) onWait(undefined);
  const run = (before ?? Promise.resolve())
    .catch(() => {})
    .then(() => {
      signal?.throwIfAborted();
      return holdingFile(key, work, onWait, () => pause(pollMilliseconds, undefined, { signal }));
    });
  heldHere.set(key, run);
  try {
    return await run;
  } finally {
    if (heldHere.get(key) === run) heldHere.delete(key);
  }
}

async function holdingFile<T>(
  file: string,
  work: () => Promise<T>,
  onWait: (pid: number | undefined) => void,
  poll: () => Promise<void>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  let told = false;
  while (!(await take(file))) {
    const holder = await readHolder(file);
    if (holder && !holder.isAlive) {
      await removeDead(file, holder.text);
      continue;
    }
    if (holder && !told) onWait(holder.pid);
    told ||= holder !== undefined;
    await poll();
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_SECONDS * 1000);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
    return true;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function readHolder(file: string) {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const silentSeconds = (Date.now() - mtimeMs) / 1000;
    // Between creating the file and writing into it there is a moment when it is empty.
    if (text === '') return { text, pid: undefined, isAlive: silentSeconds < HEARTBEAT_SECONDS };
    const { pid, host } = JSON.parse(text) as { pid: number; host: string };
    const isAlive = silentSeconds < DEAD_AFTER_SECONDS && (host !== hostname() || isRunning(pid));
    return { text, pid, isAlive };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return { text: '', pid: undefined, isAlive: false };
    throw error;
  }
}

function isRunning(pid: number): boolean {
  // This process holds no lock on this file here (see heldHere): the number is a dead process's, used again.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Two waiting processes must not both remove: the second would remove the first one's new lock. */
async function removeDead(file: string, text: string): Promise<void> {
  const guard = `${file}.takeover`;
  if (!(await take(guard))) {
    const age = await stat(guard).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > HEARTBEAT_SECONDS * 1000) await rm(guard, { force: true });
    await pause(50);
    return;
  }
  try {
    const now = await readFile(file, 'utf8').catch(() => undefined);
    if (now === text || text === '') await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}
