import { near, shade } from '../drawing/colour';
import { furry, shape, stroke } from '../drawing/path';
import { d, repeat } from '../drawing/svg';
import type { Coat, Part, Pen } from './animal';

/** Gradients that every animal uses. `side` -1: light from the left, 1: from the right. */
export function lightDefinitions(side: number): string {
  const [from, to] = side < 0 ? [0.1, 0.85] : [0.9, 0.15];
  return (
    `<linearGradient id="light" x1="${from}" y1="0" x2="${to}" y2="1">` +
    '<stop offset="0" stop-color="#fff8e8" stop-opacity=".3"/><stop offset=".42" stop-color="#fff8e8" stop-opacity="0"/>' +
    '<stop offset=".5" stop-color="#20123a" stop-opacity="0"/><stop offset="1" stop-color="#20123a" stop-opacity=".38"/>' +
    '</linearGradient>'
  );
}

/**
 * Paints a part: base colour, markings, hairs, light and shade, edge.
 *
 * @param part The part.
 * @param coat Its colours and markings.
 * @param pen The drawing's randomness and names.
 * @returns SVG elements.
 */
export function paint(part: Part, coat: Coat, pen: Pen): string {
  const id = pen.id();
  const path = furry(part.points, part.fringe, pen.random);
  const base = near(coat.base, pen.random, 2);
  const inside = coat.markings.map((marking) => marking(part, pen)).join('') + hairs(part, pen);
  return (
    `<clipPath id="${id}"><path d="${path}"/></clipPath>` +
    shape(path, base) +
    `<g clip-path="url(#${id})">${inside}</g>` +
    shape(path, 'url(#light)') +
    stroke(path, shade(coat.base, -0.6), 1.6, 'opacity=".45"')
  );
}

/** Short strokes along the coat, lighter and darker: fur seen close. */
function hairs(part: Part, { random }: Pen): string {
  const { centre, radii, fringe } = part;
  const length = 5 + fringe.length * 1.1;
  const count = Math.min(70, Math.round((radii[0] * radii[1]) / (length * 9)));
  const [width, opacity] = fringe.length > 4 ? [2, 0.17] : [1.3, 0.1];
  const strokes = (colour: string) => {
    const path = repeat(count, () => {
      const [u, v] = [random.uniform(-1, 1), random.uniform(-1, 1)];
      const [dx, dy] = [u * length * 0.8, length * random.uniform(0.6, 1.1)];
      return d`M${centre[0] + u * radii[0]} ${centre[1] + v * radii[1]}q${dx * 0.2} ${dy * 0.6} ${dx} ${dy}`;
    });
    return stroke(path, colour, width, `opacity="${opacity}"`);
  };
  return strokes('#fff6e0') + strokes('#180c14');
}
