import { tf } from 'fovea';
import { WORKLOADS } from './workloads';

/** Time spent in one kernel. */
export interface KernelTime {
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
}

interface Binding {
  executeOp(kernel: string, ...rest: unknown[]): unknown;
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
    const backend = tf.backend() as unknown as { binding: Binding };
    const original = backend.binding;
    const times = new Map<string, { calls: number; milliseconds: number }>();
    const executeOp = (kernel: string, ...rest: unknown[]) => {
      const started = performance.now();
      const result = original.executeOp(kernel, ...rest);
      const entry = times.get(kernel) ?? { calls: 0, milliseconds: 0 };
      entry.calls++;
      entry.milliseconds += performance.now() - started;
      times.set(kernel, entry);
      return result;
    };
    // The binding's own functions cannot be replaced, the binding can.
    backend.binding = Object.create(original, { executeOp: { value: executeOp } });
    const started = performance.now();
    const timed = await workload.run(steps).finally(() => {
      backend.binding = original;
    });
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
