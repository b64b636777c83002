import { mix, shade } from '../drawing/colour';
import { ellipse, num, type Point, shape, smooth, stroke } from '../drawing/path';
import type { Breed, Coat, Face, Pen } from './animal';

/**
 * Both eyes.
 *
 * @param breed Gives kind, size and slant.
 * @param coat Its base colours the lids: on a black dog the eyes would be lost otherwise.
 * @param iris Colour of the iris.
 */
export function drawEyes(breed: Breed, face: Face, coat: Coat, iris: string, pen: Pen): string {
  return face.eyes
    .map((centre, i) => {
      const side = i === 0 ? -1 : 1;
      const narrow = side * face.turn > 0 ? 1 - 0.2 * Math.abs(face.turn) : 1;
      const tilt = -side * breed.eyes.slant;
      const lid = shape(lids(breed.eyes.size * 145, 1, 0.95), shade(coat.base, 0.3), 'opacity=".55"');
      const eye =
        breed.kind === 'cat' ? catEye(breed, face, iris, side, pen) : dogEye(breed, face, iris, side, pen);
      return `<g transform="translate(${num(centre[0])} ${num(centre[1])}) rotate(${num(tilt)}) scale(${narrow.toFixed(2)} 1)">${lid}${eye}</g>`;
    })
    .join('');
}

function lids(r: number, open: number, roundness: number): string {
  const up = r * roundness * open;
  return `M${num(-r)} ${num(r * 0.1)}C${num(-r * 0.6)} ${num(-up * 1.25)} ${num(r * 0.5)} ${num(-up * 1.3)} ${num(r)} ${num(-r * 0.08)}C${num(r * 0.6)} ${num(up * 1.2)} ${num(-r * 0.5)} ${num(up * 1.3)} ${num(-r)} ${num(r * 0.1)}Z`;
}

function closedEye(r: number): string {
  return stroke(`M${num(-r)} 0Q0 ${num(r * 0.8)} ${num(r)} 0`, '#241a1c', 4);
}

function catEye({ eyes }: Breed, face: Face, iris: string, side: number, pen: Pen): string {
  const r = eyes.size * 100;
  const { eyesOpen, pupil } = face.mood;
  if (eyesOpen < 0.2) return closedEye(r);
  const id = pen.id();
  const path = lids(r, eyesOpen, 0.92);
  const look = face.turn * r * 0.22;
  return (
    `<clipPath id="${id}"><path d="${path}"/></clipPath>` +
    shape(lids(r * 1.14, Math.min(1, eyesOpen * 1.08), 0.95), '#1d1518') +
    `<g clip-path="url(#${id})">` +
    ellipse([0, 0], [r * 1.1, r * 1.1], shade(iris, -0.15)) +
    ellipse([look, r * 0.2], [r * 0.85, r * 0.8], shade(iris, 0.22)) +
    ellipse([look, 0], [r * pupil, r * 0.86], '#0c0a0e') +
    ellipse([0, -r * 0.95], [r * 1.3, r * 0.5], '#120c14', 'opacity=".35"') +
    '</g>' +
    ellipse([look - side * 0 - r * 0.22, -r * 0.3], [r * 0.2, r * 0.24], '#ffffff') +
    ellipse([look + r * 0.28, r * 0.32], [r * 0.1, r * 0.1], '#ffffff', 'opacity=".7"')
  );
}

function dogEye({ eyes }: Breed, face: Face, iris: string, side: number, pen: Pen): string {
  const r = eyes.size * 100;
  const { eyesOpen } = face.mood;
  if (eyesOpen < 0.2) return closedEye(r);
  const id = pen.id();
  const path = lids(r, eyesOpen, 0.85);
  const look = face.turn * r * 0.25;
  return (
    `<clipPath id="${id}"><path d="${path}"/></clipPath>` +
    shape(lids(r * 1.25, Math.min(1, eyesOpen * 1.1), 0.9), '#171013') +
    `<g clip-path="url(#${id})">` +
    ellipse([0, 0], [r * 1.2, r * 1.2], '#e9dfd2') +
    ellipse([look, 0], [r * 0.86, r * 0.9], shade(iris, -0.2)) +
    ellipse([look, r * 0.22], [r * 0.66, r * 0.6], shade(iris, 0.15)) +
    ellipse([look, 0], [r * 0.46, r * 0.48], '#0a0709') +
    '</g>' +
    ellipse([look - r * 0.25, -r * 0.3], [r * 0.2, r * 0.22], '#ffffff') +
    stroke(
      `M${num(-r * 1.1)} ${num(-r * 1.15)}Q0 ${num(-r * 1.75)} ${num(r * 1.1)} ${num(-r * 1.15)}`,
      '#150c10',
      3,
      `opacity=".25" transform="scale(${side} 1)"`,
    )
  );
}

/** Nose, mouth, tongue, whiskers. */
export function drawMuzzleDetails(breed: Breed, face: Face, coat: Coat): string {
  const { nose: colour = '#1c1618' } = coat;
  const [x, y] = face.nose;
  const size = breed.muzzle.nose * 100;
  return breed.kind === 'cat'
    ? catMouth(face, colour, x, y, size)
    : dogMouth(breed, face, colour, x, y, size);
}

