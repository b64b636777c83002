import { near } from '../drawing/colour';
import { ellipse, furry, num, type Point, ring, shape, smooth, stroke } from '../drawing/path';
import type { Marking, Part, Pen } from './animal';

const cover = ({ centre: [x, y], radii: [rx, ry] }: Part, fill: string, opacity = 1) =>
  `<rect x="${num(x - rx * 1.6)}" y="${num(y - ry * 1.6)}" width="${num(rx * 3.2)}" height="${num(ry * 3.2)}" fill="${fill}" opacity="${opacity}"/>`;

const place = ({ centre, radii }: Part, u: number, v: number): Point => [
  centre[0] + u * radii[0],
  centre[1] + v * radii[1],
];

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
  const points = ring(centre, radii, { count: 9, wobble: 0.22, random });
  return shape(furry(points, { length: 5, spacing: 6 }, random), colour);
}

/** One colour on whole parts, e.g. black ears. */
export function whole(colour: string, ...kinds: Part['kind'][]): Marking {
  return (part) => (kinds.includes(part.kind) ? cover(part, colour) : '');
}

/** A Siamese cat's points: dark face, ears, legs and tail, fading into the body. */
export function points(colour: string, { strength = 1 } = {}): Marking {
  return (part, pen) => {
    if (part.kind === 'ear' || part.kind === 'tail') return cover(part, colour, 0.92 * strength);
    if (part.kind === 'leg') {
      const [x, y] = place(part, 0, 1);
      return glow([x, y], [part.radii[0] * 2.2, part.radii[1] * 1.7], colour, pen, 0.3);
    }
    if (!part.face || part.kind !== 'head') return '';
    const { eyes, muzzle, radii } = part.face;
    const middle: Point = [(eyes[0][0] + eyes[1][0]) / 2, (eyes[0][1] + muzzle.centre[1]) / 2];
    return glow(middle, [radii[0] * 0.92 * strength, radii[1] * 0.95 * strength], colour, pen, 0.5);
  };
}

/** A tabby cat's lines: an M on the forehead, `rings` on legs and tail, `bands` on the body. */
export function tabby(colour: string, { width = 7, bands = 6, rings = 5 } = {}): Marking {
  return (part, pen) => {
    const { random } = pen;
    const opacity = 'opacity=".8"';
    if (part.kind === 'head' && part.face) {
      const [left, right] = part.face.eyes;
      const top = -part.radii[1];
      const forehead = [-0.5, -0.17, 0.17, 0.5].map((u) => {
        const x = (left[0] + right[0]) / 2 + u * part.radii[0] * 0.8;
        return `M${num(x)} ${num(left[1] - 22)}Q${num(x * 0.9)} ${num((left[1] + top) / 2)} ${num(x * 0.7)} ${num(top * 1.02)}`;
      });
      const cheeks = [left, right].flatMap(([x, y], i) => {
        const out = i === 0 ? -1 : 1;
        return [8, 30, 50].map(
          (dy) =>
            `M${num(x + out * 24)} ${num(y + dy)}q${out * 20} ${dy > 20 ? 10 : -4} ${out * 60} ${dy - 14}`,
        );
      });
      return stroke([...forehead, ...cheeks].join(''), colour, width * 0.85, opacity);
    }
    if (part.kind === 'ear' || part.kind === 'muzzle' || part.kind === 'beard' || part.kind === 'chest')
      return '';
    const isAlong = part.kind === 'leg' || part.kind === 'tail';
    const count = isAlong ? rings : bands;
    const lines = Array.from({ length: count }, (_, i) => {
      const t = ((i + 0.5 + random.uniform(-0.2, 0.2)) / count) * 2 - 1;
      if (part.isFromSide) {
        const [x, y] = place(part, t, -1);
        return `M${num(x)} ${num(y)}q${num(random.uniform(-14, 24))} ${num(part.radii[1] * 0.8)} ${num(random.uniform(-6, 10))} ${num(part.radii[1] * 1.5)}`;
      }
      if (isAlong) {
        const [x, y] = place(part, -1.3, t);
        return `M${num(x)} ${num(y)}q${num(part.radii[0] * 1.3)} ${num(random.uniform(4, 12))} ${num(part.radii[0] * 2.6)} 0`;
      }
      return [-1, 1]
        .map((side) => {
          const [x, y] = place(part, side * 1.1, t);
          return `M${num(x)} ${num(y)}q${num(-side * part.radii[0] * 0.35)} ${num(random.uniform(-4, 10))} ${num(-side * part.radii[0] * random.uniform(0.5, 0.75))} ${num(random.uniform(14, 26))}`;
        })
        .join('');
    });
    return stroke(lines.join(''), colour, width, opacity);
  };
}

