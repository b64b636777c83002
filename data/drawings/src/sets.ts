/** One of the sets that this package draws. */
export interface DrawnSet {
  /** The module that draws it, relative to this file. */
  readonly program: string;
  /** About how long that takes on two idle cores. */
  readonly seconds: number;
  /** Draws everything into an empty folder. Loads the program first, so that a list of the sets costs nothing. */
  readonly draw: (folder: string) => Promise<void>;
}

/** The sets, by fastai's names of their folders. */
export const SETS: Readonly<Record<string, DrawnSet>> = {
  biwi_head_pose: {
    program: './biwi/biwi.js',
    seconds: 10,
    draw: async (folder) => (await import('./biwi/biwi.js')).drawBiwi(folder),
  },
  camvid_tiny: {
    program: './camvid/camvid.js',
    seconds: 10,
    draw: async (folder) => (await import('./camvid/camvid.js')).drawCamvid(folder),
  },
  'oxford-iiit-pet': {
    program: './pets/pets.js',
    seconds: 15,
    draw: async (folder) => (await import('./pets/pets.js')).drawPets(folder),
  },
  pascal_2007: {
    program: './pascal/pascal.js',
    seconds: 15,
    draw: async (folder) => (await import('./pascal/pascal.js')).drawPascal(folder),
  },
};
