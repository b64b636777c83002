import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** Saves a dark image with a bright soft dot, and returns its path. */
export async function paintDot(
  file: string,
  {
    width,
    height,
    x,
    y,
    colour = [250, 250, 250],
  }: { width: number; height: number; x: number; y: number; colour?: number[] },
): Promise<string> {
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const light = Math.exp(-((column + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2) / 18);
      pixels.set(
        colour.map((value) => value * light),
        3 * (row * width + column),
      );
    }
  }
  mkdirSync(dirname(file), { recursive: true });
  await sharp(pixels, { raw: { width, height, channels: 3 } }).toFile(file);
  return file;
}

/** Saves `count` images of two classes, `cat_0.jpg`, `dog_1.jpg`, ..., and returns their folder. */
export async function paintPets(folder: string, count: number): Promise<string> {
  for (let i = 0; i < count; i++) {
    const cat = i % 2 === 0;
    const size = { width: 40 + (i % 5), height: 30 };
    const colour = cat ? [250, 20, 20] : [20, 20, 250];
    await paintDot(join(folder, `${cat ? 'cat' : 'dog'}_${i}.jpg`), { ...size, x: 20, y: 15, colour });
  }
  return folder;
}
