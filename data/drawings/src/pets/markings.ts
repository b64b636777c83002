import { near } from '../drawing/colour';
import { ellipse, furry, type Point, rect, ring, shape, smooth, stroke } from '../drawing/path';
import { bothSides, d, repeat } from '../drawing/svg';
import type { Face, Marking, Part, PartKind, Pen } from './animal';

/** Paints on parts of one kind; `face` is there on heads, muzzles and beards. */
type Painter = (part: Part, pen: Pen, face: Face) => string;

/** A marking that knows what to paint on parts of some kinds; on all others it paints nothing. */
export function byKind(painters: { readonly [K in PartKind]?: Painter }): Marking {
  return (part, pen) => painters[part.kind]?.(part, pen, part.face as Face) ?? '';
}

/** A point of a part: `u` across and `v` down, each -1 to 1 within it. */
export const at = ({ centre, radii }: Part, u: number, v: number): Point => [
  centre[0] + u * radii[0],
  centre[1] + v * radii[1],
];

/** Covers a whole part. */
const cover = ({ centre: [x, y], radii: [rx, ry] }: Part, fill: string, opacity = 1) =>
  rect(x - rx * 1.6, y - ry * 1.6, rx * 3.2, ry * 3.2, fill, `opacity="${opacity}"`);

/** A soft-edged spot: full colour in the middle, nothing at the rim. */
function glow(centre: Point, radii: Point, colour: string, { id }: Pen, core = 0.35): string {
  const name = id();
  return (
    `<radialGradient id="${name}"><stop offset="${core}" stop-color="${colour}"/><stop offset="1" stop-color="${colour}" stop-opacity="0"/></radialGradient>` +
    ellipse(centre, radii, `url(#${name})`)
  );
}

/** A patch with an uneven, hairy edge. */
function patch(centre: Point, radii: Point, colour: string, { random }: Pen): string {
  const outline = ring(centre, radii, { count: 9, wobble: 0.22, random });
  return shape(furry(outline, { length: 5, spacing: 6 }, random), colour);
}

/** One colour on whole parts, e.g. black ears. */
export function whole(colour: string, ...kinds: PartKind[]): Marking {
  return (part) => (kinds.includes(part.kind) ? cover(part, colour) : '');
}

/** A Siamese cat's points: dark face, ears, legs and tail, fading into the body. `strength` 1 covers the face. */
export function colourPoints(colour: string, strength: number): Marking {
  const covered: Painter = (part) => cover(part, colour, 0.92 * strength);
  return byKind({
    ear: covered,
    tail: covered,
    leg: (part, pen) => glow(at(part, 0, 1), [part.radii[0] * 2.2, part.radii[1] * 1.7], colour, pen, 0.3),
    head: (_part, pen, { eyes, muzzle, radii }) => {
      const middle: Point = [(eyes[0][0] + eyes[1][0]) / 2, (eyes[0][1] + muzzle.centre[1]) / 2];
      return glow(middle, [radii[0] * 0.92 * strength, radii[1] * 0.95 * strength], colour, pen, 0.5);
    },
  });
}

/** A tabby cat's lines: an M on the forehead, `rings` on legs and tail, `bands` on the body. */
export function tabby(colour: string, { width = 7, bands = 6, rings = 5 } = {}): Marking {
  const lines = (path: string, thickness = width) => stroke(path, colour, thickness, 'opacity=".8"');
  /** Lines one after the other along a part; `each` draws the one at `t`, -1 to 1. */
  const along = (count: number, { random }: Pen, each: (t: number) => string) =>
    lines(repeat(count, (i) => each(((i + 0.5 + random.uniform(-0.2, 0.2)) / count) * 2 - 1)));
  const ringed: Painter = (part, pen) =>
    along(rings, pen, (t) => {
      const [x, y] = at(part, -1.3, t);
      const [rx] = part.radii;
      return d`M${x} ${y}q${rx * 1.3} ${pen.random.uniform(4, 12)} ${rx * 2.6} 0`;
    });
  return byKind({
    leg: ringed,
    tail: ringed,
    head: ({ radii }, _pen, { eyes }) => {
      const [[leftX, eyeLine], [rightX]] = eyes;
      const top = -radii[1];
      const forehead = [-0.5, -0.17, 0.17, 0.5].map((u) => {
        const x = (leftX + rightX) / 2 + u * radii[0] * 0.8;
        return d`M${x} ${eyeLine - 22}Q${x * 0.9} ${(eyeLine + top) / 2} ${x * 0.7} ${top * 1.02}`;
      });
      const cheeks = eyes.flatMap(([x, y], i) => {
        const out = i === 0 ? -1 : 1;
        return [8, 30, 50].map(
          (dy) => d`M${x + out * 24} ${y + dy}q${out * 20} ${dy > 20 ? 10 : -4} ${out * 60} ${dy - 14}`,
        );
      });
      return lines([...forehead, ...cheeks].join(''), width * 0.85);
    },
    body: (part, pen) => {
      const { random } = pen;
      const [rx, ry] = part.radii;
      return along(bands, pen, (t) => {
        if (part.isFromSide) {
          const [x, y] = at(part, t, -1);
          return d`M${x} ${y}q${random.uniform(-14, 24)} ${ry * 0.8} ${random.uniform(-6, 10)} ${ry * 1.5}`;
        }
        return bothSides((side) => {
          const [x, y] = at(part, side * 1.1, t);
          return d`M${x} ${y}q${-side * rx * 0.35} ${random.uniform(-4, 10)} ${-side * rx * random.uniform(0.5, 0.75)} ${random.uniform(14, 26)}`;
        });
      });
    },
  });
}

