import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../src/cli/repository';
import { folder, notebooks } from './notebook-file';

interface Cell {
  readonly cell_type: string;
  readonly execution_count: number | null;
  readonly outputs: readonly { readonly output_type: string; readonly data?: Record<string, unknown> }[];
}

for (const name of notebooks) {
  const text = readFileSync(join(folder, name), 'utf8');
  const cells = (JSON.parse(text).cells as Cell[]).filter((cell) => cell.cell_type === 'code');

  test(`${name}: contains the outputs of one whole run, or none`, () => {
    const prompts = cells.map((cell) => cell.execution_count);
    const isRun = prompts.some((prompt) => prompt !== null);
    assert.deepEqual(
      prompts,
      cells.map((_, i) => (isRun ? i + 1 : null)),
    );
    const outputs = cells.flatMap((cell) => cell.outputs);
    assert.equal(outputs.length > 0, isRun);
    assert.equal(outputs.filter(({ output_type }) => output_type === 'error').length, 0);
  });

  test(`${name}: has at most 1.5 MB, names no folder of a machine, and contains no chart that needs a script`, () => {
    assert.ok(statSync(join(folder, name)).size <= 1.5e6);
    assert.equal(text.includes(root), false);
    assert.doesNotMatch(text, /"application\/vnd\.(vegalite|plotly)/);
    assert.doesNotMatch(text, /\d\d:\d\d<\/td><\/tr>/);
  });
}
