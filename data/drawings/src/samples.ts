import { NUM_FRAMES, NUM_RECORDINGS } from './biwi/biwi';
import { FRAME } from './biwi/geometry';
import { drawRecording } from './biwi/recording';
import { drawRoom } from './biwi/room';
import { CODES } from './camvid/codes';
import { DRIVES } from './camvid/drives';
import { film } from './camvid/film';
import { jpeg, type RgbImage, rasterize } from './images';
import { THINGS } from './pascal/plan';
import { drawScene } from './pascal/scene';
import { drawPet } from './pets/pet';
import { BREEDS } from './pets/pets';

/** Single images of a set, to be looked at without drawing all of it. */
export interface Samples {
  /** What the set shows: breeds, things, drives or people. */
  readonly kinds: readonly string[];
  /** One image of a kind; another number gives another. */
  readonly draw: (kind: string, number: number) => Promise<RgbImage>;
}

/** By the sets' names. */
export const SAMPLES: Readonly<Record<string, Samples>> = {
  'oxford-iiit-pet': {
    kinds: BREEDS.map(({ name }) => name),
    draw: (kind, number) => {
      const drawing = drawPet(BREEDS.find(({ name }) => name === kind)!, { seed: number, place: number });
      return rasterize(drawing.svg, drawing);
    },
  },
  pascal_2007: {
    kinds: THINGS,
    draw: (kind, number) => {
      const drawing = drawScene([kind as (typeof THINGS)[number]], { seed: number });
      return rasterize(drawing.svg, drawing);
    },
  },
  camvid_tiny: {
    kinds: DRIVES.map(({ nameOf, first }) => nameOf(first)),
    draw: async (kind, number) => {
      const drive = DRIVES.find(({ nameOf, first }) => nameOf(first) === kind)!;
      const frames = film(drive, { width: 128, height: 96 });
      for (let skipped = number % drive.frames; skipped > 0; skipped--) frames.next();
      const { image, mask } = frames.next().value!;
      const classes = Buffer.from([...mask].flatMap((code) => colourOf(code)));
      return { ...image, height: 2 * image.height, pixels: Buffer.concat([image.pixels, classes]) };
    },
  },
  biwi_head_pose: {
    kinds: Array.from({ length: NUM_RECORDINGS }, (_, i) => String(i + 1).padStart(2, '0')),
    draw: async (kind, number) => {
      const room = await jpeg(drawRoom(Number(kind)), { ...FRAME, quality: 90 });
      const background = `data:image/jpeg;base64,${room.toString('base64')}`;
      const frames = drawRecording(Number(kind), NUM_FRAMES, background);
      return rasterize(frames[number % NUM_FRAMES].svg, FRAME);
    },
  },
};

/** A colour for each class of a mask, neighbours in the list far from each other. */
function colourOf(code: number): number[] {
  const hue = (code * 0.618) % 1;
  const value = 255 * (1 - 0.5 * (code / CODES.length));
  return [0, 1 / 3, 2 / 3].map((shift) => {
    const distance = Math.abs((((hue + shift) % 1) * 2 - 1) * 3);
    return Math.round(value * Math.min(1, Math.max(0.15, distance - 1)));
  });
}
