import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Random } from '../../src/base/random';
import { exportFrom } from '../browser/lab-session';
import { addClient, bringToFront, choose, chooseCell, closeDesk, type Desk, pageOf, untilIdle } from './desk';
import { openOffline } from './handout';

/** Something that a lecturer or a student does. */
export interface Action {
  readonly name: string;
  /** How often it is chosen, compared with the others. */
  readonly weight: number;
  /** @returns What was done, in words. */
  run(desk: Desk, random: Random): Promise<string>;
}

/** What a cell begins with, to tell it from others. */
async function firstLine(cell: Locator): Promise<string> {
  const text = await cell.locator('.cm-line').first().textContent();
  return `"${text?.slice(0, 50)}"`;
}

async function press(desk: Desk, ...keys: string[]): Promise<void> {
  for (const key of keys) await pageOf(desk).keyboard.press(key);
}

/** Waits for the cell sometimes, and sometimes only for a moment, so that the next action finds it running. */
async function wait(desk: Desk, random: Random): Promise<string> {
  if (random.uniform() < 0.5) {
    await untilIdle(desk);
    return 'to its end';
  }
  const seconds = random.integer(1, 30);
  await pageOf(desk).waitForTimeout(1000 * seconds);
  return `and looks for ${seconds} s`;
}

/** Everything that may happen in an hour. */
export const ACTIONS: readonly Action[] = [
  {
    name: 'run a cell',
    weight: 5,
    async run(desk, random) {
      const cell = await chooseCell(desk, random);
      await press(desk, 'Control+Enter');
      return `runs ${await firstLine(cell)} ${await wait(desk, random)}`;
    },
  },
  {
    name: 'run all cells above and it',
    weight: 2,
    async run(desk, random) {
      await chooseCell(desk, random);
      await choose(pageOf(desk), 'Run', 'Run All Above Selected Cell');
      await press(desk, 'Control+Enter');
      return `runs all cells above one, and it, ${await wait(desk, random)}`;
    },
  },
  {
    name: 'run all cells',
    weight: 3,
    async run(desk, random) {
      await choose(pageOf(desk), 'Run', 'Run All Cells');
      return `runs all cells ${await wait(desk, random)}`;
    },
  },
  {
    name: 'run a cell twice in a row',
    weight: 2,
    async run(desk, random) {
      await chooseCell(desk, random);
      await press(desk, 'Control+Enter', 'Control+Enter');
      return `runs a cell twice ${await wait(desk, random)}`;
    },
  },
  {
    name: 'edit a cell',
    weight: 2,
    async run(desk, random) {
      const cell = await chooseCell(desk, random);
      await cell.locator('.cm-content').click();
      await press(desk, 'Control+End', 'Enter');
      await pageOf(desk).keyboard.insertText(`// number ${random.integer(1, 1000)}`);
      await press(desk, 'Escape', 'Control+Enter');
      return `adds a comment to a cell and runs it ${await wait(desk, random)}`;
    },
  },
  {
    name: 'make a mistake',
    weight: 2,
    async run(desk, random) {
      const cell = await chooseCell(desk, random);
      await cell.locator('.cm-content').click();
      await press(desk, 'Control+Home');
      const mistake = ['const wrong: number = "one";', 'throw new Error("a mistake");', 'lern.fit(1);'][
        random.integer(0, 2)
      ];
      await pageOf(desk).keyboard.insertText(`${mistake}\n`);
      await press(desk, 'Escape', 'Control+Enter');
      await untilIdle(desk);
      await cell.locator('.cm-content').click();
      await press(desk, 'Control+Home', 'Shift+ArrowDown', 'Delete', 'Escape');
      return `writes ${mistake} into a cell, runs it and takes it out again`;
    },
  },
  {
    name: 'interrupt',
    weight: 4,
    async run(desk) {
      await choose(pageOf(desk), 'Kernel', 'Interrupt Kernel');
      await untilIdle(desk, { seconds: 60 });
      return 'interrupts the kernel';
    },
  },
  {
    name: 'restart',
    weight: 1,
    async run(desk) {
      await choose(pageOf(desk), 'Kernel', 'Restart Kernel…');
      await pageOf(desk).locator('.jp-Dialog .jp-mod-accept').click();
      await untilIdle(desk, { seconds: 60 });
      return 'restarts the kernel';
    },
  },
  {
    name: 'reload the page',
    weight: 2,
    async run(desk) {
      // Unsaved changes: the browser asks whether to leave, and playwright says yes.
      await pageOf(desk).reload();
      await pageOf(desk).locator('.jp-Notebook').first().waitFor({ timeout: 120_000 });
      await bringToFront(desk);
      return 'reloads the page';
    },
  },
  {
    name: 'open or close a second client',
    weight: 1,
    async run(desk) {
      if (desk.clients.length === 1) {
        await addClient(desk);
        return 'opens the notebook in a second browser';
      }
      await desk.clients.pop()?.page.context().close();
      return 'closes the second browser';
    },
  },
  {
    name: 'close and reopen',
    weight: 1,
    async run(desk) {
      await closeDesk(desk);
      await addClient(desk);
      return 'closes the browser and comes back';
    },
  },
  {
    name: 'export',
    weight: 2,
    async run(desk, random) {
      const sanitized = random.uniform() < 0.5;
      await choose(pageOf(desk), 'File', 'Save Notebook');
      const handout = await exportFrom(pageOf(desk), 'HTML', { sanitize: sanitized });
      const faults = await openOffline(desk.session.browser, handout.toString('utf8'));
      assert.deepEqual(faults, []);
      return `saves the notebook as HTML${sanitized ? ', sanitized' : ''}`;
    },
  },
];

/** One of the actions by its weight. */
export function chooseAction(random: Random): Action {
  const tickets = ACTIONS.flatMap((action) => Array<Action>(action.weight).fill(action));
  return tickets[random.integer(0, tickets.length - 1)];
}
