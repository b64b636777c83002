import { openImage } from './image-file';

/** A file that is no readable image, and why. */
export interface BrokenImage {
  readonly file: string;
  readonly problem: string;
}

const READ_AT_ONCE = 8;

/**
 * Reads every image to the end and lists those that cannot be read.
 *
 * @param files Paths of images.
 * @returns The broken ones, in the order given; empty if all are whole.
 */
export async function verifyImages(files: readonly string[]): Promise<BrokenImage[]> {
  const problems = new Map<number, string>();
  let next = 0;
  const reader = async () => {
    while (next < files.length) {
      const index = next++;
      try {
        await (await openImage(files[index])).read();
      } catch (error) {
        problems.set(index, (error as { problem?: string }).problem ?? String(error));
      }
    }
  };
  await Promise.all(Array.from({ length: READ_AT_ONCE }, reader));
  return files.flatMap((file, i) => (problems.has(i) ? [{ file, problem: problems.get(i)! }] : []));
}
