import sharp from 'sharp';

/** The pixels of an image file, row by row: three numbers each, or one where the file is a mask. */
export async function readImage(file: string) {
  const image = sharp(file);
  const { channels } = await image.metadata();
  const { data, info } = await image
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, width: info.width, height: info.height };
}
