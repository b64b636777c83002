import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SAMPLES } from './samples';
import { sheet } from './sheet';

const USAGE = `Draws twelve images of one kind on a sheet: npm run look -w data/drawings -- SET KIND

  SET   ${Object.keys(SAMPLES).join(', ')}
  KIND  what is on the image; without one, the kinds of the set are listed`;

async function main([set, kind]: readonly string[]): Promise<void> {
  const samples = SAMPLES[set];
  if (!samples?.kinds.includes(kind)) {
    console.log(samples ? samples.kinds.join('\n') : USAGE);
    const isQuestion = samples ? kind === undefined : set === undefined;
    process.exitCode = isQuestion ? 0 : 2;
    return;
  }
  const images = [];
  for (let number = 0; number < 12; number++) {
    images.push({ image: await samples.draw(kind, number), caption: String(number) });
  }
  const file = join(__dirname, '..', '..', 'mini', 'look.webp');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(
    file,
    await sheet(images, { columns: 4, cell: { width: 300, height: 300 }, fit: 'contain' }),
  );
  console.log(file);
}

main(process.argv.slice(2));
