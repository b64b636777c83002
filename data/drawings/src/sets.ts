/** How many images of a set are drawn: all of the stand-in, or a few of them, for a quick run. */
export type Size = 'mini' | 'few';

/** One of the sets that this package draws. */
export interface DrawnSet {
  /** The module that draws it, relative to this file. */
  readonly program: string;
  /** Of each size: which images are drawn, every n-th; and about how many seconds that takes on two idle cores. */
  readonly sizes: Readonly<Record<Size, { readonly every: number; readonly seconds: number }>>;
  /** Draws every n-th image into an empty folder. Loads the program first, so that a list of the sets costs nothing. */
  readonly draw: (folder: string, every: number) => Promise<void>;
}

/** The sets, by fastai's names of their folders. */
export const SETS: Readonly<Record<string, DrawnSet>> = {
  biwi_head_pose: {
    program: './biwi/biwi.js',
    sizes: { mini: { every: 1, seconds: 10 }, few: { every: 12, seconds: 2 } },
    draw: async (folder, every) => (await import('./biwi/biwi.js')).drawBiwi(folder, { every }),
  },
  camvid_tiny: {
    program: './camvid/camvid.js',
    sizes: { mini: { every: 1, seconds: 10 }, few: { every: 5, seconds: 3 } },
    draw: async (folder, every) => (await import('./camvid/camvid.js')).drawCamvid(folder, { every }),
  },
  'oxford-iiit-pet': {
    program: './pets/pets.js',
    sizes: { mini: { every: 1, seconds: 15 }, few: { every: 5, seconds: 4 } },
    draw: async (folder, every) => (await import('./pets/pets.js')).drawPets(folder, { every }),
  },
  pascal_2007: {
    program: './pascal/pascal.js',
    sizes: { mini: { every: 1, seconds: 15 }, few: { every: 8, seconds: 3 } },
    draw: async (folder, every) => (await import('./pascal/pascal.js')).drawPascal(folder, { every }),
  },
};
