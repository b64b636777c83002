import { createHash, type Hash } from 'node:crypto';
import { types } from 'node:util';
import { FoveaError } from './errors';

/**
 * A text of 64 characters that differs for different data.
 *
 * @param data Numbers, text, booleans, bytes and numbers in typed arrays, dates, addresses, and lists and plain objects of them. The
 *   order of an object's fields does not count, nor do those that are undefined.
 * @throws FoveaError for anything else, e.g. a function, of which nobody can say what its result depends on.
 */
export function digestOf(data: unknown): string {
  const hash = createHash('sha256');
  add(hash, data);
  return hash.digest('hex');
}

// Each value begins with its kind and, where it has one, its length, so that no two values are written alike.
function add(hash: Hash, data: unknown): void {
  if (typeof data === 'number') hash.update(Object.is(data, -0) ? 'n-0;' : `n${data};`);
  else if (typeof data === 'string') hash.update(`s${data.length}:${data}`);
  else if (typeof data === 'boolean' || typeof data === 'bigint' || data === undefined || data === null) {
    hash.update(`${typeof data}${data};`);
  } else if (ArrayBuffer.isView(data)) {
    hash.update(`v${data.constructor.name}${data.byteLength}:`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  } else if (types.isArrayBuffer(data)) add(hash, new Uint8Array(data));
  else if (Array.isArray(data)) {
    hash.update(`l${data.length}:`);
    for (const item of data) add(hash, item);
  } else if (types.isDate(data)) add(hash, `date ${data.getTime()}`);
  else if (data instanceof URL) add(hash, `url ${data.href}`);
  else if (isPlain(data)) {
    const names = Object.keys(data)
      .filter((name) => data[name] !== undefined)
      .sort();
    hash.update(`o${names.length}:`);
    for (const name of names) {
      add(hash, name);
      add(hash, data[name]);
    }
  } else {
    const what = typeof data === 'function' ? 'a function' : `a ${data?.constructor?.name ?? typeof data}`;
    throw new FoveaError(`Expected plain data to compare, received ${what}.`);
  }
}

function isPlain(data: unknown): data is Record<string, unknown> {
  if (typeof data !== 'object' || data === null) return false;
  const prototype: unknown = Object.getPrototypeOf(data);
  // A plain object of another context, e.g. of a notebook's cell, has another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
