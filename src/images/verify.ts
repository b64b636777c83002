import { openImage } from './image-file';

/** A file that is not a readable image. */
export interface BrokenImage {
  readonly file: string;
  /** Why it cannot be read, in one sentence. */
  readonly problem: string;
}

const READ_AT_ONCE = 8;

/**
 * Decodes every image completely and lists those that cannot be read.
 *
 * @param files Paths of images, e.g. of `getImageFiles`.
 * @returns The broken ones, in the order given; empty if all can be read.
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
