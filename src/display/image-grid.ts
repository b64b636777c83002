import type { Annotation } from '../data/block';
import { cutImage } from '../images/cut-image';
import { encodeJpeg } from '../images/encode';
import type { RgbImage } from '../images/image';
import { classesIn, drawAnnotation } from './annotate';
import { type Html, html } from './html';
import type { MimeBundle } from './jupyter';
import { page } from './theme';

/** One picture of a grid. */
export interface Figure {
  readonly image: RgbImage;
  /** Under the picture, as text one can select. */
  readonly caption?: Html;
  /** The picture in words. */
  readonly alt: string;
  /** A mask to lay over the picture: its classes are listed under the grid. */
  readonly mask?: Annotation['mask'];
  /** Dots to draw on the picture. Like the mask, at the size it is shown in: sharp even where the picture is small. */
  readonly points?: Annotation['points'];
}

/** Which places a grid has. */
export interface GridShape {
  readonly nrows?: number;
  readonly ncols?: number;
}

// A grid as HTML stays under 250 kB: base64 makes three bytes four, captions need some.
const MAX_BYTES = 180_000;
const PAGE_WIDTH = 1040;
// As in the style sheet.
const GAP = 16;

// From the best to the smallest: JPEG quality, and pixels in the file for one on the page.
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
 * Rows and columns for a number of pictures.
 *
 * @param n How many, at least 1.
 * @param shape Rows or columns if they are given; otherwise as square as can be, rather wide than high.
 * @see fastai's `get_grid`: floor(sqrt n) rows.
 */
export function gridShape(n: number, { nrows, ncols }: GridShape = {}): { rows: number; columns: number } {
  if (nrows) return { rows: nrows, columns: ncols ?? Math.ceil(n / nrows) };
  if (ncols) return { rows: Math.ceil(n / ncols), columns: ncols };
  const rows = Math.floor(Math.sqrt(n));
  return { rows, columns: Math.ceil(n / rows) };
}

/** How many pictures a grid shows: what is asked for, at most its places. 9 if nothing is said, as in fastai. */
export function gridCount({ maxN, nrows, ncols }: GridShape & { maxN?: number }): number {
  const places = nrows && ncols ? nrows * ncols : Number.POSITIVE_INFINITY;
  return Math.min(maxN ?? (nrows && ncols ? places : 9), places);
}

/**
 * Pictures in rows and columns as an output: JPEGs in HTML, under 250 kB, at most as wide as the page.
 *
 * @param figures The pictures, row by row.
 * @param options.columns How many in a row.
 * @param options.size Width of a picture on the page in CSS pixels; its own, between 160 and 320 and as fits the page, unless told.
 * @param options.title Words above the grid.
 * @param options.headings Words above each column.
 * @param options.text The grid in words, for terminals.
 * @returns A bundle for `show`.
 */
export async function imageGrid(
  figures: readonly Figure[],
  {
    columns,
    size = defaultSize(figures, columns),
    title,
    headings,
    text,
  }: { columns: number; size?: number; title?: string; headings?: readonly string[]; text: string },
): Promise<MimeBundle> {
  const files = await encodeAll(figures, size);
  const cells = figures.map(({ image, caption, alt }, i) => {
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
  // A table, which code hosts keep where they drop styles.
  const role = head ? undefined : html` role="presentation"`;
  const grid = html`<table class="fovea-grid"${role} style="width:${columns * (size + GAP)}px">${head}<tbody>${rows}</tbody></table>`;
  const content = html`${title && html`<div class="fovea-title">${title}</div>`}${grid}${legend(figures)}`;
  return { 'text/html': page(content).text, 'text/plain': text };
}

/** Width of a picture on the page: small ones are enlarged to be seen, large ones shrunk to leave room for their neighbours. */
function defaultSize(figures: readonly Figure[], columns: number): number {
  const own = Math.max(...figures.map(({ image }) => image.width));
  const room = Math.floor(PAGE_WIDTH / columns) - GAP;
  const largest = columns <= 2 ? 480 : 320;
  // What a mask says is in its outlines and thin parts.
  const smallest = figures.some(({ mask }) => mask) ? largest : 160;
  return Math.min(room, Math.max(smallest, Math.min(largest, own)));
}

async function encodeAll(figures: readonly Figure[], size: number): Promise<Buffer[]> {
  let files: Buffer[] = [];
  for (const { quality, density } of ENCODINGS) {
    const maxWidth = Math.round(size * density);
    files = await Promise.all(figures.map((figure) => encode(figure, { quality, maxWidth })));
    if (files.reduce((sum, file) => sum + file.length, 0) <= MAX_BYTES) break;
  }
  return files;
}

async function encode(
  { image, mask, points }: Figure,
  { quality, maxWidth }: { quality: number; maxWidth: number },
): Promise<Buffer> {
  if (!points?.length && !mask) return encodeJpeg(image, { quality, maxWidth });
  const { width, height } = image;
  const outHeight = Math.max(1, Math.round((height * maxWidth) / width));
  const whole = { left: 0, top: 0, width, height, outWidth: maxWidth, outHeight };
  return encodeJpeg(drawAnnotation(cutImage(image, whole), { mask, points }), { quality });
}

function legend(figures: readonly Figure[]): Html {
  const masks = figures.flatMap(({ mask }) => (mask ? [mask] : []));
  if (masks.length === 0) return html``;
  const { colours, names } = masks[0];
  const shown = [...new Set(masks.flatMap(classesIn))].filter((i) => colours[i]).sort((a, b) => a - b);
  const entries = shown.map(
    (i) =>
      html`<span style="display:inline-block"><i style="background:${colours[i]}"></i>${names[i] ?? `class ${i}`}</span>`,
  );
  return html`<div class="fovea-legend">${entries}</div>`;
}
