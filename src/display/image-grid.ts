import { expectPositive, expectPositiveInteger } from '../base/expect-number';
import { largest as largestOf } from '../base/extremes';
import type { Annotation } from '../data/block';
import { cutImage } from '../images/cut-image';
import { encodeJpeg } from '../images/encode';
import type { RgbImage } from '../images/image';
import { classesIn, drawAnnotation } from './annotate';
import { type Html, html } from './html';
import type { MimeBundle } from './jupyter';
import { page } from './theme';

/** One image of a grid. */
export interface GridImage {
  readonly image: RgbImage;
  /** Caption under the image. */
  readonly caption?: Html;
  /** Alternative text: what the image shows. */
  readonly alt: string;
  /** Mask to lay over the image; its classes are listed under the grid. */
  readonly mask?: Annotation['mask'];
  /** Points to draw on the image. Like the mask they are drawn at the size on the page, so that they are sharp on small images. */
  readonly points?: Annotation['points'];
}

/** Rows and columns of a grid. */
export interface GridShape {
  /** Rows. @defaultValue as square a grid as possible */
  readonly nrows?: number;
  /** Columns. @defaultValue as square a grid as possible */
  readonly ncols?: number;
}

// So that a grid as HTML stays under 250 kB: base64 turns three bytes into four, and captions need some.
const MAX_BYTES = 180_000;
const PAGE_WIDTH = 1040;
// As in the style sheet.
const GAP = 16;
// On a narrow page images shrink to this width at least; what does not fit then is scrolled.
const SMALLEST_WIDTH = 120;

// From the best to the smallest: JPEG quality, and pixels in the file per CSS pixel on the page.
const ENCODINGS = [
  { quality: 85, density: 2 },
  { quality: 85, density: 1.5 },
  { quality: 82, density: 1.25 },
  { quality: 78, density: 1 },
  { quality: 65, density: 1 },
  { quality: 60, density: 0.8 },
  { quality: 50, density: 0.65 },
  { quality: 40, density: 0.5 },
] as const;

/**
 * Rows and columns for a number of images.
 *
 * @param n Number of images, at least 1.
 * @param shape Rows or columns where they are given; otherwise the grid is as square as possible, wider rather than higher.
 * @see fastai's `get_grid`: floor(sqrt n) rows.
 */
export function gridShape(n: number, { nrows, ncols }: GridShape = {}): { rows: number; columns: number } {
  if (nrows) return { rows: nrows, columns: ncols ?? Math.ceil(n / nrows) };
  if (ncols) return { rows: Math.ceil(n / ncols), columns: ncols };
  const rows = Math.floor(Math.sqrt(n));
  return { rows, columns: Math.ceil(n / rows) };
}

/**
 * Checks the options of a grid, before anything is read.
 *
 * @param where The function that they are of, for errors.
 * @throws FoveaError if a number of images, rows or columns is not a positive integer, or the size not a positive number.
 */
export function expectGrid(
  { maxN, nrows, ncols, size }: GridShape & { maxN?: number; size?: number },
  where: string,
): void {
  for (const [name, value] of Object.entries({ maxN, nrows, ncols })) {
    expectPositiveInteger(value, `${name} of ${where}`);
  }
  expectPositive(size, `size of ${where}`);
}

/** Number of images that a grid shows: `maxN`, but no more than it has cells; 9 by default, as in fastai. */
export function gridCount({ maxN, nrows, ncols }: GridShape & { maxN?: number }): number {
  const numCells = nrows && ncols ? nrows * ncols : Number.POSITIVE_INFINITY;
  return Math.min(maxN ?? (nrows && ncols ? numCells : 9), numCells);
}

/**
 * Images in rows and columns as an output: JPEGs in HTML, under 250 kB, no wider than the page.
 *
 * @param images The images, row by row.
 * @param options
 * @param options.columns Images per row.
 * @param options.size Width of an image on the page in CSS pixels; by default its own, between 160 and 320, as fits the page.
 * @param options.title Title above the grid.
 * @param options.headings Heading of each column.
 * @param options.text The grid as text, for terminals.
 * @returns A bundle for `show`.
 */
export async function imageGrid(
  images: readonly GridImage[],
  {
    columns,
    size = defaultSize(images, columns),
    title,
    headings,
    text,
  }: { columns: number; size?: number; title?: string; headings?: readonly string[]; text: string },
): Promise<MimeBundle> {
  const files = await encodeAll(images, size);
  const cells = images.map(({ image, caption, alt }, i) => {
    const [width, height] = [size, Math.round((size * image.height) / image.width)];
    return html`<td valign="top"><img src="data:image/jpeg;base64,${files[i].toString('base64')}" width="${width}" height="${height}" alt="${alt}">${
      caption && html`<div class="fovea-caption">${caption}</div>`
    }</td>\n`;
  });
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) => {
    return html`<tr>${cells.slice(row * columns, (row + 1) * columns)}</tr>`;
  });
  const head =
    headings &&
    html`<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>`;
  // A table, because code hosts keep tables and drop styles.
  const role = head ? undefined : html` role="presentation"`;
  const grid = html`<table class="fovea-grid"${role} style="width:${columns * (size + GAP)}px;min-width:${columns * (Math.min(size, SMALLEST_WIDTH) + GAP)}px">${head}<tbody>${rows}</tbody></table>`;
  const content = html`${title && html`<div class="fovea-title">${title}</div>`}${grid}${legend(images)}`;
  return { 'text/html': page(content).text, 'text/plain': text };
}

/** Width of an image on the page: small images are enlarged to be visible, large ones shrunk to fit beside each other. */
function defaultSize(images: readonly GridImage[], columns: number): number {
  const own = largestOf(images.map(({ image }) => image.width));
  const room = Math.floor(PAGE_WIDTH / columns) - GAP;
  const largest = columns <= 2 ? 480 : 320;
  // A mask needs room: its outlines and thin objects matter.
  const smallest = images.some(({ mask }) => mask) ? largest : 160;
  return Math.min(room, Math.max(smallest, Math.min(largest, own)));
}

async function encodeAll(images: readonly GridImage[], size: number): Promise<Buffer[]> {
  let files: Buffer[] = [];
  for (const { quality, density } of ENCODINGS) {
    const maxWidth = Math.round(size * density);
    files = await Promise.all(images.map((one) => encode(one, { quality, maxWidth })));
    if (files.reduce((sum, file) => sum + file.length, 0) <= MAX_BYTES) break;
  }
  return files;
}

async function encode(
  { image, mask, points }: GridImage,
  { quality, maxWidth }: { quality: number; maxWidth: number },
): Promise<Buffer> {
  if (!points?.length && !mask) return encodeJpeg(image, { quality, maxWidth });
  const { width, height } = image;
  const outHeight = Math.max(1, Math.round((height * maxWidth) / width));
  const whole = { left: 0, top: 0, width, height, outWidth: maxWidth, outHeight };
  return encodeJpeg(drawAnnotation(cutImage(image, whole), { mask, points }), { quality });
}

function legend(images: readonly GridImage[]): Html {
  const masks = images.flatMap(({ mask }) => (mask ? [mask] : []));
  if (masks.length === 0) return html``;
  const { colours, names } = masks[0];
  const shown = [...new Set(masks.flatMap(classesIn))].filter((i) => colours[i]).sort((a, b) => a - b);
  const entries = shown.map(
    (i) =>
      html`<span style="display:inline-block"><i style="background:${colours[i]}"></i>${names[i] ?? `class ${i}`}</span>`,
  );
  return html`<div class="fovea-legend">${entries}</div>`;
}
