import { readdirSync, readFileSync } from 'node:fs';
import type { LabServer } from '../browser/lab-server';

/** The memory of a notebook's kernel at a moment. */
export interface Sample {
  /** Since the beginning. */
  readonly minutes: number;
  readonly notebook: string;
  /** Of the kernel's processes together, resident. */
  readonly gigabytes: number;
}

/** A kernel as JupyterLab's server knows it. */
export interface KernelState {
  readonly id: string;
  readonly notebook: string;
  readonly state: string;
}

/** The kernels of all notebooks that are open, or were and whose kernels run on. */
export async function kernels(lab: LabServer): Promise<KernelState[]> {
  const answer = await fetch(lab.api('sessions'));
  const sessions = (await answer.json()) as {
    path: string;
    kernel: { id: string; execution_state: string } | null;
  }[];
  return sessions.flatMap(({ path, kernel }) =>
    kernel ? [{ id: kernel.id, notebook: path, state: kernel.execution_state }] : [],
  );
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly gigabytes: number;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8');
        const number = (field: string) =>
          Number(status.match(new RegExp(`^${field}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [
          { pid: Number(name), parent: number('PPid'), command, gigabytes: number('VmRSS') / 1024 ** 2 },
        ];
      } catch {
        // It has just ended.
        return [];
      }
    });
}

/** How much memory each kernel has now, with the processes that it started. */
export async function measureMemory(lab: LabServer, minutes: number): Promise<Sample[]> {
  const all = processes();
  const tree = ({ pid, gigabytes }: Process): number =>
    all.filter(({ parent }) => parent === pid).reduce((sum, child) => sum + tree(child), gigabytes);
  return (await kernels(lab)).flatMap(({ id, notebook }) => {
    const own = all.filter(({ command }) => command.includes(`kernel-${id}.json`));
    const roots = own.filter(({ parent }) => !own.some(({ pid }) => pid === parent));
    return roots.length
      ? [{ minutes, notebook, gigabytes: roots.reduce((sum, one) => sum + tree(one), 0) }]
      : [];
  });
}
