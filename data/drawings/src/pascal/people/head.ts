import { shade } from '../../drawing/colour';
import { lit, litBlob } from '../../drawing/light';
import { blob, ellipse, num, ring, shape, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';
import { behind, hairOnTop, headwear } from './hair';
import type { Look } from './look';

/** How a head is held. */
export interface HeadPose {
  /** -1 looks to the left of the image, 0 at us, 1 to the right. */
  readonly turn: number;
  readonly isFromBehind?: boolean;
  /** How glad it looks, 0 to 1. */
  readonly mood: number;
}

/** A head, its chin's underside at the origin, about 24 high; hair and hat included. */
export function head(look: Look, { turn, isFromBehind = false, mood }: HeadPose): string {
  const { skin, hair, cut } = look;
  const t = turn * 2.6;
  const skull = litBlob(
    `0,-24 6.6,-22.4 8.8,-16 8.4,-9 5.6,-2.6 ${t * 0.5},0.4 -5.6,-2.6 -8.4,-9 -8.8,-16 -6.6,-22.4`,
    skin,
    'ball',
  );
  const nape = lit('M-4 -6H4L4.6 6Q0 9 -4.6 6Z', shade(skin, -0.18));
  if (isFromBehind) {
    const crown = litBlob(ring([0, -13.4], [9.3, 11.2], { count: 10 }), hair, 'ball');
    return nape + ears(skin, 0) + (cut === 'bald' ? skull : behind(look) + crown) + headwear(look, 0, true);
  }
  const front = skull + face(look, t, mood) + hairOnTop(look, turn) + headwear(look, turn, false);
  return behind(look) + nape + ears(skin, turn) + front;
}

function ears(skin: string, turn: number): string {
  return [-1, 1]
    .filter((side) => side * turn < 0.5)
    .map((side) => ellipse([side * 8.8 - turn * 1.6, -11.4], [1.7, 2.8], shade(skin, -0.1)))
    .join('');
}

function face({ skin, hair, hasBeard, hasGlasses }: Look, t: number, mood: number): string {
  // The eye that is turned away is narrower.
  const squeeze = (side: number) => (side * t > 0 ? 0.82 : 1);
  const eyeAt = (side: number) => side * 3.5 * squeeze(side) + t;
  const eyes = [-1, 1].map((side) => {
    const x = eyeAt(side);
    return (
      ellipse([x, -12.6], [1.45 * squeeze(side), 1.1], '#fbf8f2') +
      ellipse([x + t * 0.1, -12.5], [0.85, 1.05], '#2c2018') +
      ellipse([x + t * 0.1 + 0.3, -12.9], [0.28, 0.28], '#ffffff') +
      stroke(`M${num(x - 1.9)} -15.2q1.8 -1.1 3.8 -.1`, shade(hair, -0.2), 0.8, 'opacity=".85"') +
      ellipse([x + side * 0.8, -8.4], [1.9, 1.3], '#e06a5a', 'opacity=".2"')
    );
  });
  const beard = `-7.6,-9 ${-4 + t * 0.6},-7 ${t * 0.8},-7.6 ${4 + t * 0.6},-7 7.6,-9 5.8,-2.4 ${t * 0.5},1.4 -5.8,-2.4`;
  const mouth = d`M${t * 0.9 - 2.3} -5.2q2.3 ${0.6 + mood * 1.9} 4.6 0`;
  const nose = d`M${t * 1.2 + 0.2} -12q${t * 0.5 + 0.9} 2.6 ${t * 0.2 - 0.6} 3.2`;
  const lens = 'fill-opacity=".25" stroke="#2a2a2e" stroke-width=".6"';
  const glasses = [
    ...[-1, 1].map((side) => ellipse([eyeAt(side), -12.5], [2.6, 2.3], '#dfeaf0', lens)),
    stroke(`M${num(t - 1)} -12.8h2`, '#2a2a2e', 0.6),
  ];
  return (
    (hasBeard ? blob(beard, hair, 'opacity=".88"') : '') +
    eyes.join('') +
    stroke(nose, shade(skin, -0.42), 0.8, 'opacity=".7"') +
    (mood > 0.7
      ? shape(`${mouth}Z`, '#fdf6f0', 'stroke="#9a3a34" stroke-width=".6"')
      : stroke(mouth, '#9a4a40', 0.8)) +
    (hasGlasses ? glasses.join('') : '')
  );
}
