import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { sha256 } from '../../src/datasets/checksum';
import { download } from '../../src/datasets/download';
import { fetchBytes } from '../../src/datasets/fetch-bytes';
import { temporaryFolder } from '../temporary-folder';
import { CLOSED_ADDRESS, sendFile, serve } from './server';

const BYTES = Buffer.from('weights '.repeat(1000));
const checksum = sha256(createHash('sha256').update(BYTES).digest('hex'));

/** A proxy, and only the given variables that name one, for one test. Returns its host and port. */
async function startProxy(context: TestContext, onConnect: (asked: IncomingMessage, client: Duplex) => void) {
  const clients = new Set<Duplex>();
  const proxy = createServer();
  proxy.on('connect', (asked, client) => {
    clients.add(client);
    client.on('error', () => {});
    onConnect(asked, client);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    for (const client of clients) client.destroy();
    proxy.closeAllConnections();
    proxy.close();
  });
  return `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
const BEFORE = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

/** Sets the variables of proxies, to undefined those not given, until the test ends. */
function setProxies(context: TestContext, variables: Readonly<Record<string, string>>): void {
  const set = (values: Readonly<Record<string, string | undefined>>) => {
    for (const name of VARIABLES) delete process.env[name];
    for (const [name, value] of Object.entries(values)) if (value !== undefined) process.env[name] = value;
  };
  context.after(() => set(BEFORE));
  set(variables);
}

function tunnel(asked: IncomingMessage, client: Duplex): void {
  const { hostname, port } = new URL(`http://${asked.url}`);
  const server = connect(Number(port), hostname, () => {
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    server.pipe(client);
    client.pipe(server);
  });
  server.on('error', () => {});
  client.on('close', () => server.destroy());
}

const answering = (status: string) => (_: IncomingMessage, client: Duplex) =>
  void client.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);

test('a download goes through the proxy that HTTP_PROXY names, but not to hosts in NO_PROXY', async (context) => {
  const { url } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const tunnels: string[] = [];
  const proxy = await startProxy(context, (asked, client) => {
    tunnels.push(asked.url ?? '');
    tunnel(asked, client);
  });
  setProxies(context, { HTTP_PROXY: `http://${proxy}` });

  const folder = temporaryFolder();
  await download({ url, checksum }, join(folder, 'a.pth'));
  assert.ok(readFileSync(join(folder, 'a.pth')).equals(BYTES));
  assert.deepEqual(tunnels, [new URL(url).host]);

  process.env.NO_PROXY = '127.0.0.1';
  await download({ url, checksum }, join(folder, 'b.pth'));
  assert.equal(tunnels.length, 1);
});

test('a proxy is also found without http:// before it, as curl and pip find it, and given its name and password', async (context) => {
  const { url } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const names: (string | undefined)[] = [];
  const proxy = await startProxy(context, (asked, client) => {
    names.push(asked.headers['proxy-authorization']);
    tunnel(asked, client);
  });
  setProxies(context, { http_proxy: proxy });
  assert.ok(BYTES.equals(await fetchBytes(url, { atMost: 1e6 })));
  process.env.http_proxy = `anna:p%40ss@${proxy}`;
  assert.ok(BYTES.equals(await fetchBytes(url, { atMost: 1e6 })));
  assert.deepEqual(names, [undefined, `Basic ${Buffer.from('anna:p@ss').toString('base64')}`]);
});

test('a proxy that refuses or cannot be reached is named, without its password', async (context) => {
  setProxies(context, {});
  const fails = async (proxy: string, message: string) => {
    process.env.HTTPS_PROXY = `http://anna:secret@${proxy}`;
    await assert.rejects(fetchBytes('https://example.org/a.jpg', { atMost: 1e6 }), {
      name: 'FoveaError',
      message: `https://example.org/a.jpg cannot be fetched: example.org cannot be reached${message}`,
    });
  };
  const asking = await startProxy(context, answering('407 Proxy Authentication Required'));
  await fails(
    asking,
    `: the proxy http://${asking} answered 407.\n  It asks for a name and a password: set HTTPS_PROXY to http://name:password@host:port.`,
  );
  const forbidding = await startProxy(context, answering('403 Forbidden'));
  await fails(
    forbidding,
    `: the proxy http://${forbidding} answered 403.\n  It forbids this address: ask those who run it, or name the host in NO_PROXY if it can be reached without.`,
  );
  const broken = await startProxy(context, answering('502 Bad Gateway'));
  await fails(broken, `: the proxy http://${broken} answered 502.\n  Try again.`);
  await fails(
    CLOSED_ADDRESS,
    ` (ECONNREFUSED; the proxy is http://${CLOSED_ADDRESS}).\n  Check the address and the network; behind a proxy set HTTPS_PROXY.`,
  );
});

test('a proxy that is silent, or hangs up again and again, ends the download in time', async (context) => {
  const patience = { answerSeconds: 0.2, stallSeconds: 1, retrySeconds: [] };
  for (const onConnect of [() => {}, (_: IncomingMessage, client: Duplex) => void client.destroy()]) {
    const proxy = await startProxy(context, onConnect);
    setProxies(context, { HTTPS_PROXY: `http://${proxy}` });
    const url = 'https://example.org/a.pth';
    await assert.rejects(download({ url, checksum }, join(temporaryFolder(), 'a.pth'), patience), {
      name: 'FoveaError',
      message: `example.org cannot be reached (no answer in 0.2 s; the proxy is http://${proxy}).`,
    });
  }
});

test('a value that is no address of a web proxy is refused by the name of its variable', async (context) => {
  const cure =
    'Set it to e.g. http://proxy.example.org:3128, or to http://name:password@proxy.example.org:3128 with other characters than letters and digits in the password as %40 and so on.';
  const refused = {
    'http://': 'http://',
    'socks5://127.0.0.1:1080': 'socks5://127.0.0.1:1080',
    'http://anna:100%@127.0.0.1:3128': 'http://...@127.0.0.1:3128',
  };
  for (const [value, shown] of Object.entries(refused)) {
    setProxies(context, { HTTPS_PROXY: value });
    const file = join(temporaryFolder(), 'a.pth');
    await assert.rejects(download({ url: 'https://example.org/a.pth', checksum }, file), {
      name: 'FoveaError',
      message: `Expected the address of a web proxy as HTTPS_PROXY, received "${shown}".\n  ${cure}`,
    });
  }
});
