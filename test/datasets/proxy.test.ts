import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { sha256 } from '../../src/datasets/checksum';
import { download } from '../../src/datasets/download';
import { temporaryFolder } from '../temporary-folder';
import { sendFile, serve } from './server';

const BYTES = Buffer.from('weights '.repeat(1000));
const checksum = sha256(createHash('sha256').update(BYTES).digest('hex'));

test('a download goes through the proxy that HTTP_PROXY names, but not to hosts in NO_PROXY', async (context) => {
  const { url } = await serve(context, (request, response) => sendFile(request, response, BYTES));
  const tunnels: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, client) => {
    tunnels.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url}`);
    const server = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(client);
      client.pipe(server);
    });
    for (const socket of [server, client]) socket.on('error', () => {});
    client.on('close', () => server.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const before = { ...process.env };
  context.after(() => {
    process.env = before;
    proxy.closeAllConnections();
    proxy.close();
  });
  process.env.HTTP_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  delete process.env.http_proxy;
  delete process.env.NO_PROXY;
  delete process.env.no_proxy;

  const folder = temporaryFolder();
  await download({ url, checksum }, join(folder, 'a.pth'));
  assert.ok(readFileSync(join(folder, 'a.pth')).equals(BYTES));
  assert.deepEqual(tunnels, [new URL(url).host]);

  process.env.NO_PROXY = '127.0.0.1';
  await download({ url, checksum }, join(folder, 'b.pth'));
  assert.equal(tunnels.length, 1);
});
