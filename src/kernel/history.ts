/** A request for what was run earlier; see Jupyter's `history_request`. */
export interface HistoryRequest {
  readonly output?: boolean;
  readonly hist_access_type?: 'range' | 'tail' | 'search';
  /** Of a range: the first line and the one after the last. */
  readonly start?: number;
  readonly stop?: number;
  /** Of tail and search: how many of the last lines. */
  readonly n?: number;
  /** Of a search: with `*` and `?`. */
  readonly pattern?: string;
  readonly unique?: boolean;
}

/** What was run in this kernel, with its prompt number. Earlier kernels are not remembered. */
export interface History {
  add(number: number, code: string): void;
  /** Entries of session, prompt number and code, as `history_reply` carries them. */
  find(request: HistoryRequest): unknown[][];
}

/** An empty history. */
export function newHistory(): History {
  const lines: { number: number; code: string }[] = [];
  return {
    add: (number, code) => void lines.push({ number, code }),
    find({ output = false, hist_access_type: access, start = 0, stop, n, pattern = '*', unique }) {
      let found = lines;
      if (access === 'range') {
        found = lines.filter(({ number }) => number >= start && number < (stop ?? Number.POSITIVE_INFINITY));
      } else {
        if (access === 'search') found = lines.filter(({ code }) => globPattern(pattern).test(code));
        if (unique) found = [...new Map(found.map((line) => [line.code, line])).values()];
        if (n !== undefined) found = n > 0 ? found.slice(-n) : [];
      }
      return found.map(({ number, code }) => [0, number, output ? [code, null] : code]);
    },
  };
}

function globPattern(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 's');
}
