import { openImage } from './image-file';

/** A file that is no readable image, and why. */
export interface BrokenImage {
  readonly file: string;
  readonly problem: string;
}

const READ_AT_ONCE = 8;
// One at a time of those that take more than 100 MB in memory.
const MANY_PIXELS = 33e6;

/**
 * Reads every image to the end and lists those that cannot be read.
 *
 * @param files Paths of images.
 * @returns The broken ones, in the order given; empty if all are whole.
 */
export async function verifyImages(files: readonly string[]): Promise<BrokenImage[]> {
  const problems = new Map<number, string>();
  let next = 0;
  let large = Promise.resolve();
  const check = async (file: string) => {
    const image = await openImage(file);
    if (image.width * image.height < MANY_PIXELS) return void (await image.read());
    const turn = large.then(async () => void (await image.read()));
    large = turn.catch(() => {});
    return turn;
  };
  const reader = async () => {
    while (next < files.length) {
      const index = next++;
      try {
        await check(files[index]);
      } catch (error) {
        problems.set(index, (error as { problem?: string }).problem ?? String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, reader));
  return files.flatMap((file, i) => (problems.has(i) ? [{ file, problem: problems.get(i)! }] : []));
}
