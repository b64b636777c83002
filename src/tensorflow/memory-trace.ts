import { DATA_TYPES } from './kernel';
import { watchTensors } from './tfjs-internals';

const BYTES: Readonly<Record<number, number>> = {
  [DATA_TYPES.float32]: 4,
  [DATA_TYPES.int32]: 4,
  [DATA_TYPES.int64]: 8,
  [DATA_TYPES.uint8]: 1,
  [DATA_TYPES.bool]: 1,
  [DATA_TYPES.bfloat16]: 2,
  [DATA_TYPES.float16]: 2,
};

// Their output is the input's memory.
const SHARING = new Set(['Identity', 'ReadVariableOp', 'Reshape', 'ExpandDims', 'Squeeze', 'StopGradient']);

/** Memory of tensors, held as long as one of them is. */
interface Memory {
  readonly bytes: number;
  holders: number;
}

/**
 * Runs a function and notes how much memory its tensors hold.
 *
 * @param run Not async.
 * @returns The bytes of all tensors made in it that are not freed yet, after each operation.
 */
export function traceMemory(run: () => void): number[] {
  const memories = new Map<number, Memory>();
  const held: number[] = [];
  let bytes = 0;
  const stop = watchTensors({
    made(tensors, kernel = '', inputIds = []) {
      const shared = SHARING.has(kernel)
        ? (memories.get(inputIds[0]) ?? { bytes: 0, holders: 0 })
        : undefined;
      for (const { id, shape, dtype } of tensors) {
        const memory = shared ?? { bytes: sizeOf(shape) * (BYTES[dtype] ?? 0), holders: 0 };
        if (memory.holders++ === 0) bytes += memory.bytes;
        memories.set(id, memory);
      }
      held.push(bytes);
    },
    freed(id) {
      const memory = memories.get(id);
      if (memory && --memory.holders === 0) bytes -= memory.bytes;
      memories.delete(id);
    },
  });
  try {
    run();
  } finally {
    stop();
  }
  return held;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);
