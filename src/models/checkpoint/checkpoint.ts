import { FoveaError } from '../../base/errors';
import { isLegacy, readLegacy } from './legacy-format';
import type { NamedArrays } from './named-array';
import { describeValue, type PickleValue, type TensorReference } from './pickle-value';
import { readSource } from './source';
import { type ReadTensor, tensorReader } from './tensor-storage';
import { isTensor } from './torch-globals';
import { isZip } from './zip-archive';
import { readZip } from './zip-format';

// A file's tensors may have as many numbers as the file has bytes, and these: a small file may repeat its numbers.
const SPARE_ELEMENTS = 2 ** 20;

// Keys under which training programs save the model, next to optimizer and epoch; 'model' is fastai's.
const NESTED_KEYS = ['state_dict', 'model_state_dict', 'model'];
const MAX_NESTING = 3;

/**
 * Reads the tensors of a file that `torch.save` wrote: a state dict, or one inside `{'state_dict': ...}` or
 * `{'model': ...}`. Both formats are read, the zip archive of PyTorch >= 1.6 and the legacy one before it.
 * Nothing in the file is executed: its pickle is interpreted by a list of allowed opcodes and names.
 *
 * @param source A path, or the file's bytes.
 * @returns float32 arrays by name, in the file's order. float64, float16, bfloat16, integers and booleans are converted.
 * @throws FoveaError if the file is missing, truncated, damaged, has another format, or asks Python for anything but tensors.
 */
export function readCheckpoint(source: string | Uint8Array): NamedArrays {
  return readSource(source, 'PyTorch weights', readTensors);
}

function readTensors(data: Uint8Array): NamedArrays {
  if (!isZip(data) && !isLegacy(data)) {
    throw new FoveaError(
      'Expected a zip archive or the magic number of torch.save at its start.',
      'Is it a safetensors file, a web page saved by mistake, or truncated?',
    );
  }
  const { value, readStorage } = isZip(data) ? readZip(data) : readLegacy(data);
  return collect(value, tensorReader(readStorage, data.length + SPARE_ELEMENTS));
}

function collect(value: PickleValue, readTensor: ReadTensor): NamedArrays {
  const arrays: NamedArrays = new Map();
  for (const [name, tensor] of tensorsOf(value)) arrays.set(name, readTensor(name, tensor));
  return arrays;
}

function tensorsOf(value: PickleValue): [string, TensorReference][] {
  let dictionary = value;
  for (let depth = 0; depth <= MAX_NESTING && dictionary instanceof Map; depth++) {
    const entries: Map<PickleValue, PickleValue> = dictionary;
    const nested = NESTED_KEYS.map((key) => entries.get(key)).find((entry) => entry instanceof Map);
    const tensors: [string, TensorReference][] = [];
    for (const [name, entry] of nested ? [] : entries) {
      if (typeof name === 'string' && isTensor(entry)) tensors.push([name, entry]);
    }
    if (tensors.length > 0) return tensors;
    dictionary = nested ?? null;
  }
  throw new FoveaError(
    `Expected a dictionary of tensors, received ${describeValue(value)} without any.`,
    'Save model.state_dict(), not the model.',
  );
}
