import { shade } from '../drawing/colour';
import { blob, ellipse, type Point, rect, ring, stroke } from '../drawing/path';
import { d, repeat } from '../drawing/svg';
import type { Frame } from './frame';

/** A band across the image from one height to another, its colour changing downwards. */
export function gradient({ id, width }: Frame, top: string, bottom: string, [y0, y1]: Point): string {
  const name = id();
  return (
    `<linearGradient id="${name}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>` +
    rect(-40, y0, width + 80, y1 - y0, `url(#${name})`)
  );
}

/** A height for the horizon, above the ground the animal is on. */
export function horizonOf({ ground, height, random }: Frame): number {
  return Math.max(height * 0.15, ground - height * random.uniform(0.2, 0.5));
}

/** A few clouds above the horizon. */
export function clouds({ width, random }: Frame, horizon: number): string {
  return repeat(random.integer(0, 4), () => {
    const [x, y] = [random.uniform(0, width), random.uniform(0, horizon * 0.7)];
    const r = random.uniform(12, 34);
    return repeat(3, (i) =>
      ellipse([x + (i - 1) * r * 1.1, y - (i % 2) * r * 0.3], [r, r * 0.55], '#ffffff', 'opacity=".75"'),
    );
  });
}

/** A tree that stands at `base`, its crown 1.5 times `size` wide. */
export function tree(x: number, base: number, size: number, colour: string, { random }: Frame): string {
  const crown = ring([x, base - size * 1.25], [size * 0.62, size * 0.75], { count: 9, wobble: 0.16, random });
  return (
    rect(x - size * 0.09, base - size * 0.8, size * 0.18, size * 0.85, '#6b4a33') +
    blob(crown, colour) +
    ellipse([x - size * 0.18, base - size * 1.45], [size * 0.3, size * 0.32], shade(colour, 0.16))
  );
}

/** Blades of grass from `y0` down, `tall` pixels each. */
export function blades(
  { width, height, random }: Frame,
  y0: number,
  count: number,
  colour: string,
  tall: number,
): string {
  const path = repeat(count, () => {
    const [x, y] = [random.uniform(0, width), random.uniform(y0, height + 10)];
    return d`M${x} ${y}q${random.uniform(-4, 4)} ${-tall * 0.6} ${random.uniform(-8, 8)} ${-tall * random.uniform(0.7, 1.3)}`;
  });
  return stroke(path, colour, 2.2);
}
