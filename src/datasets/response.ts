import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';

const MAX_REDIRECTS = 5;
const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];
const OFFLINE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', ...TIMEOUTS];

/** Why bytes did not arrive. */
export class TransferError extends Error {
  /**
   * @param message What happened, one sentence.
   * @param kind `offline`: the server cannot be reached; `refused`: it will answer the same next time; `temporary`: worth trying
   *   again.
   * @param cure What to do about it, if known.
   */
  constructor(
    message: string,
    readonly kind: 'offline' | 'refused' | 'temporary',
    readonly cure?: string,
  ) {
    super(message);
  }
}

/** What is asked of a server. */
export interface FileRequest {
  /** First byte wanted. */
  readonly from: number;
  /** Size the whole file must have, in bytes; undefined if any will do. */
  readonly bytes?: number;
  /** The most bytes the file may have; then the server need not say how many there are. */
  readonly atMost?: number;
  /** The server's tag of the version that the bytes before `from` belong to. If it has another version, it sends the whole file. */
  readonly version?: string;
  /** How long the server may take to connect, and then to answer. */
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
  /** Size of the whole file; NaN if the server does not say it and need not. */
  readonly bytes: number;
  /** The server's tag of this version of the file; undefined if it gives none. */
  readonly version?: string;
  /** The bytes. Iterating throws a TransferError if the connection breaks or falls silent. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the connection. */
  close(): void;
}

/**
 * Asks a server for a file from a byte on, following up to five redirects. Proxies that the environment variables `HTTP_PROXY`,
 * `HTTPS_PROXY` and `NO_PROXY` name are used.
 *
 * undici connects, keeps the time limits and reads. Its RetryAgent cannot take the place of {@link download}'s attempts: it gives up
 * where the server has another version of the file, where we start over; it counts attempts over the whole file, where we count
 * those without progress; and it knows nothing of bytes that an earlier process left. Its redirects do not say where an unusable
 * one leads.
 *
 * @param url The file's address, http or https.
 * @throws TransferError if the server cannot be reached, refuses, or offers a file of another size.
 */
export async function openResponse(url: string, asked: FileRequest): Promise<OpenResponse> {
  const milliseconds = { answer: asked.answerSeconds * 1000, stall: asked.stallSeconds * 1000 };
  const dispatcher = new EnvHttpProxyAgent({
    connect: { timeout: milliseconds.answer },
    headersTimeout: milliseconds.answer,
    bodyTimeout: milliseconds.stall,
  });
  const close = () => void dispatcher.destroy();
  try {
    return { ...(await openBy(dispatcher, url, asked)), close };
  } catch (error) {
    close();
    throw error;
  }
}

type Response = Dispatcher.ResponseData;

async function openBy(
  dispatcher: Dispatcher,
  url: string,
  asked: FileRequest,
): Promise<Omit<OpenResponse, 'close'>> {
  let address = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await ask(dispatcher, address, asked);
    const { statusCode: status } = response;
    const next = status >= 300 && status < 400 ? header(response, 'location') : undefined;
    if (next) {
      await response.body.dump();
      address = redirected(url, address, next);
      continue;
    }
    // What is kept is not the beginning of what the server has: start over.
    const isOther =
      status === 416 || (status === 206 && asked.version && versionOf(response) !== asked.version);
    if (asked.from > 0 && isOther) {
      discard(response);
      return openBy(dispatcher, url, { ...asked, from: 0, version: undefined });
    }
    return {
      from: status === 206 ? asked.from : 0,
      bytes: expectUsable(url, response, asked),
      version: versionOf(response),
      chunks: chunksOf(response, address, asked),
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
  throw new TransferError(
    `${url} redirects to ${JSON.stringify(href)}, which is not a web address.`,
    'refused',
  );
}

async function ask(
  dispatcher: Dispatcher,
  url: string,
  { from, version, answerSeconds, signal }: FileRequest,
): Promise<Response> {
  const headers = {
    'accept-encoding': 'identity',
    ...(from > 0 && { range: `bytes=${from}-`, ...(version && { 'if-range': version }) }),
  };
  try {
    return await request(url, { dispatcher, headers, signal });
  } catch (error) {
    signal?.throwIfAborted();
    const code = codeOf(error);
    const reason = TIMEOUTS.includes(code) ? `no answer in ${answerSeconds} s` : code;
    throw new TransferError(
      `${new URL(url).host} cannot be reached (${reason}).`,
      OFFLINE.includes(code) ? 'offline' : 'temporary',
    );
  }
}

async function* chunksOf(
  { body }: Response,
  address: string,
  { stallSeconds, signal }: FileRequest,
): AsyncIterable<Uint8Array> {
  try {
    yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    signal?.throwIfAborted();
    const code = codeOf(error);
    const reason = TIMEOUTS.includes(code) ? `nothing came for ${stallSeconds} s` : code;
    throw new TransferError(`The connection to ${new URL(address).host} broke (${reason}).`, 'temporary');
  }
}

/** What went wrong in a word; hosts with several addresses have an error for each. */
function codeOf(error: unknown): string {
  const { code, message, errors } = error as { code?: string; message: string; errors?: { code?: string }[] };
  return code ?? errors?.[0]?.code ?? message;
}

/** Ends a response whose body is not wanted; it may be long. */
function discard({ body }: Response): void {
  body.on('error', () => {}).destroy();
}

function header({ headers }: Response, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Only a strong tag says that bytes are the same. */
function versionOf(response: Response): string | undefined {
  const tag = header(response, 'etag');
  return tag?.startsWith('"') ? tag : undefined;
}

/**
 * The size of the file that a response is of.
 *
 * @throws TransferError if the response is of no use.
 */
function expectUsable(url: string, response: Response, { from, bytes, atMost }: FileRequest): number {
  const { statusCode: status } = response;
  const refuse = (message: string, cure?: string) => new TransferError(message, 'refused', cure);
  if (status === 408 || status === 429 || status >= 500) {
    throw new TransferError(`${url} cannot be fetched now: the server answered ${status}.`, 'temporary');
  }
  if (status !== 200 && status !== 206) {
    throw refuse(
      `${url} cannot be fetched: the server answered ${status}.`,
      status === 404 ? 'The file is no longer there.' : 'The server, or this network, may forbid it.',
    );
  }
  const rangeText = header(response, 'content-range');
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(rangeText ?? '');
  if (status === 206 && Number(range?.[1]) !== from) {
    throw refuse(`${url} was asked for bytes from ${from}, the server sends "${rangeText}".`);
  }
  const total = Number(status === 206 ? range?.[2] : (header(response, 'content-length') ?? Number.NaN));
  if (atMost !== undefined && total > atMost) {
    throw refuse(`${url} has ${total} bytes, more than ${atMost}.`);
  }
  if (bytes === undefined && atMost === undefined && Number.isNaN(total)) {
    throw refuse(`${url} cannot be fetched: the server does not say how long it is.`);
  }
  if (bytes !== undefined && !Number.isNaN(total) && total !== bytes) {
    throw refuse(
      `Expected ${bytes} bytes from ${url}, the server offers ${total}.`,
      'Something else is sent, e.g. a login page of the network, or the file has changed.',
    );
  }
  return bytes ?? total;
}
