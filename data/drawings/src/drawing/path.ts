import type { Random } from '../random';

/** A position in a drawing: x to the right, y down. */
export type Point = readonly [number, number];

/** A length with one decimal: enough for pixels, and short. */
export function num(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Points, or the text that SVG's `points` attribute has for them: x and y by turns, e.g. `0,0 10.5,0 10.5,-4`. */
export type Points = readonly Point[] | string;

/** The points themselves. */
export function points(from: Points): Point[] {
  return typeof from === 'string' ? (groupsOf(2, from) as unknown as Point[]) : [...from];
}

/** Numbers from a text, a given number at a time. */
export function groupsOf(size: number, text: string): number[][] {
  const numbers = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  if (numbers.length % size > 0 || numbers.some(Number.isNaN))
    throw new Error(`Not groups of ${size} numbers: ${text}`);
  return inGroups(numbers, size);
}

const inGroups = (numbers: readonly number[], size: number): number[][] =>
  Array.from({ length: numbers.length / size }, (_, i) => numbers.slice(i * size, (i + 1) * size));

/** The corners of a rectangle, from one to the opposite one. */
export const rectangle = (x0: number, y0: number, x1: number, y1: number): Point[] =>
  inGroups([x0, y0, x1, y0, x1, y1, x0, y1], 2) as unknown as Point[];

/** Points about an origin: stretched, then moved to it. */
export const about = ([x, y]: Point, outline: Points, [sx, sy]: Point = [1, 1]): Point[] =>
  points(outline).map(([u, v]) => [x + u * sx, y + v * sy]);

/** The path of a polygon, or of a line through its points if it is open. */
export function polygonPath(corners: readonly Point[], isClosed = true): string {
  return `M${corners.map(at).join('L')}${isClosed ? 'Z' : ''}`;
}

function at([x, y]: Point): string {
  return `${num(x)} ${num(y)}`;
}

/** A point on the closed Catmull-Rom curve between the second and third of four points. */
function between(points: readonly Point[], i: number, t: number): Point {
  const n = points.length;
  const [a, b, c, d] = [-1, 0, 1, 2].map((k) => points[(i + k + n) % n]);
  const one = (k: 0 | 1) =>
    0.5 *
    (2 * b[k] +
      (c[k] - a[k]) * t +
      (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t +
      (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t * t * t);
  return [one(0), one(1)];
}

/** The path of a smooth closed curve through at least three points (Catmull and Rom 1974, as Bezier pieces). */
export function smooth(outline: Points): string {
  const all = points(outline);
  const n = all.length;
  const pieces = all.map((b, i) => {
    const [a, c, d] = [-1, 1, 2].map((k) => all[(i + k + n) % n]);
    const first: Point = [b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6];
    const second: Point = [c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6];
    return `C${at(first)} ${at(second)} ${at(c)}`;
  });
  return `M${at(all[0])}${pieces.join('')}Z`;
}

/** How a coat ends at the outline. */
export interface Fringe {
  /** Length of the tufts in the drawing's units; 0 for a smooth coat. */
  readonly length: number;
  /** Distance from tuft to tuft. */
  readonly spacing?: number;
  /** How far the tips hang down, as a fraction of their length. */
  readonly hang?: number;
}

/**
 * The path of a closed curve through points, ending in tufts of hair.
 *
 * @param outline At least three points, clockwise around the shape (seen with y down).
 * @param fringe Length, spacing and hang of the tufts.
 * @param random Makes the tufts unequal.
 */
export function furry(outline: Points, fringe: Fringe, random: Random): string {
  const { length, spacing = Math.max(6, length * 0.9), hang = 0.35 } = fringe;
  if (length < 1) return smooth(outline);
  const roots = evenly(points(outline), spacing);
  const pieces = roots.map((from, i) => {
    const to = roots[(i + 1) % roots.length];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const gap = Math.hypot(dx, dy) || 1;
    const long = length * random.uniform(0.55, 1.25);
    const normal: Point = [dy / gap, -dx / gap];
    const lean = random.uniform(-0.25, 0.25) * gap;
    const tip: Point = [
      (from[0] + to[0]) / 2 + normal[0] * long + (dx / gap) * lean,
      (from[1] + to[1]) / 2 + normal[1] * long + (dy / gap) * lean + hang * long,
    ];
    const out: Point = [from[0] + normal[0] * long * 0.6, from[1] + normal[1] * long * 0.6];
    const back: Point = [to[0] + normal[0] * long * 0.25, to[1] + normal[1] * long * 0.25];
    return `Q${at(out)} ${at(tip)}Q${at(back)} ${at(to)}`;
  });
  return `M${at(roots[0])}${pieces.join('')}Z`;
}

function evenly(outline: readonly Point[], spacing: number): Point[] {
  const fine = outline.flatMap((_, i) => [0, 0.2, 0.4, 0.6, 0.8].map((t) => between(outline, i, t)));
  const roots: Point[] = [fine[0]];
  let run = 0;
  for (let i = 1; i < fine.length; i++) {
    run += Math.hypot(fine[i][0] - fine[i - 1][0], fine[i][1] - fine[i - 1][1]);
    if (run < spacing) continue;
    roots.push(fine[i]);
    run = 0;
  }
  return roots;
}

/**
 * The outline of something long with a changing thickness, e.g. a tail or a leg.
 *
 * @param bone At least two points from the root to the tip.
 * @param widths Full thickness at the root, then at even steps to the tip.
 * @returns Points around it, clockwise.
 */
export function limb(bone: Points, widths: readonly number[]): Point[] {
  const spine = points(bone);
  const left: Point[] = [];
  const right: Point[] = [];
  spine.forEach(([x, y], i) => {
    const [x0, y0] = spine[Math.max(0, i - 1)];
    const [x1, y1] = spine[Math.min(spine.length - 1, i + 1)];
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const place = (i / (spine.length - 1)) * (widths.length - 1);
    const low = Math.floor(place);
    const width = widths[low] + ((widths[low + 1] ?? widths[low]) - widths[low]) * (place - low);
    const [nx, ny] = [((y1 - y0) / length) * (width / 2), (-(x1 - x0) / length) * (width / 2)];
    left.push([x + nx, y + ny]);
    right.unshift([x - nx, y - ny]);
  });
  const [x, y] = spine[spine.length - 1];
  const [x0, y0] = spine[spine.length - 2];
  const length = Math.hypot(x - x0, y - y0) || 1;
  const reach = widths[widths.length - 1] / 2;
  const tip: Point = [x + ((x - x0) / length) * reach, y + ((y - y0) / length) * reach];
  return [...left, tip, ...right];
}

/**
 * Points on an ellipse, clockwise from the right, with a little unevenness.
 *
 * @param centre Its middle.
 * @param radii Half its width and half its height.
 * @param random With it, radii vary by `wobble`.
 */
export function ring(
  [cx, cy]: Point,
  [rx, ry]: Point,
  { count = 8, wobble = 0, random }: { count?: number; wobble?: number; random?: Random } = {},
): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count;
    const factor = 1 + (random ? random.uniform(-wobble, wobble) : 0);
    return [cx + rx * factor * Math.cos(angle), cy + ry * factor * Math.sin(angle)];
  });
}

