import { readFileSync } from 'node:fs';
import type { Execution } from './execution';
import { log } from './log';
import { type Content, type Message, parseMessage, serializeMessage } from './messages';
import type { Tslab } from './tslab';

/** Answers a request; the reply's content. */
export type Handler = (content: Content) => Content;

/** A connection to the clients of this kernel. */
export interface Server {
  /** Sends to all clients. */
  publish(type: string, content: Content, parent: Message): void;
  /**
   * Answers requests from now on.
   *
   * @param handlers By the type of the request without `_request`, e.g. `complete`.
   */
  serve(execution: Execution, handlers: Readonly<Record<string, Handler>>): Promise<void>;
  close(): void;
}

interface Socket {
  send(frames: Buffer[]): Promise<void>;
}

/**
 * The five sockets are tslab's; messages are read, answered and sent here. Requests that this kernel does not know are answered by an
 * error in the reply, and never by a word in a cell.
 *
 * @param tslab Its modules.
 * @param connectionFile What Jupyter wrote for this kernel.
 */
export function tslabServer({ jupyter }: Pick<Tslab, 'jupyter'>, connectionFile: string): Server {
  const { key } = JSON.parse(readFileSync(connectionFile, 'utf8'));
  // tslab's handler would answer what is answered here.
  const server = new jupyter.ZmqServer({ close() {} } as never, connectionFile);

  function send(socket: Socket, type: string, content: Content, parent: Message): void {
    socket.send(serializeMessage(type, content, parent, key)).catch((error) => {
      log(`a message was not sent: ${error.message}`);
    });
  }

  function publish(type: string, content: Content, parent: Message): void {
    send(server.iopub, type, content, { ...parent, identities: [Buffer.from(type)] });
  }

  async function answer(
    socket: Socket,
    message: Message,
    execution: Execution,
    handlers: Readonly<Record<string, Handler>>,
  ): Promise<void> {
    const { msg_type: type } = message.header;
    const name = type.replace(/_request$/, '');
    if (type === 'execute_request') {
      // The status is busy when its turn has come.
      send(socket, 'execute_reply', await execution.execute(message), message);
      publish('status', { execution_state: 'idle' }, message);
      return;
    }
    publish('status', { execution_state: 'busy' }, message);
    const content = handlers[name]?.(message.content) ?? {
      status: 'error',
      ename: 'UnknownMessage',
      evalue: `This kernel does not know ${type}.`,
      traceback: [],
    };
    if (name !== type) send(socket, `${name}_reply`, content, message);
    publish('status', { execution_state: 'idle' }, message);
    // Clients show the last status: a cell that runs makes the kernel busy still.
    const request = execution.running() && execution.request();
    if (request) publish('status', { execution_state: 'busy' }, request);
  }

  return {
    publish,
    async serve(execution, handlers) {
      server.handleShellMessage = async (socket, ...frames) => {
        try {
          const message = parseMessage(frames, key);
          execution.rule.arrived(message.header);
          await answer(socket as unknown as Socket, message, execution, handlers);
        } catch (error) {
          log(`a message was not answered: ${error}`);
        }
      };
      await server.init();
      // Printing faster than clients read must lose nothing.
      server.iopub.sendHighWaterMark = 0;
    },
    close: () => server.close(),
  };
}
