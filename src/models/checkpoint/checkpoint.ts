import { readFileSync } from 'node:fs';
import { FoveaError } from '../../base/errors';
import { isLegacy, readLegacy } from './legacy-format';
import type { NamedArrays } from './named-array';
import { describeValue, type PickleValue, type TensorReference } from './pickle-value';
import { type Gather, gatherer } from './tensor-storage';
import { isTensor } from './torch-globals';
import { isZip, readZip } from './zip-format';

// Room for buffers beside the parameters of a small file; a file's own size bounds a large one.
const SPARE_ELEMENTS = 2 ** 20;

// Where training programs put the model beside optimizer and epoch; 'model' is fastai's.
const NESTED_KEYS = ['state_dict', 'model_state_dict', 'model'];
const MAX_NESTING = 3;

/**
 * Reads the tensors of a file that `torch.save` wrote: a state dict, or one inside `{'state_dict': ...}` or
 * `{'model': ...}`. Both formats are read, the zip archive of PyTorch >= 1.6 and the legacy one before it.
 * Nothing in the file is executed: its pickle is interpreted by a list of allowed opcodes and names.
 *
 * @param source A path, or the file's bytes.
 * @returns float32 arrays by name, in the file's order. float64, float16, bfloat16, integers and booleans are converted.
 * @throws FoveaError if the file is missing, truncated, damaged, of another kind, or asks Python for anything but tensors.
 */
export function readCheckpoint(source: string | Uint8Array): NamedArrays {
  const what = typeof source === 'string' ? source : 'The checkpoint';
  try {
    return readTensors(typeof source === 'string' ? readWholeFile(source) : source);
  } catch (error) {
    if (!(error instanceof FoveaError)) throw error;
    throw new FoveaError(`${what} cannot be read as PyTorch weights. ${error.problem}`, error.cure);
  }
}

/**
 * A file's bytes.
 *
 * @throws FoveaError if it is missing, not a file, or larger than Node reads at once (2 GB).
 */
export function readWholeFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new FoveaError(`Expected a readable file: ${(error as Error).message}.`, 'Check the path.');
  }
}

function readTensors(data: Uint8Array): NamedArrays {
  if (!isZip(data) && !isLegacy(data)) {
    throw new FoveaError(
      'Expected a zip archive or the magic number of torch.save at its start.',
      'Is it a safetensors file, a web page saved by mistake, or truncated?',
    );
  }
  const { value, readStorage } = isZip(data) ? readZip(data) : readLegacy(data);
  return collect(value, gatherer(readStorage, data.length + SPARE_ELEMENTS));
}

function collect(value: PickleValue, gather: Gather): NamedArrays {
  const arrays: NamedArrays = new Map();
  for (const [name, tensor] of tensorsOf(value)) arrays.set(name, gather(name, tensor));
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
