import assert from 'node:assert/strict';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { errorText, type Kernel, printed, startKernel } from './kernel';

const folder = mkdtempSync(join(tmpdir(), 'fovea-watched-'));
const library = join(folder, 'node_modules', 'shapes');
let kernel: Kernel;
before(async () => {
  mkdirSync(library, { recursive: true });
  for (let i = 0; i < 20; i++)
    writeFileSync(join(library, `part${i}.d.ts`), `export const part${i}: number;\n`);
  const exports = Array.from({ length: 20 }, (_, i) => `export * from './part${i}';\n`);
  writeFileSync(join(library, 'index.d.ts'), `${exports.join('')}export * from './missing';\n`);
  writeFileSync(join(library, 'index.js'), 'exports.part1 = 7;\n');
  kernel = await startKernel(folder);
});
after(async () => {
  await kernel.close();
  rmSync(folder, { recursive: true });
});

test('cells run on while files of a library are linked, added and removed', async () => {
  const [first] = await kernel.run("import { part1 } from 'shapes';\npart1");
  assert.equal(printed(first), '7\n');
  const changes = [
    () => {
      mkdirSync(join(folder, 'copy'));
      for (const name of readdirSync(library)) linkSync(join(library, name), join(folder, 'copy', name));
    },
    () => writeFileSync(join(library, 'missing.d.ts'), 'export const found: number;\n'),
    () => rmSync(join(folder, 'copy'), { recursive: true }),
  ];
  for (const change of changes) {
    change();
    // TypeScript collects what has changed for a quarter of a second.
    const cells = await kernel.run(
      'await new Promise((done) => setTimeout(done, 600));',
      'part1',
      'part1 + 1',
    );
    assert.deepEqual(cells.map(errorText), [undefined, undefined, undefined]);
    assert.equal(printed(cells[2]), '8\n');
  }
  const [found] = await kernel.run("import { found } from 'shapes';\nconst n: number = found;");
  assert.equal(errorText(found), undefined);
});
