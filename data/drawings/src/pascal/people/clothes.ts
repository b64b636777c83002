import { shade } from '../../drawing/colour';
import { lit, litBlob } from '../../drawing/light';
import { blob, ellipse, num, type Point, ring, shape, smooth, stroke } from '../../drawing/path';
import { towards, tube } from './limbs';
import type { Look } from './look';

/** The trunk in its clothes, seen from the front or from behind. */
export function trunkFromFront(look: Look, hips: Point, shoulders: Point, isFromBehind: boolean): string {
  const b = look.build;
  const [sx, sy] = shoulders;
  const [hx, hy] = hips;
  const wide = look.top === 'coat' || look.top === 'jacket' ? 1.08 : 1;
  const low = look.top === 'coat' ? 22 : look.top === 'jacket' || look.top === 'jumper' ? 7 : 4;
  const mid: Point = towards(shoulders, hips, 0.6);
  const outline: Point[] = [
    [sx - 6, sy - 4],
    [sx + 6, sy - 4],
    [sx + 19 * b * wide, sy + 1],
    [sx + 20 * b * wide, sy + 12],
    [mid[0] + 15.5 * b * wide, mid[1]],
    [hx + 17 * b * wide, hy + low],
    [hx, hy + low + 2],
    [hx - 17 * b * wide, hy + low],
    [mid[0] - 15.5 * b * wide, mid[1]],
    [sx - 20 * b * wide, sy + 12],
    [sx - 19 * b * wide, sy + 1],
  ];
  const path = smooth(outline);
  const belt =
    look.legwear === 'skirt'
      ? ''
      : blob(
          [
            [hx - 16 * b, hy - 8],
            [hx + 16 * b, hy - 8],
            [hx + 17 * b, hy + 6],
            [hx, hy + 11],
            [hx - 17 * b, hy + 6],
          ],
          look.legs,
        );
  return belt + lit(path, look.shirt) + (isFromBehind ? '' : decoration(look, shoulders, hips));
}

function decoration(look: Look, [sx, sy]: Point, [hx, hy]: Point): string {
  const dark = shade(look.shirt, -0.32);
  const light = shade(look.shirt, 0.45);
  const neck = blob(
    [
      [sx - 5.6, sy - 4.4],
      [sx + 5.6, sy - 4.4],
      [sx + 3.6, sy + 1.6],
      [sx, sy + 4.2],
      [sx - 3.6, sy + 1.6],
    ],
    look.skin,
  );
  if (look.top === 'shirt' || look.top === 'coat') {
    const buttons = [0.2, 0.42, 0.64, 0.86].map((t) =>
      ellipse([sx + (hx - sx) * t, sy + (hy - sy) * t + 4], [0.9, 0.9], light),
    );
    return (
      neck +
      shape(
        `M${num(sx - 7)} ${num(sy - 4)}L${num(sx)} ${num(sy + 5)}L${num(sx - 8)} ${num(sy + 7)}ZM${num(sx + 7)} ${num(sy - 4)}L${num(sx)} ${num(sy + 5)}L${num(sx + 8)} ${num(sy + 7)}Z`,
        shade(look.shirt, 0.25),
      ) +
      stroke(`M${num(sx)} ${num(sy + 5)}L${num(hx)} ${num(hy + 4)}`, dark, 0.7) +
      buttons.join('')
    );
  }
  if (look.top === 'jacket') {
    return (
      shape(
        `M${num(sx - 6)} ${num(sy - 4)}L${num(sx + 6)} ${num(sy - 4)}L${num(hx + 3)} ${num(hy + 5)}H${num(hx - 3)}Z`,
        '#ece8de',
      ) +
      neck +
      shape(
        `M${num(sx - 7)} ${num(sy - 4)}L${num(sx - 1)} ${num(sy + 22)}L${num(sx - 10)} ${num(sy + 8)}ZM${num(sx + 7)} ${num(sy - 4)}L${num(sx + 1)} ${num(sy + 22)}L${num(sx + 10)} ${num(sy + 8)}Z`,
        dark,
      )
    );
  }
  const stripes =
    look.pattern === 'stripes'
      ? [0.28, 0.46, 0.64, 0.82]
          .map((t) =>
            stroke(
              `M${num(sx + (hx - sx) * t - 14.6 * look.build)} ${num(sy + (hy - sy) * t)}q14.6 4 ${num(29.2 * look.build)} 0`,
              light,
              3.4,
              'opacity=".8"',
            ),
          )
          .join('')
      : '';
  const logo =
    look.pattern === 'logo'
      ? ellipse([sx + (hx - sx) * 0.35, sy + 18], [6, 6], light, 'opacity=".9"') +
        ellipse([sx + (hx - sx) * 0.35, sy + 18], [2.8, 2.8], dark)
      : '';
  return stripes + logo + neck;
}

/** The trunk in its clothes, seen from the side. */
export function trunkFromSide(look: Look, hips: Point, shoulders: Point): string {
  const b = look.build;
  const wide = look.top === 'coat' || look.top === 'jacket' ? 1.14 : 1;
  const mid = towards(hips, shoulders, 0.5);
  const low = look.top === 'coat' ? towards(shoulders, hips, 1.3) : towards(shoulders, hips, 1.08);
  const trunk = tube([low, mid, shoulders], [24 * b * wide, 23 * b * wide, 20 * b * wide], look.shirt);
  const collar = ellipse([shoulders[0] + 2, shoulders[1] - 5], [6, 4], shade(look.shirt, -0.15));
  const belt = look.legwear === 'skirt' ? '' : litBlob(ring(hips, [11.5 * b, 11], { count: 8 }), look.legs);
  return belt + trunk + collar;
}
