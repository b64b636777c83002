import { interceptKernels } from '../../../dist/tensorflow/tfjs-internals';
import { WORKLOADS } from './workloads';

/** Time spent in one kernel. */
export interface KernelTime {
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
}

/** The time of a case's steps by kernel: means over the steps. */
export interface Profile {
  /** Longest first. */
  readonly kernels: readonly KernelTime[];
  /** Of a whole step; the time that is not in kernels is JavaScript's. */
  readonly milliseconds: number;
}

async function profile(name: string, steps: number): Promise<Profile> {
  const workload = await WORKLOADS[name]();
  try {
    await workload.run(1);
    const times = new Map<string, { calls: number; milliseconds: number }>();
    const end = interceptKernels((kernel, run) => {
      const started = performance.now();
      const result = run();
      const entry = times.get(kernel) ?? { calls: 0, milliseconds: 0 };
      entry.calls++;
      entry.milliseconds += performance.now() - started;
      times.set(kernel, entry);
      return result;
    });
    const started = performance.now();
    const timed = await workload.run(steps).finally(end);
    const all = timed.length + workload.untimed;
    const kernels: KernelTime[] = [...times]
      .map(([kernel, { calls, milliseconds }]) => ({
        kernel,
        calls: calls / all,
        milliseconds: milliseconds / all,
      }))
      .sort((a, b) => b.milliseconds - a.milliseconds);
    return { kernels, milliseconds: (performance.now() - started) / all };
  } finally {
    workload.dispose();
  }
}

profile(process.argv[2], Number(process.argv[3])).then((measured) => console.log(JSON.stringify(measured)));
