import { shade } from '../../drawing/colour';
import { ellipse, type Point, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';

/** A bird's eye with its glint. */
export function eye(x: number, y: number, r: number): string {
  return (
    ellipse([x, y], [r, r], '#16120f') + ellipse([x + r * 0.3, y - r * 0.35], [r * 0.32, r * 0.32], '#ffffff')
  );
}

/** The edges of a wing's feathers: root, a bend and the tip. */
export function feathers(points: readonly Point[], colour: string, rows: number): string {
  const [root, , tip] = points;
  const lines = Array.from({ length: rows }, (_, i) => {
    const t = (i + 1) / (rows + 1);
    return d`M${root[0] + (tip[0] - root[0]) * t * 0.6} ${root[1] + (tip[1] - root[1]) * t * 0.6 + 1}L${tip[0] * (0.55 + 0.45 * t) + root[0] * (0.45 - 0.45 * t)} ${tip[1] * (0.7 + 0.3 * t) + root[1] * 0.3 * (1 - t) + 3 * (1 - t)}`;
  });
  return stroke(lines.join(''), shade(colour, -0.35), 0.7, 'opacity=".7"');
}
