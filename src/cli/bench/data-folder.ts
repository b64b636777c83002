import { join } from 'node:path';
import { ensureStandIn, standInFolders } from '../../datasets/stand-in';
import { absoluteData, root } from '../repository';

/**
 * The folder that holds fastai's folder names, the same for fovea and its peer.
 *
 * @param asked A folder, or `mini` for the drawn sets, which are drawn now if they are missing.
 */
export async function dataFolder(asked: string): Promise<string> {
  if (asked !== 'mini') return absoluteData(asked);
  for (const folder of standInFolders())
    await ensureStandIn({ folder }, { project: root, print: console.error });
  return join(root, 'data', 'mini');
}
