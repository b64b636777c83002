import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { imageCache } from '../../src/setup/image-cache.mjs';

const held = (options) => Number(/now (\d+\.\d) GB$/.exec(imageCache({}, options))[1]);

test('imageCache() says where decoded images are kept and how much they may take', () => {
  assert.match(
    imageCache({ FOVEA_CACHE_GB: '2' }),
    /^decoded images in \/.+, at most 2 GB for each kernel \(FOVEA_CACHE_GB\); now \d+\.\d GB$/,
  );
  assert.match(
    imageCache({}),
    /^decoded images in \/.+, at most 4 GB, or a tenth of what is free, for each kernel; FOVEA_CACHE_GB sets a limit; now \d+\.\d GB$/,
  );
});

test('imageCache() says that a limit is not a number of at least 0, as the library does', () => {
  for (const limit of ['viel', '-1', '2 GB', '0x10', 'Infinity', ' ']) {
    assert.equal(
      imageCache({ FOVEA_CACHE_GB: limit }),
      `FOVEA_CACHE_GB is ${JSON.stringify(limit)}, not a number of gigabytes: importing fovea fails. Set it to e.g. 2, or unset it`,
    );
  }
  for (const limit of ['0', '.5', '1e1']) {
    assert.match(imageCache({ FOVEA_CACHE_GB: limit }), new RegExp(`at most ${limit} GB for each kernel`));
  }
});

test('imageCache() counts files that have no name any more, as long as a process has them open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-cache-'));
  const path = join(folder, 'fovea-images');
  const file = openSync(path, 'wx');
  try {
    for (let i = 0; i < 110; i++) writeSync(file, Buffer.alloc(1e6));
    assert.equal(held({ folder }), 0);
    unlinkSync(path);
    assert.equal(held({ folder }), 0.1);
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
  assert.equal(held({ folder }), 0);
});
