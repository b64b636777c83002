import { rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { identityOf, markDrawn } from './identity';
import { SETS, type Size } from './sets';

const USAGE = `Draws a stand-in for a data set: node draw.js SET FOLDER [SIZE]

  SET     ${Object.keys(SETS).join(', ')}
  FOLDER  where to draw the set; what it held is replaced once the new set is complete
  SIZE    mini, by default: all images of the stand-in; few: some of them`;

/** Draws a set beside its folder and moves it there when it is whole. */
async function drawInto(folder: string, set: string, size: Size): Promise<void> {
  const unfinished = join(dirname(folder), `.${basename(folder)}.drawing`);
  process.on('exit', () => rmSync(unfinished, { recursive: true, force: true }));
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  // Taken first: should the program be rebuilt meanwhile, this set counts as the old one's.
  const identity = identityOf(set, size);
  const { sizes, draw } = SETS[set];
  await draw(unfinished, sizes[size].every);
  markDrawn(unfinished, identity);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
// The process that started this program over a channel has ended: nothing waits for the set.
process.on('disconnect', () => process.exit(130));
process.channel?.unref();

const [set = '', folder, size = 'mini'] = process.argv.slice(2);
if (folder && Object.hasOwn(SETS, set) && Object.hasOwn(SETS[set].sizes, size)) {
  drawInto(resolve(folder), set, size as Size).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
} else {
  console.error(USAGE);
  process.exitCode = 2;
}