/** Spots on body and legs; `rosettes` have a lighter middle, as a leopard's. */
export function spots(colour: string, { size = 9, rosettes = '', count = 26 } = {}): Marking {
  return (part, pen) => {
    if (!['body', 'chest', 'leg', 'tail'].includes(part.kind)) return '';
    const area = (part.radii[0] * part.radii[1]) / 18_000;
    const n = Math.max(4, Math.min(Math.round(count * 1.5), Math.round(count * area)));
    return Array.from({ length: n }, (_, i) => {
      const centre = place(part, (((i * 0.618) % 1) * 2 - 1) * 0.95, ((i + 0.5) / n) * 2 - 1);
      const r = size * pen.random.uniform(0.7, 1.35) * (part.kind === 'body' ? 1 : 0.75);
      const spot = (k: number) =>
        smooth(ring(centre, [r * 1.25 * k, r * k], { count: 6, wobble: 0.25, random: pen.random }));
      return shape(spot(1), colour, 'opacity=".88"') + (rosettes ? shape(spot(0.5), rosettes) : '');
    }).join('');
  };
}

/** Fine specks all over, as a setter's or a pointer's. */
export function ticking(
  colour: string,
  { size = 3, density = 1, on = ['body', 'leg', 'chest', 'tail'] } = {},
): Marking {
  return (part, { random }) => {
    if (!on.includes(part.kind)) return '';
    const n = Math.min(110, Math.round((density * part.radii[0] * part.radii[1]) / 90));
    const dots = Array.from({ length: n }, () => {
      const [x, y] = place(part, random.uniform(-1, 1), random.uniform(-1, 1));
      return `M${num(x)} ${num(y)}l${num(random.uniform(-2, 2))} ${num(random.uniform(1, 4))}`;
    });
    return stroke(dots.join(''), colour, size, 'opacity=".75"');
  };
}

/** Thin, broken dark stripes over a warm coat. */
export function brindle(colour: string): Marking {
  return (part, { random }) => {
    if (part.kind === 'muzzle' || part.kind === 'beard') return '';
    const n = Math.round(6 + (part.radii[0] + part.radii[1]) / 9);
    const lines = Array.from({ length: n }, () => {
      const [x, y] = place(part, random.uniform(-1, 0.8), random.uniform(-1, 1));
      return `M${num(x)} ${num(y)}q${num(random.uniform(4, 16))} ${num(random.uniform(-8, 8))} ${num(random.uniform(14, 44))} ${num(random.uniform(-6, 14))}`;
    });
    return stroke(lines.join(''), colour, 3, 'opacity=".55"');
  };
}

/** Large patches on the body, as on a spotted dog. `count` at most. */
export function patches(colour: string, { count = 3, size = 0.45 } = {}): Marking {
  return (part, pen) => {
    if (part.kind !== 'body') return '';
    return Array.from({ length: pen.random.integer(1, count) }, () => {
      const centre = place(part, pen.random.uniform(-0.9, 0.9), pen.random.uniform(-0.9, 0.5));
      const [rx, ry] = part.radii.map((r) => r * size * pen.random.uniform(0.6, 1.3));
      return patch(centre, [rx, ry], near(colour, pen.random, 4), pen);
    }).join('');
  };
}

/** A dark back; on a sitting animal seen from the front it shows at both flanks. */
export function saddle(colour: string): Marking {
  return (part, pen) => {
    if (part.kind === 'tail') return cover(part, colour);
    if (part.kind !== 'body') return '';
    if (part.isFromSide)
      return patch(place(part, -0.1, -0.75), [part.radii[0] * 0.95, part.radii[1] * 0.95], colour, pen);
    return [-1, 1]
      .map((side) =>
        patch(place(part, side * 0.95, -0.1), [part.radii[0] * 0.5, part.radii[1] * 0.95], colour, pen),
      )
      .join('');
  };
}

/** Darker towards the back, as wolves and sable dogs are. */
export function sable(colour: string, opacity = 0.75): Marking {
  return (part, pen) => {
    const [rx, ry] = part.radii;
    if (part.kind === 'body' || part.kind === 'tail') {
      return `<g opacity="${opacity}">${glow(place(part, 0, -0.9), [rx * 1.5, ry * 1.2], colour, pen)}</g>`;
    }
    return part.kind === 'head'
      ? `<g opacity="${opacity * 0.7}">${glow(place(part, 0, -1.1), [rx * 1.1, ry * 0.8], colour, pen)}</g>`
      : '';
  };
}

/** Folds of bare skin on the body. */
export function folds(colour: string): Marking {
  return (part, { random }) => {
    if (part.kind !== 'body' && part.kind !== 'chest') return '';
    const lines = Array.from({ length: 6 }, (_, i) => {
      const [x, y] = place(part, random.uniform(-0.8, 0.1), (i / 5) * 1.5 - 0.8);
      return `M${num(x)} ${num(y)}q${num(part.radii[0] * 0.35)} ${num(random.uniform(6, 18))} ${num(part.radii[0] * 0.75)} 0`;
    });
    return stroke(lines.join(''), colour, 3.2, 'opacity=".45"');
  };
}
