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
  /** Size the whole file must have, in bytes; undefined if any will do. */
  readonly bytes?: number;
  /** What the server called the version that the bytes before `from` are of: of another the whole file is sent. */
  readonly version?: string;
  /** How long the server may take to answer. */
  readonly answerSeconds: number;
  /** How long it may be silent afterwards. */
  readonly stallSeconds: number;
  /** Aborts the transfer. */
  readonly signal?: AbortSignal;
}

/** A server's answer that is worth reading. */
export interface OpenResponse {
  /** The byte of the file at which it begins: 0 if the server starts over. */
  readonly from: number;
  /** Size of the whole file. */
  readonly bytes: number;
  /** What the server calls this version of the file; undefined if it does not say. */
  readonly version?: string;
  /** The bytes; iterating throws TransferError if the connection breaks or falls silent. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the connection, for who does not read the bytes. */
  close(): void;
}

/**
 * Asks a server for a file from a byte on, following up to five redirects.
 *
 * @param url Where it is, http or https.
 * @throws TransferError if the server cannot be reached, refuses, or offers a file of another size.
 */
export async function openResponse(url: string, request: Request): Promise<OpenResponse> {
  const abort = new AbortController();
  const headers = requestHeaders(request);
  let address = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await ask(address, headers, abort, request);
    const { status } = response;
    const next = status >= 300 && status < 400 ? response.headers.get('location') : null;
    if (next) {
      await response.body?.cancel();
      address = redirected(url, address, next);
      continue;
    }
    // What is kept is no beginning of what the server has: start over.
    const isOther =
      status === 416 || (status === 206 && request.version && versionOf(response) !== request.version);
    if (request.from > 0 && isOther) {
      await response.body?.cancel();
      return openResponse(url, { ...request, from: 0, version: undefined });
    }
    const { bytes, refusal } = judge(url, response, request);
    if (refusal) {
      await response.body?.cancel();
      throw refusal;
    }
    return {
      from: status === 206 ? request.from : 0,
      bytes,
      version: versionOf(response),
      chunks: withStallLimit(response, request, abort),
      close: () => abort.abort(),
    };
  }
  throw new TransferError(
    `${url} redirects more than ${MAX_REDIRECTS} times, last to ${address}.`,
    'refused',
  );
}

function redirected(url: string, from: string, to: string): string {
  const { href, protocol } = URL.canParse(to, from) ? new URL(to, from) : { href: to, protocol: '' };
  if (/^https?:$/.test(protocol)) return href;
  throw new TransferError(`${url} redirects to ${JSON.stringify(href)}, which is no web address.`, 'refused');
}

function requestHeaders({ from, version }: Request): Record<string, string> {
  return {
    'accept-encoding': 'identity',
    ...(from > 0 && { range: `bytes=${from}-`, ...(version && { 'if-range': version }) }),
  };
}

/** Only a strong tag says that bytes are the same. */
function versionOf({ headers }: Response): string | undefined {
  const tag = headers.get('etag');
  return tag?.startsWith('"') ? tag : undefined;
}

async function ask(
  url: string,
  headers: Record<string, string>,
  abort: AbortController,
  { answerSeconds, signal }: Request,
) {
  const timer = setTimeout(() => abort.abort(), answerSeconds * 1000);
  const both = signal ? AbortSignal.any([abort.signal, signal]) : abort.signal;
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: both });
  } catch (error) {
    signal?.throwIfAborted();
    const reason = abort.signal.aborted ? `no answer in ${answerSeconds} s` : causeOf(error);
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

/** The size of the file a response is of, or why it is of no use. */
function judge(
  url: string,
  { status, headers }: Response,
  { from, bytes }: Request,
): { bytes: number; refusal?: TransferError } {
  const refuse = (message: string, kind: 'refused' | 'passing', cure?: string) => ({
    bytes: 0,
    refusal: new TransferError(message, kind, cure),
  });
  if (status === 408 || status === 429 || status >= 500) {
    return refuse(`${url} cannot be fetched now: the server answered ${status}.`, 'passing');
  }
  if (status !== 200 && status !== 206) {
    return refuse(
      `${url} cannot be fetched: the server answered ${status}.`,
      'refused',
      status === 404 ? 'The file is no longer there.' : 'The server, or this network, may forbid it.',
    );
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  if (status === 206 && Number(range?.[1]) !== from) {
    return refuse(
      `${url} was asked for bytes from ${from}, the server sends "${headers.get('content-range')}".`,
      'refused',
    );
  }
  const total = Number(status === 206 ? range?.[2] : (headers.get('content-length') ?? Number.NaN));
  if (bytes === undefined && Number.isNaN(total)) {
    return refuse(`${url} cannot be fetched: the server does not say how long it is.`, 'refused');
  }
  if (bytes !== undefined && !Number.isNaN(total) && total !== bytes) {
    return refuse(
      `Expected ${bytes} bytes from ${url}, the server offers ${total}.`,
      'refused',
      'Something else is sent, e.g. a login page of the network, or the file has changed.',
    );
  }
  return { bytes: bytes ?? total };
}

async function* withStallLimit(
  response: Response,
  { stallSeconds, signal }: Request,
  abort: AbortController,
) {
  const reader = response.body!.getReader();
  const next = async () => {
    const timer = setTimeout(() => abort.abort(), stallSeconds * 1000);
    try {
      return await reader.read();
    } catch (error) {
      signal?.throwIfAborted();
      const reason = abort.signal.aborted ? `nothing came for ${stallSeconds} s` : causeOf(error);
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
