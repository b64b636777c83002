import type { Locator, Page } from 'playwright-core';
import type { Random } from '../../src/base/random';
import type { Watched } from '../browser/chromium';
import { choose, type LabSession, showNotebook } from '../browser/lab-session';
import { kernels } from './watch';

/** A notebook that is open in one or more pages. */
export interface Desk {
  readonly session: LabSession;
  readonly notebook: string;
  /** The pages, the first one opened first. */
  readonly clients: Watched[];
}

/** What a kernel must never let a student see. */
const NOISE =
  /evalmachine|Interrupted asynchronously|unknown msg_type|rebuildTimer|node:internal|at .*node_modules/;

/** How long a kernel may take for the longest cell. */
const LONGEST_MINUTES = 15;

/** Opens another page on the notebook. */
export async function addClient(desk: Desk): Promise<void> {
  desk.clients.push(await showNotebook(desk.session, desk.notebook));
}

export async function closeDesk({ clients }: Desk): Promise<void> {
  for (const { page } of clients.splice(0)) await page.context().close();
}

export const pageOf = ({ clients }: Desk): Page => clients[0].page;

/** Brings the notebook to the front: after a reload, JupyterLab also opens what other browsers had open. */
export async function bringToFront(desk: Desk): Promise<void> {
  const page = pageOf(desk);
  await page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: desk.notebook }).click();
  await page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell').first().waitFor();
}

/** One of the code cells, chosen for the keyboard's commands. */
export async function chooseCell(desk: Desk, random: Random): Promise<Locator> {
  const cells = pageOf(desk).locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell');
  const cell = cells.nth(random.integer(0, (await cells.count()) - 1));
  await cell.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await cell.locator('.jp-InputPrompt').click();
  return cell;
}

export async function kernelState({ session, notebook }: Desk): Promise<string> {
  return (await kernels(session.lab)).find((one) => one.notebook === notebook)?.state ?? 'none';
}

/**
 * Waits until the kernel has nothing to do.
 *
 * @throws Error if that takes longer than the longest cell, or than `seconds`.
 */
export async function untilIdle(desk: Desk, { seconds = 60 * LONGEST_MINUTES } = {}): Promise<void> {
  const end = Date.now() + 1000 * seconds;
  let calm = 0;
  // Between two cells of a queue a kernel is idle for an instant.
  while (calm < 3) {
    const state = await kernelState(desk);
    calm = state === 'idle' ? calm + 1 : 0;
    if (Date.now() > end) throw new Error(`The kernel is ${state}, ${seconds} s after it should have ended.`);
    await pageOf(desk).waitForTimeout(500);
  }
}

/** What is wrong on the pages, in words; then it is forgotten. */
export async function complaints({ clients }: Desk): Promise<string[]> {
  const found: string[] = [];
  for (const { page, errors } of clients) {
    found.push(...errors.splice(0).filter((error) => !/Failed to load resource|WebSocket/.test(error)));
    const dialog = page.locator('.jp-Dialog');
    if (await dialog.count()) {
      found.push(`A dialog: ${await dialog.first().textContent()}`);
      await page.keyboard.press('Escape');
    }
    for (const text of await page.locator('.jp-OutputArea-output').allInnerTexts()) {
      const noise = text.match(NOISE);
      if (noise)
        found.push(`In an output: ${text.slice(Math.max(0, (noise.index as number) - 100)).slice(0, 300)}`);
    }
  }
  return found;
}

export { choose };
