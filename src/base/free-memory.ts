import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Memory that a process could still take, in bytes. */
export interface FreeMemory {
  /** Without swapping. */
  readonly available: number;
  /** Free swap space: slow, but no process ends for want of it. */
  readonly swap: number;
}

/**
 * How much memory this process can still take: what the system has available, and no more than the limits of its control groups leave,
 * e.g. those of a container.
 *
 * @param options
 * @param options.root The folder that holds `proc` and `sys`; tests make one of their own.
 * @returns Undefined where the system does not say.
 * @see The Linux kernel's documentation of `/proc/meminfo`, cgroup v1 `memory` and cgroup v2.
 */
export function freeMemory({ root = '/' }: { root?: string } = {}): FreeMemory | undefined {
  const read = (...path: string[]) => textOf(join(root, ...path));
  const meminfo = read('proc', 'meminfo');
  const [available, swap] = ['MemAvailable', 'SwapFree'].map((field) => numberIn(meminfo, field));
  if (available === undefined) return undefined;
  const limited = groupsOf(read('proc', 'self', 'cgroup')).flatMap((group) => leftBy(group, read) ?? []);
  const least = Math.min(1024 * available, ...limited);
  // What a group may swap has a limit of its own.
  return { available: Math.max(0, least), swap: limited.length > 0 ? 0 : 1024 * (swap ?? 0) };
}

interface Group {
  readonly version: 1 | 2;
  readonly path: string;
}

/** The control groups of this process that limit memory, from its own to the root. In a container its path may be the host's. */
function groupsOf(cgroup: string | undefined): Group[] {
  return (cgroup ?? '').split('\n').flatMap((line) => {
    const [id, controllers, path] = line.split(':');
    const isMemory = controllers?.split(',').includes('memory');
    if (path === undefined || !(isMemory || (id === '0' && controllers === ''))) return [];
    const version = isMemory ? 1 : 2;
    const paths = [path];
    while (paths[paths.length - 1] !== '/') paths.push(dirname(paths[paths.length - 1]));
    return paths.map((one): Group => ({ version, path: one }));
  });
}

/** What the limit of a group leaves: files in memory make room. Undefined without a limit. */
function leftBy({ version, path }: Group, read: (...path: string[]) => string | undefined) {
  const folder = ['sys', 'fs', 'cgroup', ...(version === 1 ? ['memory'] : []), path];
  const [limitFile, usageFile, cached] =
    version === 1
      ? ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file']
      : ['memory.max', 'memory.current', 'inactive_file'];
  const limit = Number(read(...folder, limitFile) ?? Number.NaN);
  const usage = Number(read(...folder, usageFile) ?? Number.NaN);
  // Version 1 writes "no limit" as the largest number of pages.
  if (!Number.isFinite(limit - usage) || limit > 2 ** 60) return undefined;
  return limit - usage + (numberIn(read(...folder, 'memory.stat'), cached) ?? 0);
}

function numberIn(text: string | undefined, field: string): number | undefined {
  const found = new RegExp(`^${field}:?\\s+(\\d+)`, 'm').exec(text ?? '');
  return found ? Number(found[1]) : undefined;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
