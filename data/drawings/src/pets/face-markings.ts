import { blob, ellipse, furry, type Point, points, rect, ring, shape, stroke } from '../drawing/path';
import { bothSides, d, repeat } from '../drawing/svg';
import type { Marking, Pen } from './animal';
import { at, byKind } from './markings';

function soft(centre: Point, radii: Point, colour: string, { random }: Pen): string {
  const points = ring(centre, radii, { count: 10, wobble: 0.08, random });
  return shape(furry(points, { length: 4, spacing: 5 }, random), colour);
}

/** A soft spot in a part, `v` below its middle, its radii as fractions of the part's. */
const spotIn =
  (colour: string, v: number, across: number, down: number): Marking =>
  (part, pen) =>
    soft(at(part, 0, v), [part.radii[0] * across, part.radii[1] * down], colour, pen);

/** A dark or light muzzle, reaching towards the eyes by `reach` of the muzzle's height. */
export function mask(colour: string, { reach = 0.7, opacity = 0.92 } = {}): Marking {
  return (part, pen) => {
    if (!part.face || part.kind === 'beard') return '';
    const { centre, radii } = part.face.muzzle;
    const around: Point = [radii[0] * (1.12 + reach * 0.2), radii[1] * (1.1 + reach * 0.5)];
    const middle: Point = [centre[0], centre[1] - radii[1] * reach * 0.45];
    return `<g opacity="${opacity}">${soft(middle, around, colour, pen)}</g>`;
  };
}

/** A white stripe between the eyes that widens to the muzzle. `width` as a fraction of the muzzle's. */
export function blaze(colour: string, { width = 0.45 } = {}): Marking {
  return byKind({
    muzzle: spotIn(colour, 0, 1.3, 1.3),
    head: (_part, pen, { muzzle, eyes, radii }) => {
      const x = (eyes[0][0] + eyes[1][0]) / 2;
      const [rx, ry] = muzzle.radii;
      const w = rx * width * pen.random.uniform(0.75, 1.25);
      const [mx, my] = muzzle.centre;
      const top = -1.1 * radii[1];
      const stripe = points(
        `${x * 0.6},${top} ${x * 0.6 + w * 0.7},${top * 0.85} ${x + w * 0.55},${eyes[0][1]} ` +
          `${mx + rx * 1.15},${my - ry * 0.2} ${mx + rx * 0.9},${my + ry * 1.2} ${mx - rx * 0.9},${my + ry * 1.2} ` +
          `${mx - rx * 1.15},${my - ry * 0.2} ${x - w * 0.55},${eyes[0][1]} ${x * 0.6 - w * 0.7},${top * 0.85}`,
      );
      return shape(furry(stripe, { length: 4, spacing: 6, hang: 0 }, pen.random), colour);
    },
  });
}

/** Black-and-tan: dots above the eyes, cheeks, chest and feet. */
export function tan(colour: string): Marking {
  return byKind({
    leg: spotIn(colour, 0.75, 2, 0.9),
    chest: spotIn(colour, 0.15, 0.75, 0.5),
    muzzle: (part, pen) => {
      const [rx, ry] = part.radii;
      return bothSides((side) => soft(at(part, side * 0.8, 0.3), [rx * 0.55, ry * 0.8], colour, pen));
    },
    head: (_part, pen, { eyes, muzzle: { centre, radii }, radii: [rx, ry] }) => {
      const dots = eyes.map(([x, y]) => ellipse([x * 0.85, y - ry * 0.25], [rx * 0.12, ry * 0.09], colour));
      const cheeks = bothSides((side) =>
        soft([centre[0] + side * radii[0] * 1.1, centre[1]], [rx * 0.26, ry * 0.36], colour, pen),
      );
      return dots.join('') + cheeks;
    },
  });
}

/** Light cheeks, muzzle, chest and belly under a coloured coat. */
export function paleBelow(colour: string): Marking {
  const side = spotIn(colour, 1, 0.9, 0.6);
  const front = spotIn(colour, 0.3, 0.45, 0.6);
  return byKind({
    muzzle: spotIn(colour, 0, 1.5, 1.5),
    beard: spotIn(colour, 0, 1.5, 1.5),
    chest: spotIn(colour, 0.3, 0.75, 0.95),
    body: (part, pen) => (part.isFromSide ? side : front)(part, pen),
    leg: spotIn(colour, 1, 1.6, 0.7),
    head: (_part, pen, { muzzle: { centre }, radii: [rx, ry], eyes }) => {
      const cheeks = bothSides((side) =>
        soft([centre[0] + side * rx * 0.5, centre[1]], [rx * 0.38, ry * 0.42], colour, pen),
      );
      const brows = eyes.map(([x, y]) => ellipse([x * 0.9, y - ry * 0.22], [rx * 0.13, ry * 0.07], colour));
      return cheeks + brows.join('');
    },
  });
}

/** A white chest; `size` as a fraction of the chest's. */
export function bib(colour: string, size = 0.7): Marking {
  return byKind({ chest: spotIn(colour, 0.25, size, size * 1.2) });
}

/** White feet up to a height: 0.3 toes, 1 half the leg. */
export function socks(colour: string, height = 0.6): Marking {
  return byKind({ leg: spotIn(colour, 1.1, 2.2, height) });
}

/** Colour on both sides of the head, around the eyes and over the ears, leaving the middle. */
export function hood(colour: string, { gap = 0.1, low = 0.35 } = {}): Marking {
  return byKind({
    ear: ({ centre: [x, y], radii: [rx, ry] }) => rect(x - rx * 2, y - ry * 2, rx * 4, ry * 4, colour),
    head: ({ radii: [rx, ry] }, { random }, { eyes }) => {
      const middle = (eyes[0][0] + eyes[1][0]) / 2;
      return bothSides((side) => {
        const inner = middle + side * rx * gap * random.uniform(0.6, 1.4);
        const outline: Point[] = [
          [inner, -ry * 1.15],
          [side * rx * 1.3, -ry * 1.1],
          [side * rx * 1.3, ry * low],
          [inner + side * rx * 0.5, ry * (low + 0.15)],
          [inner + side * rx * 0.08, -ry * 0.1],
        ];
        const clockwise = side > 0 ? outline : outline.reverse();
        return blob(clockwise, colour);
      });
    },
  });
}

/** Lines of skin: over the eyes and at the cheeks. */
export function wrinkles(colour: string, count = 3): Marking {
  return byKind({
    head: (_part, _pen, { eyes, radii }) => {
      const x = (eyes[0][0] + eyes[1][0]) / 2;
      const lines = repeat(count, (i) => {
        const y = eyes[0][1] - radii[1] * (0.28 + i * 0.15);
        const w = radii[0] * (0.34 - i * 0.05);
        return d`M${x - w} ${y + 4}q${w * 0.5} -14 ${w} 0q${w * 0.5} -14 ${w} 0`;
      });
      return stroke(lines, colour, 4, 'opacity=".7"');
    },
  });
}
