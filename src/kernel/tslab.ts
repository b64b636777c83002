import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as TypeScript from '@tslab/typescript-for-tslab';
import type * as ConverterModule from 'tslab/dist/converter';
import type * as ExecutorModule from 'tslab/dist/executor';
import type * as InspectModule from 'tslab/dist/inspect';
import type * as JupyterModule from 'tslab/dist/jupyter';
import { type CompiledCode, sourceMapRecorder } from './compiled-code';
import { guardRebuildTimers } from './rebuild-timers';

export type { CompletionInfo, Converter, Diagnostic } from 'tslab/dist/converter';
export type { Executor } from 'tslab/dist/executor';

/** tslab's own modules, of the clone, with a compiler that records source maps. */
export interface Tslab {
  readonly ts: typeof TypeScript;
  readonly converter: typeof ConverterModule;
  readonly executor: typeof ExecutorModule;
  readonly inspect: typeof InspectModule;
  readonly jupyter: typeof JupyterModule;
  /** The program of the converter that was made last, as of its last call. */
  program(): TypeScript.Program;
  /** The code of the converter's last call, after a line that tslab puts before it. */
  sourceFile(): TypeScript.SourceFile;
  /** Throws what the last build of the program threw, if it threw. */
  expectBuilt(): void;
  /** Where the compiled code that tslab returned comes from. */
  compiled(output: string): CompiledCode | undefined;
}

/** TypeScript has `getCurrentProgram` too, which builds nothing. */
type CurrentProgram = TypeScript.WatchOfFilesAndCompilerOptions<TypeScript.BuilderProgram> & {
  getCurrentProgram(): TypeScript.BuilderProgram;
};

/** What fovea uses of tslab, by module; of a version that lacks one of these, tslab runs alone. */
const USED = {
  'tslab/dist/converter': ['createConverter', 'isCompleteCode'],
  'tslab/dist/executor': ['createExecutor'],
  'tslab/dist/inspect': ['printQuickInfo'],
  'tslab/dist/jupyter': ['JupyterHandlerImpl', 'ZmqServer'],
  '@tslab/typescript-for-tslab': ['createWatchCompilerHost', 'createWatchProgram', 'transpileModule', 'sys'],
} as const;

/**
 * Loads tslab with its TypeScript wrapped. Nothing of either may have been loaded before.
 *
 * @throws Error if they lack what is used of them.
 */
export function loadTslab(): Tslab {
  const requireAsTslab = createRequire(require.resolve('tslab'));
  const path = requireAsTslab.resolve('@tslab/typescript-for-tslab');
  const ts: typeof TypeScript = requireAsTslab(path);
  expectExports('@tslab/typescript-for-tslab', ts);
  const recorder = sourceMapRecorder();
  let expectBuilt = () => {};
  let watch: CurrentProgram | undefined;
  const wrapped = {
    // tslab's modules ask for these by name, and TypeScript's own object is read-only.
    ...ts,
    createWatchCompilerHost(
      rootFiles: string[],
      options: TypeScript.CompilerOptions,
      system: TypeScript.System,
      ...others: never[]
    ) {
      expectBuilt = guardRebuildTimers(system);
      return ts.createWatchCompilerHost(rootFiles, { ...options, inlineSourceMap: true }, system, ...others);
    },
    createWatchProgram(
      host: TypeScript.WatchCompilerHostOfFilesAndCompilerOptions<TypeScript.BuilderProgram>,
    ) {
      watch = ts.createWatchProgram(host) as CurrentProgram;
      return watch;
    },
    transpileModule: recorder.transpiling(ts.transpileModule),
  };
  const program = () => {
    if (!watch) throw new Error('tslab has made no program.');
    return watch.getCurrentProgram().getProgram();
  };
  const module = require.cache[path];
  if (module) module.exports = wrapped;
  const load = <T extends object>(name: keyof typeof USED): T => expectExports(name, requireAsTslab(name));
  return {
    ts,
    converter: load('tslab/dist/converter'),
    executor: load('tslab/dist/executor'),
    inspect: load('tslab/dist/inspect'),
    jupyter: load('tslab/dist/jupyter'),
    program,
    sourceFile() {
      const file = program().getSourceFile(join(process.cwd(), '__tslab__.ts'));
      if (!file) throw new Error('The program of tslab has no __tslab__.ts.');
      return file;
    },
    expectBuilt: () => expectBuilt(),
    compiled: recorder.compiled,
  };
}

function expectExports<T extends object>(name: keyof typeof USED, module: T): T {
  const missing = USED[name].filter((key) => !(key in module));
  if (missing.length > 0) throw new Error(`${name} has no ${missing.join(', ')}.`);
  return module;
}
