import { types } from 'node:util';

/** A value in a few words, for errors. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value === '') return 'an empty text';
  if (typeof value === 'string')
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);
  if (types.isPromise(value)) return 'a Promise';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`;
  const { name } = value.constructor ?? {};
  const keys = Object.keys(value).slice(0, 5).join(', ');
  return !name || name === 'Object' ? `an object of ${keys || 'nothing'}` : `a ${name}`;
}
