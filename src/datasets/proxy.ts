import { EnvHttpProxyAgent } from 'undici';
import { TransferError } from './transfer-error';

/** Proxies by the protocol of what is fetched; '' where there is none. */
export interface Proxies {
  readonly http: string;
  readonly https: string;
}

/**
 * The proxies that the environment names, in lower or upper case, as curl reads them: one without `http://` has it. What is
 * encrypted goes through `HTTP_PROXY` where there is no `HTTPS_PROXY`.
 *
 * @throws TransferError naming the variable if its value is no address of a web proxy.
 */
export function proxiesOf(environment: NodeJS.ProcessEnv): Proxies {
  const http = proxyIn(environment, 'HTTP_PROXY');
  return { http, https: proxyIn(environment, 'HTTPS_PROXY') || http };
}

/** A dispatcher that goes through proxies, but not to the hosts in `NO_PROXY`. */
export function proxyAgent({ http, https }: Proxies, options: EnvHttpProxyAgent.Options): EnvHttpProxyAgent {
  return new EnvHttpProxyAgent({ ...options, httpProxy: http, httpsProxy: https });
}

/** The proxy for an address without name and password, for errors; undefined if there is none. */
export function proxyFor(url: string, { http, https }: Proxies): string | undefined {
  const proxy = url.startsWith('https:') ? https : http;
  return proxy === '' ? undefined : new URL(proxy).origin;
}

function proxyIn(environment: NodeJS.ProcessEnv, name: 'HTTP_PROXY' | 'HTTPS_PROXY'): string {
  const text = (environment[name.toLowerCase()] ?? environment[name] ?? '').trim();
  if (text === '') return '';
  const address = text.includes('://') ? text : `http://${text}`;
  if (isWebAddress(address)) return address;
  throw new TransferError(
    `Expected the address of a web proxy as ${name}, received "${text.replace(/^(\w+:\/\/)?.*@/, '$1...@')}".`,
    'refused',
    `Set it to e.g. http://proxy.example.org:3128, or to http://name:password@proxy.example.org:3128 with other characters than letters and digits in the password as %40 and so on.`,
  );
}

function isWebAddress(address: string): boolean {
  try {
    const { protocol, username, password } = new URL(address);
    // undici decodes them.
    decodeURIComponent(username + password);
    return protocol === 'http:' || protocol === 'https:';
  } catch {
    return false;
  }
}
