import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everyNth, inFours, jpeg } from '../images';
import { plans } from './plan';
import { drawScene } from './scene';

const README = `Every image in train/ was drawn by a computer program (data/drawings/src/pascal in this project).
None is a photo. They stand in for PASCAL VOC 2007, in the layout of fastai's archive; train.csv says what is in each.
`;

/**
 * Draws the scenes: `train/NNNNNN.jpg`, `train.csv` with their labels, and a README.txt that says they are drawn.
 *
 * @param folder An empty folder.
 * @param options.every Draws every n-th image. @defaultValue 1
 */
export async function drawPascal(folder: string, { every = 1 }: { every?: number } = {}): Promise<void> {
  const scenes = everyNth(plans(), every);
  const images = join(folder, 'train');
  await mkdir(images, { recursive: true });
  await writeFile(join(folder, 'README.txt'), README);
  const rows = scenes.map(
    ({ fileName, labels, isValid }) => `${fileName},${labels.join(' ')},${isValid ? 'True' : 'False'}`,
  );
  await writeFile(join(folder, 'train.csv'), ['fname,labels,is_valid', ...rows, ''].join('\n'));
  await inFours(scenes, async ({ labels, seed, fileName }) => {
    const { svg, ...size } = drawScene(labels, { seed });
    await writeFile(join(images, fileName), await jpeg(svg, { ...size, quality: 80 }));
  });
}
