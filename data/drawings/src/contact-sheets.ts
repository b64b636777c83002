import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SAMPLES } from './samples';
import { sheet } from './sheet';

/** Columns and size of an image on the sheet of each set. */
const LAYOUTS = {
  'oxford-iiit-pet': { columns: 8, cell: { width: 132, height: 112 } },
  pascal_2007: { columns: 7, cell: { width: 152, height: 114 } },
  camvid_tiny: { columns: 8, cell: { width: 128, height: 192 } },
  biwi_head_pose: { columns: 8, cell: { width: 132, height: 99 } },
};

/** Draws the contact sheets of README.md: one image of each kind of a set. */
async function main(): Promise<void> {
  const folder = join(__dirname, '..', 'contact-sheets');
  await mkdir(folder, { recursive: true });
  for (const [set, layout] of Object.entries(LAYOUTS)) {
    const { kinds, draw } = SAMPLES[set];
    const images = [];
    for (const [i, kind] of kinds.entries())
      images.push({ image: await draw(kind, 7 * i + 1), caption: kind });
    await writeFile(join(folder, `${set}.webp`), await sheet(images, layout));
  }
}

main();