/** The same points seen in a mirror at x = 0, still clockwise. */
export function mirrored(points: readonly Point[]): Point[] {
  return points.map(([x, y]): Point => [-x, y]).reverse();
}

/** An ellipse's SVG element: its centre, its radii, its fill (a colour, or `url(#...)`) and further attributes. */
export function ellipse([cx, cy]: Point, [rx, ry]: Point, fill: string, more = ''): string {
  return `<ellipse cx="${num(cx)}" cy="${num(cy)}" rx="${num(rx)}" ry="${num(ry)}" fill="${fill}" ${more}/>`;
}

/** A line's SVG element, its ends round: its `d` attribute, its colour, its width and further attributes. */
export function stroke(path: string, colour: string, width: number, more = ''): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${num(width)}" stroke-linecap="round" ${more}/>`;
}

/** A filled shape's SVG element: its `d` attribute, its fill and further attributes. */
export function shape(path: string, fill: string, more = ''): string {
  return `<path d="${path}" fill="${fill}" ${more}/>`;
}

/** A rectangle's SVG element: its corner, its size, its fill and further attributes. */
export function rect(x: number, y: number, width: number, height: number, fill: string, more = ''): string {
  return `<rect x="${num(x)}" y="${num(y)}" width="${num(width)}" height="${num(height)}" fill="${fill}" ${more}/>`;
}

/** A filled smooth shape's SVG element. */
export const blob = (outline: Points, fill: string, more = ''): string => shape(smooth(outline), fill, more);

/** Elements moved to a position, e.g. those of a tree drawn about its foot, and with `scale` made larger or smaller. */
export function translated(art: string, [x, y]: Point, scale?: number): string {
  return `<g transform="translate(${num(x)} ${num(y)})${scale === undefined ? '' : ` scale(${scale.toFixed(4)})`}">${art}</g>`;
}
