import type * as ts from '@tslab/typescript-for-tslab';
import type { Cell } from './cell';
import { showLastValue } from './last-value';
import type { StackFrames } from './stack-frames';
import type { CompletionInfo, Converter, Diagnostic, Tslab } from './tslab';

/** What became of a cell's code. */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'not-compiled'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'threw'; readonly error: unknown };

/** Compiles and runs cells: tslab's converter and executor, whose results and errors are not printed but returned. */
export interface Language {
  /** Runs a cell's code to its end. Cells are run one after the other. */
  run(cell: Cell): Promise<Outcome>;
  /** Ends the run at once; what it started goes on. */
  interrupt(): void;
  /** What could stand at a position of code that is not run. */
  complete(code: string, position: number): CompletionInfo;
  /** What stands at a position of code that is not run. */
  inspect(code: string, position: number): ts.QuickInfo | undefined;
  close(): void;
}

// tslab puts this before the code, in its first line.
const ASYNC_WRAPPER = '(async function(exports, require) { '.length;
const WRAPPER = '(function(exports, require) { '.length;

/**
 * @param tslab Its modules.
 * @param frames Learns of all compiled code.
 */
export function tslabLanguage(tslab: Tslab, frames: StackFrames): Language {
  let cell: Cell | undefined;
  let diagnostics: readonly Diagnostic[] = [];
  let thrown: unknown[] = [];

  function traced(converter: Converter): Converter {
    return {
      ...converter,
      convert(declarations, code) {
        const result = converter.convert(declarations, code);
        tslab.expectBuilt();
        diagnostics = result.diagnostics;
        for (const { path, data } of result.sideOutputs ?? []) {
          const compiled = tslab.compiled(data);
          if (compiled) frames.addFile(path, compiled);
        }
        const compiled = result.output === undefined ? undefined : tslab.compiled(result.output);
        if (!cell || !compiled) return result;
        const hasToplevelAwait = result.hasToplevelAwait || awaitsAtTopLevel(tslab.ts, tslab.sourceFile());
        const wrapper = hasToplevelAwait ? ASYNC_WRAPPER : WRAPPER;
        const numLines = result.output?.split('\n').length ?? 0;
        cell.compiled = {
          sourceLine(line, column) {
            // The call of the function that the code is wrapped in.
            if (line > numLines) return undefined;
            const sourceLine = compiled.sourceLine(line, line === 1 ? column - wrapper : column);
            // The compiler reads a line before the cell's code.
            return sourceLine && sourceLine - 1;
          },
        };
        return { ...result, hasToplevelAwait, output: result.output + frames.add(cell) };
      },
      addModule(name, content, meta) {
        diagnostics = converter.addModule(name, content, meta);
        return [...diagnostics];
      },
    };
  }

  const converter = tslab.converter.createConverter({ isJS: false, isBrowser: false });
  const node = traced(converter);
  const executor = tslab.executor.createExecutor(
    process.cwd(),
    // Browser code is compiled like the kernel's own.
    { node, browser: node, close: () => converter.close() },
    {
      log: showLastValue,
      error(error) {
        // It also prints each diagnostic.
        if (diagnostics.length === 0) thrown.push(error);
      },
    },
  );

  return {
    async run(next) {
      cell = next;
      diagnostics = [];
      thrown = [];
      try {
        await executor.execute(next.code);
      } catch (error) {
        return { kind: 'threw', error };
      }
      if (diagnostics.length > 0) return { kind: 'not-compiled', diagnostics };
      return thrown.length > 0 ? { kind: 'threw', error: thrown[0] } : { kind: 'done' };
    },
    interrupt: () => executor.interrupt(),
    complete: (code, position) => executor.complete(code, position),
    inspect: (code, position) => executor.inspect(code, position),
    close: () => executor.close(),
  };
}

/** Whether code outside functions awaits: tslab overlooks it where the type of what is awaited is unknown. */
function awaitsAtTopLevel(api: typeof ts, node: ts.Node): boolean {
  if (api.isAwaitExpression(node) || (api.isForOfStatement(node) && node.awaitModifier)) return true;
  if (api.isFunctionLike(node)) return false;
  return api.forEachChild(node, (child) => awaitsAtTopLevel(api, child)) ?? false;
}
