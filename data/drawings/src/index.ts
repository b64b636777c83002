import { drawBiwi } from './biwi/biwi';
import { drawCamvid } from './camvid/camvid';
import { drawPascal } from './pascal/pascal';
import { drawPets } from './pets/pets';

/** What can be drawn, by fastai's name of the data set's folder. Each draws everything into an empty folder. */
export const DRAWERS: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  biwi_head_pose: (folder) => drawBiwi(folder),
  camvid_tiny: (folder) => drawCamvid(folder),
  pascal_2007: (folder) => drawPascal(folder),
  'oxford-iiit-pet': (folder) => drawPets(folder),
};
