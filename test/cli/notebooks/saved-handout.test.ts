import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { handoutOfSaved } from '../../../src/cli/notebooks/saved-handout';
import { hostileNotebook } from '../../browser/hostile-notebook';
import { notebookOf } from '../../notebooks/notebook-file';
import { temporaryFolder } from '../../temporary-folder';

const OPTIONS = { code: true, pdf: false };

test('handoutOfSaved() writes the handout of a notebook in any folder, without what its outputs could run', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'mine.ipynb');
  writeFileSync(path, hostileNotebook());
  const output = join(folder, 'handouts');
  const { html } = await handoutOfSaved(path, { ...OPTIONS, output });
  assert.equal(html, join(output, 'mine.html'));
  const page = readFileSync(html, 'utf8');
  for (const kept of ['<td>in a table</td>', '<b>in bold</b>', 'alt="a dot"', "script-src 'sha256-"]) {
    assert.ok(page.includes(kept), kept);
  }
  for (const gone of [
    '<script>globalThis',
    '<td onclick',
    '<b onmouseover',
    '<iframe',
    '<base',
    'href="javascript',
  ]) {
    assert.equal(page.includes(gone), false, gone);
  }
  await handoutOfSaved(path, { ...OPTIONS, code: false, output });
  assert.doesNotMatch(readFileSync(html, 'utf8'), /class="input"/);
});

test('handoutOfSaved() refuses a notebook that was not run, and what is none', async () => {
  const folder = temporaryFolder();
  const [fresh, broken] = [join(folder, 'fresh.ipynb'), join(folder, 'broken.ipynb')];
  writeFileSync(fresh, notebookOf(['const a = 1;']));
  writeFileSync(broken, 'no JSON');
  const output = join(folder, 'handouts');
  const expected = {
    [fresh]:
      'fresh.ipynb has no outputs.\n  Run its cells and save it in JupyterLab first. Without --from, "npm run handouts" runs the lessons.',
    [broken]: `${broken} is not a notebook.\n  Give --from the path of an .ipynb file.`,
    [join(folder, 'missing.ipynb')]:
      `There is no notebook ${join(folder, 'missing.ipynb')}.\n  Give --from the path of an .ipynb file.`,
  };
  for (const [path, message] of Object.entries(expected)) {
    await assert.rejects(handoutOfSaved(path, { ...OPTIONS, output }), { message });
  }
  assert.equal(existsSync(output), false);
});
