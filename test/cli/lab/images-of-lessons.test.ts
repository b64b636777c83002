import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { imagesOfLessons } from '../../../src/cli/lab/images-of-lessons';
import { root } from '../../../src/cli/repository';
import { temporaryFolder } from '../../temporary-folder';

test('imagesOfLessons() says that FOVEA_DATA is not set, and how to get drawings at once', () => {
  for (const unset of [undefined, '', ' ']) {
    const { line, env } = imagesOfLessons(unset);
    assert.match(line, /^Images: FOVEA_DATA is not set, .*: FOVEA_DATA=mini npm run lab$/);
    assert.deepEqual(env, {});
  }
});

test('imagesOfLessons() names the folder, or the drawings', () => {
  assert.deepEqual(imagesOfLessons('mini'), {
    line: 'Images: drawn (FOVEA_DATA=mini).',
    env: { FOVEA_DATA: 'mini' },
  });
  const notebooks = join(root, 'notebooks');
  assert.deepEqual(imagesOfLessons('notebooks'), {
    line: `Images: from ${notebooks} (FOVEA_DATA).`,
    env: { FOVEA_DATA: notebooks },
  });
});

test('imagesOfLessons() refuses a folder that is missing or empty before JupyterLab starts', () => {
  const folder = temporaryFolder();
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  for (const path of [join(folder, 'photos'), empty]) {
    assert.throws(() => imagesOfLessons(path), {
      message: `FOVEA_DATA=${path} names a folder that is missing or empty: ${path}.\n  Set it to a folder that holds oxford-iiit-pet/ and so on, to mini for drawings, or leave it out.`,
    });
  }
});
