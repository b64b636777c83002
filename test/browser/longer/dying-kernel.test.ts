/// <reference lib="dom" />
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { notebookOf } from '../../notebooks/notebook-file';
import { skip } from '../chromium';
import { closeLab, type LabSession, openLab, openNotebook, outputAt, runCell } from '../lab-session';

let folder: string;
let session: LabSession;
before(async () => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), 'fovea-lab-kernel-'));
  const cells = ['console.log("alive");', "process.kill(process.pid, 'SIGKILL');"];
  writeFileSync(join(folder, 'dying.ipynb'), notebookOf(cells));
  session = await openLab(folder);
});
after(async () => {
  if (!session) return;
  await closeLab(session);
  rmSync(folder, { recursive: true });
});

const PATIENCE = { timeout: 60_000 };

/** Waits until the server says that the kernel of a notebook is in a state. */
async function kernelState(page: Page, name: string, state: string): Promise<void> {
  await page.waitForFunction(
    async ([address, path, wanted]) => {
      const sessions: { path: string; kernel: { execution_state: string; connections: number } }[] = await (
        await fetch(address)
      ).json();
      const kernel = sessions.find((one) => one.path === path)?.kernel;
      return kernel?.execution_state === wanted && kernel.connections > 0;
    },
    [session.lab.api('sessions'), name, state] as const,
    { polling: 250, ...PATIENCE },
  );
}

test('a kernel that dies is started again by JupyterLab, and its first cell says why', {
  skip,
}, async (t) => {
  const { page } = await openNotebook(t, session, 'dying.ipynb');
  await runCell(page, 1);
  const dialog = page.locator('.jp-Dialog');
  await dialog.waitFor(PATIENCE);
  assert.match((await dialog.textContent()) ?? '', /died/);
  await dialog.getByRole('button', { name: 'Ok' }).click();
  await kernelState(page, 'dying.ipynb', 'idle');
  await runCell(page, 0);
  await outputAt(page, 0).nth(1).waitFor(PATIENCE);
  assert.match(
    (await outputAt(page, 0).first().textContent()) ?? '',
    /^The kernel was ended by SIGKILL during cell 1 \(process\.kill.*too little memory\. Its variables are gone/,
  );
});
