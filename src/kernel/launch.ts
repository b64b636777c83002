import { dirname } from 'node:path';
import { cellOfCode } from './cell';
import { errorReport } from './error-report';
import { type Execution, execution } from './execution';
import { type HistoryRequest, newHistory } from './history';
import { inspection } from './inspection';
import { stopAtInterrupt } from './interrupts';
import { tslabLanguage } from './language';
import { hideAsyncContextOfPromises } from './last-value';
import { lastWords } from './last-words';
import { log } from './log';
import type { Content } from './messages';
import { tslabServer } from './server';
import { type StackFrames, stackFrames } from './stack-frames';
import { redirectOutputs } from './streams';
import { loadTslab } from './tslab';

/**
 * Starts the kernel: tslab compiles and runs cells; the messages, and what students read in them, are fovea's.
 *
 * @param connectionFile What Jupyter wrote for this kernel.
 * @throws Error, before anything is started, if tslab lacks what is used of it.
 */
export function launch(connectionFile: string): void {
  const tslab = loadTslab();
  const tslabFolder = dirname(require.resolve('tslab/package.json'));
  const frames = stackFrames([tslabFolder, __dirname]);
  const language = tslabLanguage(tslab, frames);
  const server = tslabServer(tslab, connectionFile);
  const history = newHistory();
  const words = lastWords(connectionFile);
  const cells = execution(language, { frames, history, publish: server.publish, listener: words });
  redirectOutputs(tslab, cells.last);
  hideAsyncContextOfPromises();
  stopAtInterrupt(cells.running, language);
  reportUncaught(cells, frames);
  const tslabHandler = new tslab.jupyter.JupyterHandlerImpl(null as never, false);
  const inspect = inspection(tslab, language);
  server.serve(cells, {
    kernel_info: () => ({ status: 'ok', ...tslabHandler.handleKernel() }),
    is_complete: (content) => ({ ...tslabHandler.handleIsComplete(content as never) }),
    complete: (content) => inspect.complete(content),
    inspect: (content) => inspect.inspect(content),
    history: (content) => ({ status: 'ok', history: history.find(content as HistoryRequest) }),
    comm_info: () => ({ status: 'ok', comms: {} }),
    shutdown({ restart }: Content) {
      words.endsInOrder();
      setImmediate(() => {
        language.close();
        server.close();
        // What a cell has started, e.g. a timer, would keep the process alive.
        setTimeout(() => process.exit(0), 100).unref();
      });
      return { status: 'ok', restart };
    },
  });
}

/** Shows what was thrown outside a cell's own run, e.g. in a timer, in the cell that started it. */
function reportUncaught(cells: Execution, frames: StackFrames): void {
  const show = (error: unknown) => {
    const passed = error instanceof Error ? frames.of(error).filter((frame) => frame.cell) : [];
    const cell = passed.at(-1)?.cell ?? cellOfCode() ?? cells.last();
    if (!cell) log(String(error instanceof Error ? error.stack : error));
    else if (!cell.isAbandoned) cell.error(errorReport(error, cell, frames.of));
  };
  process.on('uncaughtException', show);
  process.on('unhandledRejection', show);
}
