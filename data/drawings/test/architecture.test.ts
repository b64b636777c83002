import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';

const root = join(__dirname, '..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('the package imports Node, its own dependencies and itself, nothing of the library', () => {
  const wrong: string[] = [];
  for (const folder of ['src', 'test']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = join(root, folder, name);
      const code = readFileSync(file, 'utf8');
      for (const [, , path] of code.matchAll(
        /^(import\b|export\b|\}).*?\bfrom '(.+)';$|\bimport\('(.+?)'\)/gm,
      )) {
        if (!path) continue;
        const isOutside = relative(root, join(dirname(file), path)).startsWith('..');
        const isKnown = path.startsWith('node:') || path.split('/')[0] in dependencies;
        if (path.startsWith('.') ? isOutside : !isKnown) wrong.push(`${folder}/${name} imports ${path}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});
