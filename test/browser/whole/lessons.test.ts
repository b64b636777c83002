import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { folder as committed, notebooks } from '../../notebooks/notebook-file';
import { skip } from '../chromium';
import { galleryFolder } from '../gallery';
import { closeLab, endKernels, type LabSession, openLab, useNotebook } from '../lab-session';

const folder = galleryFolder('lessons');

let session: LabSession;
before(async () => {
  if (skip) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of notebooks) copyWithoutPrompts(name);
  session = await openLab(folder);
});
after(async () => {
  if (session) await closeLab(session);
});

/** The committed numbers are those a first run gives again: nothing would tell when it is over. */
function copyWithoutPrompts(name: string): void {
  const notebook = JSON.parse(readFileSync(join(committed, name), 'utf8'));
  for (const cell of notebook.cells) if (cell.cell_type === 'code') cell.execution_count = null;
  writeFileSync(join(folder, name), JSON.stringify(notebook));
}

for (const name of notebooks) {
  test(`${name} in JupyterLab: runs twice, draws interactive charts, is saved, reopened and exported`, {
    skip,
  }, async (t) => {
    t.after(() => endKernels(session));
    await useNotebook(t, session, name, { timeout: 3_600_000 });
  });
}
