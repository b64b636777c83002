import { SourceMap, type SourceMapPayload } from 'node:module';
import type * as ts from '@tslab/typescript-for-tslab';

/** Compiled code, and the lines that it was compiled from. */
export interface CompiledCode {
  /**
   * The source's line.
   *
   * @param line In the compiled code, from 1.
   * @param column In that line, from 1.
   * @returns From 1, in the text that the compiler read; undefined where the compiler added the code.
   */
  sourceLine(line: number, column: number): number | undefined;
}

/** Keeps the source maps of code that tslab compiles. */
export interface SourceMapRecorder {
  /** Wraps TypeScript's function, which tslab calls for the second of its two steps. */
  transpiling(transpileModule: typeof ts.transpileModule): typeof ts.transpileModule;
  /** Of an output of the wrapped function; each is handed out once. */
  compiled(output: string): CompiledCode | undefined;
}

const INLINE_MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([\w+/=]+)\s*$/;
const MAP_FILE = /\/\/# sourceMappingURL=.*\s*$/;

/**
 * tslab compiles in two steps: TypeScript to JavaScript with `import`, and that to CommonJS. The first step is made to end its output with
 * a source map; the second one's map is recorded here, and both together lead back to the cell.
 */
export function sourceMapRecorder(): SourceMapRecorder {
  const maps = new Map<string, CompiledCode>();
  return {
    transpiling: (transpileModule) => (input, options) => {
      const inline = INLINE_MAP.exec(input);
      if (!inline) return transpileModule(input, options);
      const compilerOptions = { ...options.compilerOptions, sourceMap: true };
      const { outputText, sourceMapText, ...others } = transpileModule(input.slice(0, inline.index + 1), {
        ...options,
        compilerOptions,
      });
      const output = outputText.replace(MAP_FILE, '');
      const steps = [sourceMapText ?? '{}', Buffer.from(inline[1], 'base64').toString()];
      maps.set(output, compiledCode(steps));
      return { ...others, outputText: output };
    },
    compiled(output) {
      const found = maps.get(output);
      maps.delete(output);
      return found;
    },
  };
}

/** @param steps Source maps as JSON, that of the last step first; read only when a position is asked for. */
function compiledCode(steps: readonly string[]): CompiledCode {
  let maps: readonly SourceMap[] | undefined;
  return {
    sourceLine(line, column) {
      maps ??= steps.map((json) => new SourceMap(JSON.parse(json) as SourceMapPayload));
      let position = { line: line - 1, column: column - 1 };
      for (const map of maps) {
        const entry = map.findEntry(position.line, position.column);
        if (!('originalLine' in entry)) return undefined;
        position = { line: entry.originalLine, column: entry.originalColumn };
      }
      return position.line + 1;
    },
  };
}
