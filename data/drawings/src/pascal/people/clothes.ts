import { shade } from '../../drawing/colour';
import { litBlob } from '../../drawing/light';
import { about, blob, ellipse, type Point, polygonPath, ring, shape, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';
import { towards, tube } from './limbs';
import type { Look } from './look';

/** The trunk in its clothes, seen from the front or from behind. */
export function trunkFromFront(look: Look, hips: Point, shoulders: Point, isFromBehind: boolean): string {
  const { build, top, legwear } = look;
  const wide: Point = [build * (top === 'coat' || top === 'jacket' ? 1.08 : 1), 1];
  const low = top === 'coat' ? 22 : top === 'jacket' || top === 'jumper' ? 7 : 4;
  const middle = towards(shoulders, hips, 0.6);
  const outline = [
    ...about(shoulders, '-6,-4 6,-4'),
    ...about(shoulders, '19,1 20,12', wide),
    ...about(middle, '15.5,0', wide),
    ...about(hips, `17,${low} 0,${low + 2} -17,${low}`, wide),
    ...about(middle, '-15.5,0', wide),
    ...about(shoulders, '-20,12 -19,1', wide),
  ];
  const belt = blob(about(hips, '-16,-8 16,-8 17,6 0,11 -17,6', [build, 1]), look.legs);
  return (
    (legwear === 'skirt' ? '' : belt) +
    litBlob(outline, look.shirt) +
    (isFromBehind ? '' : decoration(look, shoulders, hips))
  );
}

/** Collar and buttons, lapels, stripes or a logo. */
function decoration({ shirt, skin, top, pattern, build }: Look, shoulders: Point, hips: Point): string {
  const dark = shade(shirt, -0.32);
  const light = shade(shirt, 0.45);
  const [[sx, sy], [hx, hy]] = [shoulders, hips];
  const neck = blob(about(shoulders, '-5.6,-4.4 5.6,-4.4 3.6,1.6 0,4.2 -3.6,1.6'), skin);
  const pair = (outline: string, fill: string) =>
    shape([-1, 1].map((side) => polygonPath(about(shoulders, outline, [side, 1]))).join(''), fill);
  if (top === 'shirt' || top === 'coat') {
    const buttons = [0.2, 0.42, 0.64, 0.86].map((t) => {
      const [x, y] = towards(shoulders, hips, t);
      return ellipse([x, y + 4], [0.9, 0.9], light);
    });
    const seam = stroke(polygonPath([...about(shoulders, '0,5'), ...about(hips, '0,4')], false), dark, 0.7);
    return neck + pair('7,-4 0,5 8,7', shade(shirt, 0.25)) + seam + buttons.join('');
  }
  if (top === 'jacket') {
    const front = [...about(shoulders, '-6,-4 6,-4'), ...about(hips, '3,5 -3,5')];
    return shape(polygonPath(front), '#ece8de') + neck + pair('7,-4 1,22 10,8', dark);
  }
  const stripe = (t: number) =>
    d`M${sx + (hx - sx) * t - 14.6 * build} ${sy + (hy - sy) * t}q14.6 4 ${29.2 * build} 0`;
  const stripes = [0.28, 0.46, 0.64, 0.82].map((t) => stroke(stripe(t), light, 3.4, 'opacity=".8"'));
  const badge: Point = [sx + (hx - sx) * 0.35, sy + 18];
  const logo = ellipse(badge, [6, 6], light, 'opacity=".9"') + ellipse(badge, [2.8, 2.8], dark);
  return (pattern === 'stripes' ? stripes.join('') : pattern === 'logo' ? logo : '') + neck;
}

/** The trunk in its clothes, seen from the side. */
export function trunkFromSide(
  { build, top, legwear, shirt, legs }: Look,
  hips: Point,
  shoulders: Point,
): string {
  const wide = build * (top === 'coat' || top === 'jacket' ? 1.14 : 1);
  const spine = [
    towards(shoulders, hips, top === 'coat' ? 1.3 : 1.08),
    towards(hips, shoulders, 0.5),
    shoulders,
  ];
  const collar = ellipse([shoulders[0] + 2, shoulders[1] - 5], [6, 4], shade(shirt, -0.15));
  const belt = litBlob(ring(hips, [11.5 * build, 11]), legs);
  return (legwear === 'skirt' ? '' : belt) + tube(spine, [24 * wide, 23 * wide, 20 * wide], shirt) + collar;
}
