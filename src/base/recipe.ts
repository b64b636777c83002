/** How to make something again by one of our own functions: plain data, so that a file can hold it and no code. */
export interface Recipe {
  /** The function's word for it, e.g. `resize`. */
  readonly kind: string;
  /** The function's options: numbers, text, booleans, and lists and objects of them. */
  readonly options: Readonly<Record<string, unknown>>;
}
