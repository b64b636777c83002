import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const HEARTBEAT_SECONDS = 5;
const DEAD_AFTER_SECONDS = 120;

/** What a lock file says of its holder, in JSON. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the system's clock ticks: a later process may have the same id. */
  readonly started?: string;
  /** Different for each time a lock is taken. */
  readonly token?: string;
}

interface LockFile {
  readonly text: string;
  readonly holder?: Holder;
  /** Changes with each heartbeat. */
  readonly changedAt: number;
}

/** Options of {@link withLock}. */
export interface LockOptions {
  /** Called once if another holds the lock, with its process id; undefined stands for this process. */
  readonly onWait?: (pid: number | undefined) => void;
  /** How often a waiting process looks again. @defaultValue 300 */
  readonly pollMilliseconds?: number;
  /** Ends the waiting. The work itself must watch it too. */
  readonly signal?: AbortSignal;
}

const heldHere = new Map<string, Promise<unknown>>();

/**
 * Runs work that only one process at a time may do, e.g. unpacking into a folder; others wait for it.
 *
 * The lock of a process that ended without releasing it is taken over: on this machine as soon as the process is gone, from
 * another machine, with which the folder is shared, when its file has shown no heartbeat for two minutes.
 *
 * @param file Path of the lock file. Its folder is made if missing. The file is removed at the end.
 * @param work What to do while holding the lock.
 * @returns What `work` returned.
 * @throws The error of `work`, of the file system, or the signal's reason.
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  { onWait = () => {}, pollMilliseconds = 300, signal }: LockOptions = {},
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
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    started: await startOf(process.pid),
    token: randomUUID(),
  } satisfies Holder);
  const isSilent = silenceWatch();
  let isReported = false;
  for (;;) {
    const other = await take(file, mine, isSilent);
    if (other === 'taken') break;
    if (other?.holder && !isReported) onWait(other.holder.pid);
    isReported ||= other?.holder !== undefined;
    if (other) await poll();
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, HEARTBEAT_SECONDS * 1000);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await removeIf(file, mine);
  }
}

/**
 * Tries once to take a lock.
 *
 * A dead holder's lock is removed by the process that holds the claim to it, a lock named after what the dead one says. So two processes
 * that find it at once cannot remove one after the other, the second one the first one's new lock; and where a claimant dies too,
 * its claim is taken over in the same way.
 *
 * @returns The file of a living holder; undefined if it has to be tried again.
 */
async function take(
  file: string,
  mine: string,
  isSilent: (file: string, lock: LockFile) => boolean,
): Promise<'taken' | LockFile | undefined> {
  if (await create(file, mine)) return 'taken';
  const lock = await read(file);
  if (!lock) return undefined;
  if (await isAlive(file, lock, isSilent)) return lock;
  const claim = `${file}.${createHash('sha256').update(lock.text).digest('hex').slice(0, 12)}`;
  const claimed = await take(claim, mine, isSilent);
  if (claimed !== 'taken') return claimed;
  try {
    await removeIf(file, lock.text);
  } finally {
    await removeIf(claim, mine);
  }
  return undefined;
}

/** Creates a file with its text in it, in one step: no other process sees it empty, and none is left empty by a crash. */
async function create(file: string, text: string): Promise<boolean> {
  const complete = `${file}.${randomUUID()}`;
  try {
    await writeFile(complete, text);
    await link(complete, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Some file systems have no links.
    if (['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code ?? '')) return createInSteps(file, text);
    throw error;
  } finally {
    await rm(complete, { force: true });
  }
}

async function createInSteps(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(text).finally(() => handle.close());
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function read(file: string): Promise<LockFile | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    return { text, holder: parse(text), changedAt: mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder;
    return Number.isInteger(holder.pid) && typeof holder.host === 'string' ? holder : undefined;
  } catch {
    return undefined;
  }
}

async function removeIf(file: string, text: string): Promise<void> {
  if ((await read(file))?.text === text) await rm(file, { force: true });
}

async function isAlive(
  file: string,
  lock: LockFile,
  isSilent: (file: string, lock: LockFile) => boolean,
): Promise<boolean> {
  const { holder } = lock;
  if (!holder || holder.host !== hostname()) return !isSilent(file, lock);
  const started = await startOf(holder.pid);
  if (holder.started !== undefined && started !== undefined) return holder.started === started;
  // This process holds no lock on this file (see heldHere): the id is a dead process's, used again.
  return holder.pid !== process.pid && isRunning(holder.pid);
}

/**
 * Tells whether a lock file has not changed for so long, while this process watched, that its holder must be dead. The clocks of
 * two machines need not agree. A file that does not name its holder was cut off while it was written.
 */
function silenceWatch(): (file: string, lock: LockFile) => boolean {
  const seen = new Map<string, { readonly state: string; readonly at: number }>();
  return (file, { text, holder, changedAt }) => {
    const state = `${changedAt} ${text}`;
    const before = seen.get(file);
    const now = performance.now();
    if (before?.state !== state) {
      seen.set(file, { state, at: now });
      return false;
    }
    return now - before.at > 1000 * (holder ? DEAD_AFTER_SECONDS : HEARTBEAT_SECONDS);
  };
}

/** When a process started, in clock ticks since the machine did; undefined if it ended or the system does not say. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in parentheses, may hold blanks.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
