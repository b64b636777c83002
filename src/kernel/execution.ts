import { runStoppable, yieldToEventLoop } from '../base/interrupt';
import { type AbortRule, abortRule } from './abort-rule';
import { type Cell, type ErrorReport, runInCell } from './cell';
import { compileErrorReport } from './compile-errors';
import { errorReport } from './error-report';
import type { History } from './history';
import { isInterrupt, stopReport } from './interrupts';
import type { Language, Outcome } from './language';
import { log } from './log';
import type { Content, Message } from './messages';
import type { StackFrames } from './stack-frames';

/** Sends a message that belongs to a request to all clients. */
export type Publish = (type: string, content: Content, parent: Message) => void;

/** Runs the cells that clients send, one after the other. */
export interface Execution {
  readonly rule: Pick<AbortRule, 'arrived'>;
  /** The cell that runs now. */
  running(): Cell | undefined;
  /** The request of the cell that runs now. */
  request(): Message | undefined;
  /** The cell that runs now, or that ran last. */
  last(): Cell | undefined;
  /** Runs a request's code when it is its turn; resolves to the reply's content. */
  execute(request: Message): Promise<Content>;
}

/** What is told about each cell. */
export interface ExecutionListener {
  started(cell: Cell): void;
  ended(cell: Cell): void;
}

/**
 * @param language Compiles and runs.
 * @param context Where errors are located, what is remembered, and who is told.
 */
export function execution(
  language: Language,
  {
    frames,
    history,
    publish,
    listener,
  }: { frames: StackFrames; history: History; publish: Publish; listener: ExecutionListener },
): Execution {
  const rule = abortRule();
  let turn: Promise<unknown> = Promise.resolve();
  let ids = 0;
  let count = 0;
  let running: Cell | undefined;
  let request: Message | undefined;
  let last: Cell | undefined;

  function newCell(message: Message): Cell {
    return {
      id: ++ids,
      number: count,
      code: String(message.content.code),
      stop: new AbortController(),
      isAbandoned: false,
      write: (name, text) => publish('stream', { name, text }, message),
      display: (data, isUpdate) =>
        publish(isUpdate ? 'update_display_data' : 'display_data', data as Content, message),
      error: (report) => publish('error', { ...report }, message),
    };
  }

  async function run(message: Message): Promise<Content> {
    const { silent, store_history: storesHistory = !silent, stop_on_error: stops = true } = message.content;
    if (storesHistory) count++;
    const cell = newCell(message);
    [running, request, last] = [cell, message, cell];
    publish('status', { execution_state: 'busy' }, message);
    if (!silent) publish('execute_input', { code: cell.code, execution_count: cell.number }, message);
    if (storesHistory) history.add(count, cell.code);
    listener.started(cell);
    const outcome = await runInCell(cell, () => runStoppable(cell.stop.signal, () => language.run(cell)));
    // Rejections that nobody handles are reported after the microtasks.
    await yieldToEventLoop();
    running = undefined;
    const report = safeReportOf(outcome, cell);
    listener.ended(cell);
    if (!report) return { status: 'ok', execution_count: cell.number, payload: [], user_expressions: {} };
    if (stops) rule.failed();
    cell.error(report);
    return { status: 'error', execution_count: cell.number, ...report };
  }

  /** Whatever a cell throws, e.g. an error that cannot be printed, it gets an answer. */
  function safeReportOf(outcome: Outcome, cell: Cell): ErrorReport | undefined {
    try {
      return reportOf(outcome, cell);
    } catch (error) {
      log(`an error could not be reported: ${error}`);
      const evalue = 'The cell failed, and its error cannot be shown.';
      return { ename: 'Error', evalue, traceback: [evalue] };
    }
  }

  function reportOf(outcome: Outcome, cell: Cell): ErrorReport | undefined {
    const error = outcome.kind === 'threw' ? outcome.error : undefined;
    if (cell.stop.signal.aborted || isInterrupt(error)) {
      cell.stop.abort();
      cell.isAbandoned = true;
      return stopReport(error);
    }
    if (outcome.kind === 'not-compiled') return compileErrorReport(outcome.diagnostics, cell);
    return outcome.kind === 'threw' ? errorReport(error, cell, frames.of) : undefined;
  }

  return {
    rule,
    running: () => running,
    request: () => request,
    last: () => last,
    execute(message) {
      const reply = turn.then(() => {
        if (!rule.isAborted(message.header)) return run(message);
        publish('status', { execution_state: 'busy' }, message);
        return { status: 'aborted' };
      });
      turn = reply.catch(() => {});
      return reply;
    },
  };
}
