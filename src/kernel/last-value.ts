import { inspect } from 'node:util';

// What Node 20 and 22 keep on objects to know the cell whose code is running.
const ASYNC_CONTEXT = new Set(['async_id_symbol', 'trigger_async_id_symbol', 'kResourceStore']);

/** Prints the value of a cell's last line. */
export function showLastValue(value: unknown): void {
  if (typeof value === 'object' && value !== null) hideAsyncContext(value);
  if (value instanceof Promise) console.log('%s. Did you forget await?', inspect(value));
  else console.log(value);
}

/** Makes promises print as if no cell's code was followed. */
export function hideAsyncContextOfPromises(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    value(this: Promise<unknown>, depth: number, options: object) {
      hideAsyncContext(this);
      // Its own, so that this function is not called again.
      Object.defineProperty(this, inspect.custom, { value: undefined, configurable: true });
      const text = inspect(this, { ...options, depth });
      delete (this as { [inspect.custom]?: unknown })[inspect.custom];
      return text;
    },
  });
}

function hideAsyncContext(value: object): void {
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (!ASYNC_CONTEXT.has(symbol.description ?? '')) continue;
    const { configurable } = Object.getOwnPropertyDescriptor(value, symbol) ?? {};
    if (configurable) Object.defineProperty(value, symbol, { enumerable: false });
  }
}
