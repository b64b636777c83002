import { ellipse, furry, num, type Point, ring, shape, smooth } from '../drawing/path';
import type { Face, Marking, Part, Pen } from './animal';

const at = ({ centre, radii }: Part, u: number, v: number): Point => [
  centre[0] + u * radii[0],
  centre[1] + v * radii[1],
];

function soft(centre: Point, radii: Point, colour: string, { random }: Pen): string {
  return shape(
    furry(ring(centre, radii, { count: 10, wobble: 0.08, random }), { length: 4, spacing: 5 }, random),
    colour,
  );
}

/** A dark or light muzzle, reaching towards the eyes by `reach` of the muzzle's height. */
export function mask(colour: string, { reach = 0.7, opacity = 0.92 } = {}): Marking {
  return (part, pen) => {
    if (part.kind !== 'head' && part.kind !== 'muzzle') return '';
    const { centre, radii } = (part.face as Face).muzzle;
    const around: Point = [radii[0] * (1.12 + reach * 0.2), radii[1] * (1.1 + reach * 0.5)];
    const middle: Point = [centre[0], centre[1] - radii[1] * reach * 0.45];
    return `<g opacity="${opacity}">${soft(middle, around, colour, pen)}</g>`;
  };
}

/** A white stripe between the eyes that widens to the muzzle. `width` as a fraction of the muzzle's. */
export function blaze(colour: string, { width = 0.45, top = -1.1 } = {}): Marking {
  return (part, pen) => {
    if (part.kind === 'muzzle')
      return soft(part.centre, [part.radii[0] * 1.3, part.radii[1] * 1.3], colour, pen);
    if (part.kind !== 'head' || !part.face) return '';
    const { muzzle, eyes, radii } = part.face;
    const x = (eyes[0][0] + eyes[1][0]) / 2;
    const w = muzzle.radii[0] * width * pen.random.uniform(0.75, 1.25);
    const [mx, my] = muzzle.centre;
    const stripe: Point[] = [
      [x * 0.6, radii[1] * top],
      [x * 0.6 + w * 0.7, radii[1] * top * 0.85],
      [x + w * 0.55, eyes[0][1]],
      [mx + muzzle.radii[0] * 1.15, my - muzzle.radii[1] * 0.2],
      [mx + muzzle.radii[0] * 0.9, my + muzzle.radii[1] * 1.2],
      [mx - muzzle.radii[0] * 0.9, my + muzzle.radii[1] * 1.2],
      [mx - muzzle.radii[0] * 1.15, my - muzzle.radii[1] * 0.2],
      [x - w * 0.55, eyes[0][1]],
      [x * 0.6 - w * 0.7, radii[1] * top * 0.85],
    ];
    return shape(furry(stripe, { length: 4, spacing: 6, hang: 0 }, pen.random), colour);
  };
}

/** Black-and-tan: dots above the eyes, cheeks, chest and feet. */
export function tan(colour: string): Marking {
  return (part, pen) => {
    const [rx, ry] = part.radii;
    if (part.kind === 'leg') return soft(at(part, 0, 0.75), [rx * 2, ry * 0.9], colour, pen);
    if (part.kind === 'chest') return soft(at(part, 0, 0.15), [rx * 0.75, ry * 0.5], colour, pen);
    if (part.kind === 'muzzle') {
      const sides = [-1, 1].map((side) =>
        soft(at(part, side * 0.8, 0.3), [rx * 0.55, ry * 0.8], colour, pen),
      );
      return sides.join('');
    }
    if (part.kind !== 'head' || !part.face) return '';
    const { eyes, muzzle, radii } = part.face;
    const dots = eyes.map(([x, y]) =>
      ellipse([x * 0.85, y - radii[1] * 0.25], [radii[0] * 0.12, radii[1] * 0.09], colour),
    );
    const cheeks = [-1, 1].map((side) =>
      soft(
        [muzzle.centre[0] + side * muzzle.radii[0] * 1.1, muzzle.centre[1]],
        [radii[0] * 0.26, radii[1] * 0.36],
        colour,
        pen,
      ),
    );
    return [...dots, ...cheeks].join('');
  };
}

