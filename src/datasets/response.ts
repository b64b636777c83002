import { type Dispatcher, request } from 'undici';
import { type Proxies, proxiesOf, proxyAgent, proxyFor } from './proxy';
import { TransferError } from './transfer-error';

const MAX_REDIRECTS = 5;
const TIMEOUTS = ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];
const OFFLINE = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', ...TIMEOUTS];
const UNTRUSTED =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY)_\w+)$/;

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
 * @throws TransferError if the server or the proxy cannot be reached or refuses, or offers a file of another size.
 */
export async function openResponse(url: string, asked: FileRequest): Promise<OpenResponse> {
  const milliseconds = { answer: asked.answerSeconds * 1000, stall: asked.stallSeconds * 1000 };
  const proxies = proxiesOf(process.env);
  const dispatcher = proxyAgent(proxies, {
    connect: { timeout: milliseconds.answer },
    headersTimeout: milliseconds.answer,
    bodyTimeout: milliseconds.stall,
  });
  const close = () => void dispatcher.destroy();
  try {
    return { ...(await openBy({ dispatcher, proxies }, url, asked)), close };
  } catch (error) {
    close();
    throw error;
  }
}

type Response = Dispatcher.ResponseData;

/** The way to a server. */
interface Route {
  readonly dispatcher: Dispatcher;
  readonly proxies: Proxies;
}

async function openBy(route: Route, url: string, asked: FileRequest): Promise<Omit<OpenResponse, 'close'>> {
  let address = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await ask(route, address, asked);
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
      return openBy(route, url, { ...asked, from: 0, version: undefined });
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
  { dispatcher, proxies }: Route,
  url: string,
  { from, version, answerSeconds, signal }: FileRequest,
): Promise<Response> {
  const headers = {
    'accept-encoding': 'identity',
    ...(from > 0 && { range: `bytes=${from}-`, ...(version && { 'if-range': version }) }),
  };
  // undici waits for a proxy without a limit, and connects again and again to one that hangs up.
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), 2 * answerSeconds * 1000);
  try {
    const ended = signal ? AbortSignal.any([signal, silence.signal]) : silence.signal;
    return await unlessAborted(request(url, { dispatcher, headers, signal: ended }), ended);
  } catch (error) {
    signal?.throwIfAborted();
    const proxy = proxyFor(url, proxies);
    const status = Number(/^Proxy response \((\d+)\)/.exec((error as Error).message)?.[1]);
    if (proxy && status) throw refusedByProxy(new URL(url).host, proxy, status);
    const code = silence.signal.aborted ? TIMEOUTS[0] : codeOf(error);
    const reason = TIMEOUTS.includes(code) ? `no answer in ${answerSeconds} s` : code;
    const through = proxy ? `; the proxy is ${proxy}` : '';
    const message = `${new URL(url).host} cannot be reached (${reason}${through}).`;
    if (UNTRUSTED.test(code)) throw new TransferError(message, 'refused', UNTRUSTED_CURE);
    throw new TransferError(message, OFFLINE.includes(code) ? 'offline' : 'temporary');
  } finally {
    clearTimeout(timer);
  }
}

// undici tells a request of an abort only when it has a connection.
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, fail) => {
    onAbort = () => fail(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

const UNTRUSTED_CURE =
  'A proxy that reads encrypted connections shows a certificate of its own: set NODE_EXTRA_CA_CERTS to its file, in PEM.';

function refusedByProxy(host: string, proxy: string, status: number): TransferError {
  const message = `${host} cannot be reached: the proxy ${proxy} answered ${status}.`;
  if (status >= 500) return new TransferError(message, 'temporary');
  return new TransferError(
    message,
    'refused',
    status === 407
      ? 'It asks for a name and a password: set HTTPS_PROXY to http://name:password@host:port.'
      : 'It forbids this address: ask those who run it, or name the host in NO_PROXY if it can be reached without.',
  );
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
