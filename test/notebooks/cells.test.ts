import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeCells, folder, notebooks, readNotebook, textOf } from './notebook-file';
import { foreignShorthands } from './shorthand';

test('foreignShorthands() names what another cell declares', () => {
  assert.deepEqual(foreignShorthands('const a = 1; show({ a, codes, b: 2 });'), ['codes']);
  assert.deepEqual(foreignShorthands("import { resize } from 'fovea'; run((x) => ({ x, resize }));"), []);
});

for (const name of notebooks) {
  const notebook = readNotebook(join(folder, name));
  const cells = codeCells(notebook);

  test(`${name}: runs in tslab, at most 12 lines a cell, none empty`, () => {
    assert.equal(notebook.metadata.kernelspec?.name, 'tslab');
    cells.forEach((source, i) => {
      const lines = source.trim().split('\n').length;
      assert.ok(source.trim() && lines <= 12, `code cell ${i + 1} has ${source.trim() ? lines : 'no'} lines`);
    });
  });

  test(`${name}: no shorthand for a variable of another cell, which tslab does not find`, () => {
    assert.deepEqual(cells.flatMap(foreignShorthands), []);
  });

  test(`${name}: no absolute paths, no tensor disposal, no HTML in code`, () => {
    const found = cells.flatMap((source, i) =>
      [
        /['"`](?:\/(?:home|root|tmp|Users|usr|var|work|mnt)\b|[A-Z]:\\)/,
        /\btf\.(?:dispose|tidy)\b|\.dispose\(/,
        /<\/?[a-z]+[^>]*>\s*['"`]/,
      ]
        .filter((pattern) => pattern.test(source))
        .map((pattern) => `code cell ${i + 1}: ${source.match(pattern)?.[0]}`),
    );
    assert.deepEqual(found, []);
  });

  test(`${name}: begins with its title, and prose stands before the first code`, () => {
    assert.equal(notebook.cells[0].cell_type, 'markdown');
    assert.match(textOf(notebook.cells[0]), /^# \S/);
  });
}