/** Light cheeks, muzzle, chest and belly under a coloured coat. */
export function paleBelow(colour: string): Marking {
  return (part, pen) => {
    const [rx, ry] = part.radii;
    if (part.kind === 'muzzle' || part.kind === 'beard')
      return soft(part.centre, [rx * 1.5, ry * 1.5], colour, pen);
    if (part.kind === 'chest') return soft(at(part, 0, 0.3), [rx * 0.75, ry * 0.95], colour, pen);
    if (part.kind === 'body')
      return soft(
        at(part, 0, part.isFromSide ? 1 : 0.3),
        [rx * (part.isFromSide ? 0.9 : 0.45), ry * 0.6],
        colour,
        pen,
      );
    if (part.kind === 'leg') return soft(at(part, 0, 1), [rx * 1.6, ry * 0.7], colour, pen);
    if (part.kind !== 'head' || !part.face) return '';
    const { muzzle, radii, eyes } = part.face;
    const cheeks = [-1, 1].map((side) =>
      soft(
        [muzzle.centre[0] + side * radii[0] * 0.5, muzzle.centre[1]],
        [radii[0] * 0.38, radii[1] * 0.42],
        colour,
        pen,
      ),
    );
    const brows = eyes.map(([x, y]) =>
      ellipse([x * 0.9, y - radii[1] * 0.22], [radii[0] * 0.13, radii[1] * 0.07], colour),
    );
    return [...cheeks, ...brows].join('');
  };
}

/** A white chest; `size` as a fraction of the chest's. */
export function bib(colour: string, size = 0.7): Marking {
  return (part, pen) => {
    if (part.kind !== 'chest') return '';
    return soft(at(part, 0, 0.25), [part.radii[0] * size, part.radii[1] * size * 1.2], colour, pen);
  };
}

/** White feet up to a height: 0.3 toes, 1 half the leg. */
export function socks(colour: string, height = 0.6): Marking {
  return (part, pen) => {
    if (part.kind !== 'leg') return '';
    return soft(at(part, 0, 1.1), [part.radii[0] * 2.2, part.radii[1] * height], colour, pen);
  };
}

/** Colour on both sides of the head, around the eyes and over the ears, leaving the middle. */
export function hood(colour: string, { gap = 0.1, low = 0.35 } = {}): Marking {
  return (part, pen) => {
    const [rx, ry] = part.radii;
    if (part.kind === 'ear') {
      return `<rect x="${num(part.centre[0] - rx * 2)}" y="${num(part.centre[1] - ry * 2)}" width="${num(rx * 4)}" height="${num(ry * 4)}" fill="${colour}"/>`;
    }
    if (part.kind !== 'head' || !part.face) return '';
    const middle = (part.face.eyes[0][0] + part.face.eyes[1][0]) / 2;
    return [-1, 1]
      .map((side) => {
        const inner = middle + side * rx * gap * pen.random.uniform(0.6, 1.4);
        const points: Point[] = [
          [inner, -ry * 1.15],
          [side * rx * 1.3, -ry * 1.1],
          [side * rx * 1.3, ry * low],
          [inner + side * rx * 0.5, ry * (low + 0.15)],
          [inner + side * rx * 0.08, -ry * 0.1],
        ];
        const clockwise = side > 0 ? points : [...points].reverse();
        return shape(smooth(clockwise), colour);
      })
      .join('');
  };
}

/** Lines of skin: over the eyes and at the cheeks. */
export function wrinkles(colour: string, count = 3): Marking {
  return (part) => {
    if (part.kind !== 'head' || !part.face) return '';
    const { eyes, radii } = part.face;
    const x = (eyes[0][0] + eyes[1][0]) / 2;
    const lines = Array.from({ length: count }, (_, i) => {
      const y = eyes[0][1] - radii[1] * (0.28 + i * 0.15);
      const w = radii[0] * (0.34 - i * 0.05);
      return `M${num(x - w)} ${num(y + 4)}q${num(w * 0.5)} -14 ${num(w)} 0q${num(w * 0.5)} -14 ${num(w)} 0`;
    });
    return `<path d="${lines.join('')}" fill="none" stroke="${colour}" stroke-width="4" stroke-linecap="round" opacity=".7"/>`;
  };
}
