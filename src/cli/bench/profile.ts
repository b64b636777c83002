import { tf } from '../../index';
import type { BenchCase } from './workload';

/** Time spent in one kind of kernel. */
export interface KernelTime {
  readonly kernel: string;
  readonly calls: number;
  readonly milliseconds: number;
}

interface Binding {
  executeOp(kernel: string, ...rest: unknown[]): unknown;
}

/**
 * Where the time of a case's steps goes, kernel by kernel.
 *
 * @returns Means over the steps, longest first, and the milliseconds of a whole step: what kernels do not account for is
 * JavaScript's own.
 */
export async function profile(benchCase: BenchCase, steps: number) {
  const workload = await benchCase.prepare();
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
    await workload.run(steps).finally(() => {
      backend.binding = original;
    });
    const all = steps + 1;
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
