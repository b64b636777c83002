import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { linkLibrary, placeOf } from '../../../src/cli/lab/place';
import { root } from '../../../src/cli/repository';
import { temporaryFolder } from '../../temporary-folder';

test('placeOf() opens the lessons by default, and passes options on', () => {
  const notebooks = join(root, 'notebooks');
  assert.deepEqual(placeOf([], '/'), { folder: notebooks, args: [] });
  assert.deepEqual(placeOf(['--no-browser', '--port', '8889'], '/'), {
    folder: notebooks,
    args: ['--no-browser', '--port', '8889'],
  });
});

test('placeOf() opens a folder or a notebook, relative to where npm was called', () => {
  const folder = temporaryFolder();
  const course = join(folder, 'course');
  mkdirSync(course);
  writeFileSync(join(course, 'first.ipynb'), '{}');
  assert.deepEqual(placeOf(['--no-browser', 'course'], folder), { folder: course, args: ['--no-browser'] });
  assert.deepEqual(placeOf(['course/first.ipynb'], folder), {
    folder: course,
    notebook: 'first.ipynb',
    args: [],
  });
});

test('linkLibrary() lets notebooks of a folder outside the clone import fovea, once', () => {
  const folder = temporaryFolder();
  const link = join(folder, 'node_modules', 'fovea');
  assert.equal(linkLibrary(folder), link);
  const found = createRequire(join(folder, 'notebook.js')).resolve('fovea');
  assert.equal(realpathSync(found), join(realpathSync(root), 'dist', 'index.js'));
  assert.equal(linkLibrary(folder), undefined);
});

test('linkLibrary() leaves folders of the clone as they are', () => {
  assert.equal(linkLibrary(join(root, 'notebooks')), undefined);
});