function catMouth(face: Face, colour: string, x: number, y: number, size: number): string {
  const { centre, radii } = face.muzzle;
  const nose: Point[] = [
    [x - size, y - size * 0.5],
    [x, y - size * 0.68],
    [x + size, y - size * 0.5],
    [x + size * 0.3, y + size * 0.55],
    [x, y + size * 0.72],
    [x - size * 0.3, y + size * 0.55],
  ];
  const low = y + size * 0.7;
  const chin = centre[1] + radii[1] * 0.52;
  const lip = radii[0] * 0.62;
  const mouth = `M${num(x)} ${num(low)}V${num(chin - 6)}M${num(x)} ${num(chin - 6)}q${num(-lip * 0.35)} 14 ${num(-lip)} 3M${num(x)} ${num(chin - 6)}q${num(lip * 0.35)} 14 ${num(lip)} 3`;
  const open =
    face.mood.mouthOpen > 0.5
      ? shape(
          `M${num(x - lip * 0.5)} ${num(chin)}q${num(lip * 0.5)} ${num(34 * face.mood.mouthOpen)} ${num(lip)} 0Z`,
          '#a8525c',
        )
      : '';
  const dots = [-1, 1].flatMap((side) =>
    [0, 1, 2].map((i) =>
      ellipse(
        [centre[0] + side * (radii[0] * 0.42 + i * 7), centre[1] + 2 + (i % 2) * 8],
        [1.6, 1.6],
        '#2a1f20',
        'opacity=".6"',
      ),
    ),
  );
  const whisker = [-1, 1].flatMap((side) =>
    [-14, -2, 10].map((rise) => {
      const from: Point = [centre[0] + side * radii[0] * 0.55, centre[1] + rise * 0.5];
      return `M${num(from[0])} ${num(from[1])}q${num(side * 48)} ${num(rise * 0.6 - 8)} ${num(side * 108)} ${num(rise * 1.9 + 8)}`;
    }),
  );
  return (
    open +
    stroke(mouth, '#3a2528', 3, 'opacity=".85"') +
    shape(smooth(nose), colour) +
    ellipse([x - size * 0.3, y - size * 0.35], [size * 0.3, size * 0.14], '#ffffff', 'opacity=".45"') +
    dots.join('') +
    stroke(whisker.join(''), '#ffffff', 1.8, 'opacity=".85"') +
    stroke(whisker.join(''), '#40363a', 0.6, 'opacity=".5"')
  );
}

function dogMouth({ muzzle }: Breed, face: Face, colour: string, x: number, y: number, size: number): string {
  const { centre, radii } = face.muzzle;
  const nose: Point[] = [
    [x - size, y - size * 0.15],
    [x - size * 0.55, y - size * 0.68],
    [x + size * 0.55, y - size * 0.68],
    [x + size, y - size * 0.15],
    [x + size * 0.5, y + size * 0.5],
    [x, y + size * 0.68],
    [x - size * 0.5, y + size * 0.5],
  ];
  const low = y + size * 0.65;
  const line = centre[1] + radii[1] * (0.42 + (muzzle.jowls ?? 0) * 0.12);
  const lip = radii[0] * 0.8;
  const droop = 4 + (muzzle.jowls ?? 0) * 26;
  const mouth = `M${num(x)} ${num(low)}V${num(line)}M${num(x)} ${num(line)}q${num(-lip * 0.45)} ${num(14 + droop * 0.5)} ${num(-lip)} ${num(droop - 8)}M${num(x)} ${num(line)}q${num(lip * 0.45)} ${num(14 + droop * 0.5)} ${num(lip)} ${num(droop - 8)}`;
  const { mouthOpen, hasTongue } = face.mood;
  const depth = 20 + 26 * mouthOpen;
  const inside =
    mouthOpen > 0.3
      ? shape(
          `M${num(x - lip * 0.7)} ${num(line + 4)}Q${num(x)} ${num(line + 14)} ${num(x + lip * 0.7)} ${num(line + 4)}Q${num(x + lip * 0.5)} ${num(line + depth)} ${num(x)} ${num(line + depth + 2)}Q${num(x - lip * 0.5)} ${num(line + depth)} ${num(x - lip * 0.7)} ${num(line + 4)}Z`,
          '#5d2630',
        ) + (hasTongue ? tongue(x, line + 10, lip * 0.42, depth + 22 * mouthOpen) : '')
      : '';
  const dots = [-1, 1].flatMap((side) =>
    [0, 1, 2].map((i) =>
      ellipse(
        [centre[0] + side * (radii[0] * 0.5 + (i % 2) * 9), centre[1] + i * 6 - 2],
        [1.7, 1.7],
        '#1b1315',
        'opacity=".5"',
      ),
    ),
  );
  return (
    inside +
    stroke(mouth, '#231619', 3.4, 'opacity=".85"') +
    shape(smooth(nose), colour) +
    ellipse([x - size * 0.42, y + size * 0.05], [size * 0.2, size * 0.15], shade(colour, -0.6)) +
    ellipse([x + size * 0.42, y + size * 0.05], [size * 0.2, size * 0.15], shade(colour, -0.6)) +
    ellipse(
      [x - size * 0.1, y - size * 0.42],
      [size * 0.42, size * 0.15],
      mix(colour, '#ffffff', 0.7),
      'opacity=".6"',
    ) +
    dots.join('')
  );
}

function tongue(x: number, y: number, w: number, l: number): string {
  return (
    shape(
      `M${num(x - w)} ${num(y)}C${num(x - w * 1.1)} ${num(y + l * 1.2)} ${num(x + w * 1.1)} ${num(y + l * 1.2)} ${num(x + w)} ${num(y)}Z`,
      '#e27d8c',
    ) + stroke(`M${num(x)} ${num(y + 4)}V${num(y + l * 0.6)}`, '#b9566a', 2.4)
  );
}
