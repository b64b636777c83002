import sharp from 'sharp';
import type { RgbImage } from './images';

/**
 * A sheet of images with a caption under each, as a WebP file's bytes.
 *
 * @param images Each with its caption.
 * @param options.columns Images in a row.
 * @param options.cell Size of an image on the sheet in pixels.
 * @param options.fit What happens to an image of another shape: it is cut (`cover`), or shown whole on white (`contain`).
 */
export async function sheet(
  images: readonly { readonly image: RgbImage; readonly caption: string }[],
  {
    columns,
    cell,
    fit = 'cover',
  }: { columns: number; cell: { width: number; height: number }; fit?: 'cover' | 'contain' },
): Promise<Buffer> {
  const [gap, line] = [4, 16];
  const [stepX, stepY] = [cell.width + gap, cell.height + line + gap];
  const [width, height] = [columns * stepX + gap, Math.ceil(images.length / columns) * stepY + gap];
  const cells = await Promise.all(
    images.map(async ({ image: { pixels, width, height } }, i) => ({
      input: await sharp(pixels, { raw: { width, height, channels: 3 } })
        .resize({ ...cell, fit, background: '#ffffff' })
        .png()
        .toBuffer(),
      left: gap + (i % columns) * stepX,
      top: gap + Math.floor(i / columns) * stepY,
    })),
  );
  const captions = images.map(({ caption }, i) => {
    const { left, top } = cells[i];
    return `<text x="${left + cell.width / 2}" y="${top + cell.height + 12}">${caption.replaceAll('_', ' ')}</text>`;
  });
  const texts = `<svg width="${width}" height="${height}" font-family="sans-serif" font-size="11" text-anchor="middle" fill="#333">${captions.join('')}</svg>`;
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite([...cells, { input: Buffer.from(texts), left: 0, top: 0 }])
    .webp({ quality: 86, smartSubsample: true })
    .toBuffer();
}
