import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { typeErrors } from './cell-types';
import { codeCells, folder, notebooks, readNotebook, textOf } from './notebook-file';
import { foreignShorthands } from './shorthand';

test('typeErrors() names cell and line, and lets later cells see earlier ones', () => {
  assert.deepEqual(typeErrors(folder, ['const one = 1;', 'const two: number = one + 1;']), []);
  assert.deepEqual(typeErrors(folder, ['const one = 1;', '\nconst two: string = one;']), [
    "cell 2, line 2: Type 'number' is not assignable to type 'string'.",
  ]);
});

test("typeErrors() reads the library's declarations as tslab does", () => {
  assert.deepEqual(
    typeErrors(folder, ["import { FoveaError } from 'fovea';\nnew FoveaError('problem', 'cure');"]),
    [],
  );
  const [error] = typeErrors(folder, ["import { noSuchThing } from 'fovea';\nnoSuchThing();"]);
  assert.match(error, /cell 1, line 1: .*noSuchThing/);
});

test('foreignShorthands() names what another cell declares', () => {
  assert.deepEqual(foreignShorthands('const a = 1; show({ a, codes, b: 2 });'), ['codes']);
  assert.deepEqual(foreignShorthands("import { resize } from 'fovea'; run((x) => ({ x, resize }));"), []);
});

for (const name of notebooks) {
  const notebook = readNotebook(join(folder, name));
  const cells = codeCells(notebook);

  test(`${name}: every cell compiles under tslab's TypeScript against the built library`, () => {
    assert.deepEqual(typeErrors(folder, cells), []);
  });

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
