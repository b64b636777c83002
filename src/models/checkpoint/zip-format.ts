import { FoveaError } from '../../base/errors';
import { byteReader } from './byte-reader';
import { unpickle } from './pickle';
import type { SavedValue } from './tensor-storage';
import { openZip } from './zip-archive';

const PICKLE = 'data.pkl';

/**
 * Reads PyTorch's format since 1.6: a zip archive of one folder with the pickle `data.pkl`, the storages `data/0`,
 * `data/1`, ... and, since 2.0, the word `little` in `byteorder`.
 *
 * @param data The whole file. Not copied.
 * @throws FoveaError if it is truncated, damaged, not PyTorch's, or written on a big-endian machine.
 */
export function readZip(data: Uint8Array): SavedValue {
  const archive = openZip(data);
  const pickleName = archive.names.find((name) => name === PICKLE || name.endsWith(`/${PICKLE}`));
  const pickle = pickleName === undefined ? undefined : archive.read(pickleName);
  if (pickleName === undefined || !pickle) {
    throw new FoveaError(
      `Expected ${PICKLE} in the zip archive, found ${archive.names.slice(0, 3).join(', ') || 'nothing'}.`,
      'It is not a file of torch.save; TorchScript archives need torch.jit.',
    );
  }
  const folder = pickleName.slice(0, -PICKLE.length);
  const order = archive.read(`${folder}byteorder`);
  if (order && Buffer.from(order).toString('latin1') !== 'little') {
    throw new FoveaError(
      'Expected little-endian numbers, received big-endian ones.',
      'Save it on a little-endian machine: any PC.',
    );
  }
  return {
    value: unpickle(byteReader(pickle)).value,
    readStorage: ({ key }) => {
      const name = `${folder}data/${key}`;
      const bytes = archive.read(name);
      if (bytes) return bytes;
      throw new FoveaError(
        `Expected "${name}" in the zip archive, found ${archive.names.length} other files.`,
        'It is truncated or damaged: fetch it again.',
      );
    },
  };
}