/** Spots on body and legs; `rosettes` have a lighter middle, as a leopard's. */
export function spots(colour: string, { size = 9, rosettes = '', count = 26 } = {}): Marking {
  const spotted: Painter = (part, { random }) => {
    const area = (part.radii[0] * part.radii[1]) / 18_000;
    const n = Math.max(4, Math.min(Math.round(count * 1.5), Math.round(count * area)));
    return repeat(n, (i) => {
      const centre = at(part, (((i * 0.618) % 1) * 2 - 1) * 0.95, ((i + 0.5) / n) * 2 - 1);
      const r = size * random.uniform(0.7, 1.35) * (part.kind === 'body' ? 1 : 0.75);
      const spot = (k: number) =>
        smooth(ring(centre, [r * 1.25 * k, r * k], { count: 6, wobble: 0.25, random }));
      return shape(spot(1), colour, 'opacity=".88"') + (rosettes ? shape(spot(0.5), rosettes) : '');
    });
  };
  return byKind({ body: spotted, chest: spotted, leg: spotted, tail: spotted });
}

/** Fine specks all over, as a setter's or a pointer's. */
export function ticking(
  colour: string,
  { size = 3, density = 1, on = ['body', 'leg', 'chest', 'tail'] } = {},
): Marking {
  return (part, { random }) => {
    if (!on.includes(part.kind)) return '';
    const n = Math.min(110, Math.round((density * part.radii[0] * part.radii[1]) / 90));
    const specks = repeat(n, () => {
      const [x, y] = at(part, random.uniform(-1, 1), random.uniform(-1, 1));
      return d`M${x} ${y}l${random.uniform(-2, 2)} ${random.uniform(1, 4)}`;
    });
    return stroke(specks, colour, size, 'opacity=".75"');
  };
}

/** Thin, broken dark stripes over a warm coat. */
export function brindle(colour: string): Marking {
  return (part, { random }) => {
    if (part.kind === 'muzzle' || part.kind === 'beard') return '';
    const stripes = repeat(Math.round(6 + (part.radii[0] + part.radii[1]) / 9), () => {
      const [x, y] = at(part, random.uniform(-1, 0.8), random.uniform(-1, 1));
      return d`M${x} ${y}q${random.uniform(4, 16)} ${random.uniform(-8, 8)} ${random.uniform(14, 44)} ${random.uniform(-6, 14)}`;
    });
    return stroke(stripes, colour, 3, 'opacity=".55"');
  };
}

/** Large patches on the body, as on a spotted dog. `count` at most. */
export function patches(colour: string, { count = 3, size = 0.45 } = {}): Marking {
  return byKind({
    body: (part, pen) =>
      repeat(pen.random.integer(1, count), () => {
        const centre = at(part, pen.random.uniform(-0.9, 0.9), pen.random.uniform(-0.9, 0.5));
        const [rx, ry] = part.radii.map((r) => r * size * pen.random.uniform(0.6, 1.3));
        return patch(centre, [rx, ry], near(colour, pen.random, 4), pen);
      }),
  });
}

/** A dark back; on a sitting animal seen from the front it shows at both flanks. */
export function saddle(colour: string): Marking {
  return byKind({
    tail: (part) => cover(part, colour),
    body: (part, pen) => {
      const [rx, ry] = part.radii;
      if (part.isFromSide) return patch(at(part, -0.1, -0.75), [rx * 0.95, ry * 0.95], colour, pen);
      return bothSides((side) => patch(at(part, side * 0.95, -0.1), [rx * 0.5, ry * 0.95], colour, pen));
    },
  });
}

/** Darker towards the back, as wolves and sable dogs are. */
export function sable(colour: string, opacity = 0.75): Marking {
  const darker =
    (strength: number, v: number, [across, down]: Point): Painter =>
    (part, pen) => {
      const [rx, ry] = part.radii;
      return `<g opacity="${strength}">${glow(at(part, 0, v), [rx * across, ry * down], colour, pen)}</g>`;
    };
  const back = darker(opacity, -0.9, [1.5, 1.2]);
  return byKind({ body: back, tail: back, head: darker(opacity * 0.7, -1.1, [1.1, 0.8]) });
}

/** Folds of bare skin on the body. */
export function folds(colour: string): Marking {
  const folded: Painter = (part, { random }) => {
    const lines = repeat(6, (i) => {
      const [x, y] = at(part, random.uniform(-0.8, 0.1), (i / 5) * 1.5 - 0.8);
      return d`M${x} ${y}q${part.radii[0] * 0.35} ${random.uniform(6, 18)} ${part.radii[0] * 0.75} 0`;
    });
    return stroke(lines, colour, 3.2, 'opacity=".45"');
  };
  return byKind({ body: folded, chest: folded });
}
