import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../images';
import { CODES } from './codes';
import { DRIVES } from './drives';
import { film } from './film';

const README = `Every image in images/ was drawn by a computer program (data/drawings/src/camvid in this project): none is a photo.
labels/ holds the class of each pixel, drawn from the same three-dimensional streets. They stand in for fastai's CAMVID_TINY,
100 frames of CamVid, in its layout and with its codes; no street, house or person in them exists.
`;

/**
 * Draws the streets: `images/X.png`, 128 x 96, `labels/X_P.png` with the class of each pixel, `codes.txt` with the classes'
 * names, and a README.txt that says they are drawn.
 *
 * @param folder An empty folder.
 * @param options.drives Which drives; all of them make 100 frames.
 * @param options.every Draws every n-th frame of each. @defaultValue 1
 */
export async function drawCamvid(folder: string, { drives = DRIVES, every = 1 } = {}): Promise<void> {
  const [images, labels] = [join(folder, 'images'), join(folder, 'labels')];
  await Promise.all([mkdir(images, { recursive: true }), mkdir(labels, { recursive: true })]);
  await writeFile(join(folder, 'README.txt'), README);
  await writeFile(join(folder, 'codes.txt'), `${CODES.join('\n')}\n`);
  const size = { width: 128, height: 96 };
  const written: Promise<unknown>[] = [];
  for (const drive of drives) {
    for (const { name, image, mask } of film(drive, size, every)) {
      written.push(
        encodePng(image.pixels, { ...size, channels: 3 }).then((png) =>
          writeFile(join(images, `${name}.png`), png),
        ),
        encodePng(mask, { ...size, channels: 1 }).then((png) =>
          writeFile(join(labels, `${name}_P.png`), png),
        ),
      );
      // Gives the encoder's threads and the event loop their turn.
      await new Promise(setImmediate);
    }
  }
  await Promise.all(written);
}
