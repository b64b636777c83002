import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomFrom } from '../../src/base/random';
import { optionMistake } from '../../src/cli/option-mistake';
import { root } from '../../src/cli/repository';
import { skip } from '../browser/chromium';
import { galleryFolder } from '../browser/gallery';
import { closeLab, openLab } from '../browser/lab-session';
import { folder as committed, notebooks } from '../notebooks/notebook-file';
import { ACTIONS, chooseAction } from './actions';
import { addClient, closeDesk, complaints, type Desk, pageOf, untilIdle } from './desk';
import { type Fault, memoryLines, type Soak, writeReport } from './report';
import { measureMemory, type Sample } from './watch';

const USAGE = `Uses the lessons in a real JupyterLab at random, two at a time, and watches what goes wrong.

  npm run soak -- [--minutes 60] [--seed 1]

FOVEA_DATA says where the images are; the stand-ins by default. handouts/soak/ holds a chart of the kernels' memory afterwards.`;

const SAMPLE_SECONDS = 5;

/** Where the report is written. */
const results = join(root, 'handouts', 'soak');

async function soak({ minutes, seed }: { minutes: number; seed: number }): Promise<Soak> {
  const random = randomFrom(seed);
  const folder = galleryFolder('soak');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of notebooks) copyFileSync(join(committed, name), join(folder, name));
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const session = await openLab(folder);
  const samples: Sample[] = [];
  const faults: Fault[] = [];
  const begun = Date.now();
  const now = () => (Date.now() - begun) / 60_000;
  const sampling = setInterval(() => {
    measureMemory(session.lab, now()).then(
      (measured) => samples.push(...measured),
      () => {},
    );
  }, 1000 * SAMPLE_SECONDS);
  let numActions = 0;
  const desks: Desk[] = [];
  try {
    for (const notebook of notebooks) desks.push({ session, notebook, clients: [] });
    let [left, right] = [0, 1];
    for (const place of [left, right]) await addClient(desks[place]);
    while (now() < minutes) {
      const desk = desks[random.uniform() < 0.5 ? left : right];
      const action = chooseAction(random);
      let words: string;
      try {
        words = await action.run(desk, random);
      } catch (error) {
        words = `${action.name}: failed`;
        note(desk, action.name, (error as Error).message);
        await pageOf(desk)
          .screenshot({ path: join(results, `fault-${faults.length}.png`) })
          .catch(() => {});
      }
      numActions++;
      console.log(`${now().toFixed(1).padStart(5)} min  ${desk.notebook}  ${words}`);
      for (const complaint of await complaints(desk)) note(desk, action.name, complaint);
      if (numActions % 12 === 0) {
        // The next lesson comes to the desk, an earlier one leaves it; its kernel runs on, as in a class.
        await closeDesk(desks[left]);
        const others = [0, 1, 2, 3].filter((place) => place !== left && place !== right);
        [left, right] = [right, others[random.integer(0, 1)]];
        await addClient(desks[right]);
      }
    }
    for (const desk of [desks[left], desks[right]]) await untilIdle(desk);
    for (const desk of [desks[left], desks[right]]) {
      const last = ACTIONS.find(({ name }) => name === 'export');
      await last?.run(desk, random).catch((error: Error) => note(desk, 'export', error.message));
    }
  } finally {
    clearInterval(sampling);
    for (const desk of desks) await closeDesk(desk);
    await closeLab(session);
  }
  return { numActions, samples, faults };

  function note({ notebook }: Desk, action: string, words: string): void {
    if (faults.some((fault) => fault.notebook === notebook && fault.words === words)) return;
    faults.push({ minutes: now(), notebook, action, words });
    console.log(`  ✗ ${notebook}, ${action}: ${words}`);
  }
}

function positive(text: string, name: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Error(`--${name} ${text} is not a positive number.`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if (skip) throw new Error(skip);
  const result = await soak({
    minutes: positive(values.minutes, 'minutes'),
    seed: positive(values.seed, 'seed'),
  });
  await writeReport(results, result);
  const { numActions, faults } = result;
  console.log(
    [
      `${numActions} actions, ${faults.length} faults`,
      ...memoryLines(result),
      `Chart: ${join(results, 'memory.svg')}`,
    ].join('\n'),
  );
  if (faults.length) process.exitCode = 1;
}

main().catch((error: Error) => {
  const mistake = optionMistake(error);
  console.error(mistake ? `${mistake}\n\n${USAGE}` : error.message);
  process.exitCode = mistake ? 2 : 1;
});
