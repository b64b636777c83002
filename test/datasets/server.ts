import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void;

/** A web server for one test; `requests` holds the range header of every request that came. */
export async function serve(context: TestContext, answer: Answer) {
  const requests: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers.range);
    answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tiny_set.tgz`, requests };
}

/**
 * Answers as a well-behaved server does, ranges and versions included.
 *
 * @param upTo Cuts the connection after that byte of the file, as soon as `isTaken` says that the client has it.
 * @param etag The version of the file; a range of another one is answered with the whole file.
 */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  {
    upTo = bytes.length,
    isTaken = () => true,
    etag,
  }: { upTo?: number; isTaken?: (upTo: number) => boolean; etag?: string } = {},
) {
  const wanted = request.headers['if-range'];
  const isOther = wanted !== undefined && wanted !== etag;
  const from = isOther ? 0 : Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = {
    'content-length': bytes.length - from,
    ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
    ...(etag && { etag }),
  };
  response.writeHead(from > 0 ? 206 : 200, headers);
  const isCut = upTo < bytes.length;
  response.write(bytes.subarray(from, Math.max(from, upTo)), () => {
    if (!isCut) return response.end();
    const cut = setInterval(() => {
      if (!isTaken(upTo)) return;
      clearInterval(cut);
      response.destroy();
    }, 5);
    response.on('close', () => clearInterval(cut));
  });
}

/** A host and port where nobody listens; a port that was free a moment ago may be another test's by now. */
export const CLOSED_ADDRESS = '127.0.0.1:1';
