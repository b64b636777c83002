import { dirname } from 'node:path';
import { absoluteData } from '../../src/cli/repository';
import { printTransfers } from '../../src/datasets/progress-lines';
import { URLs } from '../../src/datasets/registry';
import { isStandInName } from '../../src/datasets/stand-in';
import { untarData } from '../../src/datasets/untar-data';

const LESSON_SETS = [URLs.PETS, URLs.PASCAL_2007, URLs.CAMVID_TINY, URLs.BIWI_HEAD_POSE];

/**
 * The folder that holds fastai's folder names, the same for fovea and the baseline.
 *
 * @param asked A folder, or `mini` or `few` for the drawn sets, which are drawn now if they are missing.
 */
export async function dataFolder(asked: string): Promise<string> {
  if (!isStandInName(asked)) return absoluteData(asked);
  process.env.FOVEA_DATA = asked;
  const folders: string[] = [];
  for (const set of LESSON_SETS) {
    folders.push(await untarData(set, { listener: printTransfers(console.error) }));
  }
  return dirname(folders[0]);
}
