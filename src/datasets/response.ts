const MAX_REDIRECTS = 5;
const OFFLINE = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Why bytes did not come. */
export class TransferError extends Error {
  /**
   * @param message What happened, one sentence.
   * @param kind `offline`: there is no way to the server; `refused`: it will answer the same next time;
   *   `passing`: worth trying again.
   * @param cure What to do about it, if known.
   */
  constructor(
    message: string,
    readonly kind: 'offline' | 'refused' | 'passing',
    readonly cure?: string,
  ) {
    super(message);
  }
}

/** What is asked of a server. */
export interface Request {
  /** First byte wanted. */
  readonly from: number;
  /** Size the whole file must have, in bytes. */
  readonly bytes: number;
  /** How long the server may take to answer. */
  readonly answerSeconds: number;
  /** How long it may be silent afterwards. */
  readonly stallSeconds: number;
}

/** A server's answer that is worth reading. */
export interface OpenResponse {
  /** The byte of the file at which it begins: 0 if the server starts over. */
  readonly from: number;
  /** The bytes; iterating throws TransferError if the connection breaks or falls silent. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/**
 * Asks a server for a file from a byte on, following up to five redirects.
 *
 * @param url Where it is, http or https.
 * @throws TransferError if the server cannot be reached, refuses, or offers a file of another size.
 */
export async function openResponse(url: string, request: Request): Promise<OpenResponse> {
  const abort = new AbortController();
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (request.from > 0) headers.range = `bytes=${request.from}-`;
  let address = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await ask(address, headers, abort, request.answerSeconds);
    const { status } = response;
    const next = status >= 300 && status < 400 ? response.headers.get('location') : null;
    if (next) {
      await response.body?.cancel();
      address = new URL(next, address).href;
      continue;
    }
    // What is kept is no beginning of what the server has: start over.
    if (status === 416 && request.from > 0) {
      await response.body?.cancel();
      return openResponse(url, { ...request, from: 0 });
    }
    const refusal = whyUnusable(url, response, request);
    if (refusal) {
      await response.body?.cancel();
      throw refusal;
    }
    const from = status === 206 ? request.from : 0;
    return { from, chunks: withStallLimit(response, request.stallSeconds, abort) };
  }
  throw new TransferError(
    `${url} redirects more than ${MAX_REDIRECTS} times, last to ${address}.`,
    'refused',
  );
}

async function ask(url: string, headers: Record<string, string>, abort: AbortController, seconds: number) {
  const timer = setTimeout(() => abort.abort(), seconds * 1000);
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: abort.signal });
  } catch (error) {
    const reason = abort.signal.aborted ? `no answer in ${seconds} s` : causeOf(error);
    const isOffline = abort.signal.aborted || OFFLINE.includes(reason);
    throw new TransferError(
      `${new URL(url).host} cannot be reached (${reason}).`,
      isOffline ? 'offline' : 'passing',
    );
  } finally {
    clearTimeout(timer);
  }
}

/** fetch() hides the reason in `cause`, and for hosts with several addresses in the first of `errors` there. */
function causeOf(error: unknown): string {
  const { cause, message } = error as {
    message: string;
    cause?: { code?: string; message?: string; errors?: { code?: string }[] };
  };
  return cause?.code ?? cause?.errors?.[0]?.code ?? cause?.message ?? message;
}

function whyUnusable(url: string, response: Response, { from, bytes }: Request): TransferError | undefined {
  const { status, headers } = response;
  if (status === 408 || status === 429 || status >= 500) {
    return new TransferError(`${url} cannot be fetched now: the server answered ${status}.`, 'passing');
  }
  if (status !== 200 && status !== 206) {
    return new TransferError(
      `${url} cannot be fetched: the server answered ${status}.`,
      'refused',
      status === 404 ? 'The file is no longer there.' : 'The server, or this network, may forbid it.',
    );
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (status === 206 && Number(range?.[1]) !== from) {
    return new TransferError(
      `${url} was asked for bytes from ${from}, the server sends "${range?.[0]}".`,
      'refused',
    );
  }
  const total = status === 206 ? range?.[2] : headers.get('content-length');
  if (total && total !== '*' && Number(total) !== bytes) {
    return new TransferError(
      `Expected ${bytes} bytes from ${url}, the server offers ${total}.`,
      'refused',
      'Something else is sent, e.g. a login page of the network, or the file has changed.',
    );
  }
  return undefined;
}

async function* withStallLimit(response: Response, seconds: number, abort: AbortController) {
  const reader = response.body!.getReader();
  const next = async () => {
    const timer = setTimeout(() => abort.abort(), seconds * 1000);
    try {
      return await reader.read();
    } catch (error) {
      const reason = abort.signal.aborted ? `nothing came for ${seconds} s` : causeOf(error);
      throw new TransferError(
        `The connection to ${new URL(response.url).host} broke (${reason}).`,
        'passing',
      );
    } finally {
      clearTimeout(timer);
    }
  };
  try {
    for (let piece = await next(); !piece.done; piece = await next()) yield piece.value as Uint8Array;
  } finally {
    reader.cancel().catch(() => {});
  }
}
