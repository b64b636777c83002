import { mix, shade } from '../drawing/colour';
import { about, blob, ellipse, num, type Point, shape, stroke } from '../drawing/path';
import { bothSides, d, repeat } from '../drawing/svg';
import type { Breed, Coat, Face, Pen } from './animal';

/**
 * Both eyes.
 *
 * @param breed Gives kind, size and slant.
 * @param coat Its base colours the lids: on a black dog the eyes would be lost otherwise.
 * @param iris Colour of the iris.
 */
export function drawEyes({ kind, eyes }: Breed, face: Face, coat: Coat, iris: string, pen: Pen): string {
  const draw = kind === 'cat' ? catEye : dogEye;
  return bothSides((side) => {
    const [x, y] = face.eyes[side < 0 ? 0 : 1];
    const narrow = side * face.turn > 0 ? 1 - 0.2 * Math.abs(face.turn) : 1;
    const lid = shape(lids(eyes.size * 145, 1, 0.95), shade(coat.base, 0.3), 'opacity=".55"');
    const eye =
      face.mood.eyesOpen < 0.2
        ? closedEye(eyes.size * 100)
        : draw({ radius: eyes.size * 100, side, iris, face, pen });
    return `<g transform="translate(${num(x)} ${num(y)}) rotate(${num(-side * eyes.slant)}) scale(${narrow.toFixed(2)} 1)">${lid}${eye}</g>`;
  });
}

interface OpenEye {
  readonly radius: number;
  readonly side: -1 | 1;
  readonly iris: string;
  readonly face: Face;
  readonly pen: Pen;
}

/** The outline of an eye between its lids; `open` 0 to 1. */
function lids(r: number, open: number, roundness: number): string {
  const up = r * roundness * open;
  return d`M${-r} ${r * 0.1}C${-r * 0.6} ${-up * 1.25} ${r * 0.5} ${-up * 1.3} ${r} ${-r * 0.08}C${r * 0.6} ${up * 1.2} ${-r * 0.5} ${up * 1.3} ${-r} ${r * 0.1}Z`;
}

function closedEye(r: number): string {
  return stroke(d`M${-r} 0Q0 ${r * 0.8} ${r} 0`, '#241a1c', 4);
}

/** What is seen of an eyeball between its lids. */
function between(path: string, eyeball: string, { pen }: OpenEye): string {
  const id = pen.id();
  return `<clipPath id="${id}"><path d="${path}"/></clipPath><g clip-path="url(#${id})">${eyeball}</g>`;
}

function catEye(eye: OpenEye): string {
  const { radius: r, iris, face } = eye;
  const { eyesOpen, pupil } = face.mood;
  const look = face.turn * r * 0.22;
  const eyeball =
    ellipse([0, 0], [r * 1.1, r * 1.1], shade(iris, -0.15)) +
    ellipse([look, r * 0.2], [r * 0.85, r * 0.8], shade(iris, 0.22)) +
    ellipse([look, 0], [r * pupil, r * 0.86], '#0c0a0e') +
    ellipse([0, -r * 0.95], [r * 1.3, r * 0.5], '#120c14', 'opacity=".35"');
  return (
    shape(lids(r * 1.14, Math.min(1, eyesOpen * 1.08), 0.95), '#1d1518') +
    between(lids(r, eyesOpen, 0.92), eyeball, eye) +
    ellipse([look - r * 0.22, -r * 0.3], [r * 0.2, r * 0.24], '#ffffff') +
    ellipse([look + r * 0.28, r * 0.32], [r * 0.1, r * 0.1], '#ffffff', 'opacity=".7"')
  );
}

function dogEye(eye: OpenEye): string {
  const { radius: r, side, iris, face } = eye;
  const { eyesOpen } = face.mood;
  const look = face.turn * r * 0.25;
  const eyeball =
    ellipse([0, 0], [r * 1.2, r * 1.2], '#e9dfd2') +
    ellipse([look, 0], [r * 0.86, r * 0.9], shade(iris, -0.2)) +
    ellipse([look, r * 0.22], [r * 0.66, r * 0.6], shade(iris, 0.15)) +
    ellipse([look, 0], [r * 0.46, r * 0.48], '#0a0709');
  const brow = d`M${-r * 1.1} ${-r * 1.15}Q0 ${-r * 1.75} ${r * 1.1} ${-r * 1.15}`;
  return (
    shape(lids(r * 1.25, Math.min(1, eyesOpen * 1.1), 0.9), '#171013') +
    between(lids(r, eyesOpen, 0.85), eyeball, eye) +
    ellipse([look - r * 0.25, -r * 0.3], [r * 0.2, r * 0.22], '#ffffff') +
    stroke(brow, '#150c10', 3, `opacity=".25" transform="scale(${side} 1)"`)
  );
}

/** Nose, mouth, tongue, whiskers. */
export function drawMuzzleDetails(breed: Breed, face: Face, { nose = '#1c1618' }: Coat): string {
  const size = breed.muzzle.nose * 100;
  return breed.kind === 'cat' ? catMouth(face, nose, size) : dogMouth(breed, face, nose, size);
}

/** The line from the nose down to the mouth, and both lips from there; `bend` and `end` say how far they hang. */
function lips(x: number, from: number, to: number, lip: number, bend: Point, end: number): string {
  const halves = bothSides((side) => d`M${x} ${to}q${side * bend[0]} ${bend[1]} ${side * lip} ${end}`);
  return d`M${x} ${from}V${to}` + halves;
}

function catMouth(face: Face, colour: string, size: number): string {
  const { centre, radii } = face.muzzle;
  const [x, y] = face.nose;
  const chin = centre[1] + radii[1] * 0.52;
  const lip = radii[0] * 0.62;
  const open = d`M${x - lip * 0.5} ${chin}q${lip * 0.5} ${34 * face.mood.mouthOpen} ${lip} 0Z`;
  const dots = bothSides((side) =>
    repeat(3, (i) => {
      const at: Point = [centre[0] + side * (radii[0] * 0.42 + i * 7), centre[1] + 2 + (i % 2) * 8];
      return ellipse(at, [1.6, 1.6], '#2a1f20', 'opacity=".6"');
    }),
  );
  const whiskers = bothSides((side) =>
    repeat(3, (i) => {
      const rise = 12 * i - 14;
      return d`M${centre[0] + side * radii[0] * 0.55} ${centre[1] + rise * 0.5}q${side * 48} ${rise * 0.6 - 8} ${side * 108} ${rise * 1.9 + 8}`;
    }),
  );
  return (
    (face.mood.mouthOpen > 0.5 ? shape(open, '#a8525c') : '') +
    stroke(lips(x, y + size * 0.7, chin - 6, lip, [lip * 0.35, 14], 3), '#3a2528', 3, 'opacity=".85"') +
    blob(about(face.nose, '-1,-0.5 0,-0.68 1,-0.5 0.3,0.55 0,0.72 -0.3,0.55', [size, size]), colour) +
    ellipse([x - size * 0.3, y - size * 0.35], [size * 0.3, size * 0.14], '#ffffff', 'opacity=".45"') +
    dots +
    stroke(whiskers, '#ffffff', 1.8, 'opacity=".85"') +
    stroke(whiskers, '#40363a', 0.6, 'opacity=".5"')
  );
}

function dogMouth({ muzzle: { jowls = 0 } }: Breed, face: Face, colour: string, size: number): string {
  const { centre, radii } = face.muzzle;
  const [x, y] = face.nose;
  const line = centre[1] + radii[1] * (0.42 + jowls * 0.12);
  const lip = radii[0] * 0.8;
  const droop = 4 + jowls * 26;
  const { mouthOpen, hasTongue } = face.mood;
  const depth = 20 + 26 * mouthOpen;
  const inside = d`M${x - lip * 0.7} ${line + 4}Q${x} ${line + 14} ${x + lip * 0.7} ${line + 4}Q${x + lip * 0.5} ${line + depth} ${x} ${line + depth + 2}Q${x - lip * 0.5} ${line + depth} ${x - lip * 0.7} ${line + 4}Z`;
  const open =
    shape(inside, '#5d2630') + (hasTongue ? tongue(x, line + 10, lip * 0.42, depth + 22 * mouthOpen) : '');
  const dots = bothSides((side) =>
    repeat(3, (i) => {
      const at: Point = [centre[0] + side * (radii[0] * 0.5 + (i % 2) * 9), centre[1] + i * 6 - 2];
      return ellipse(at, [1.7, 1.7], '#1b1315', 'opacity=".5"');
    }),
  );
  const nose = '-1,-0.15 -0.55,-0.68 0.55,-0.68 1,-0.15 0.5,0.5 0,0.68 -0.5,0.5';
  const nostrils = bothSides((side) =>
    ellipse([x + side * size * 0.42, y + size * 0.05], [size * 0.2, size * 0.15], shade(colour, -0.6)),
  );
  const gleam = mix(colour, '#ffffff', 0.7);
  return (
    (mouthOpen > 0.3 ? open : '') +
    stroke(
      lips(x, y + size * 0.65, line, lip, [lip * 0.45, 14 + droop * 0.5], droop - 8),
      '#231619',
      3.4,
      'opacity=".85"',
    ) +
    blob(about(face.nose, nose, [size, size]), colour) +
    nostrils +
    ellipse([x - size * 0.1, y - size * 0.42], [size * 0.42, size * 0.15], gleam, 'opacity=".6"') +
    dots
  );
}

function tongue(x: number, y: number, w: number, l: number): string {
  const outline = d`M${x - w} ${y}C${x - w * 1.1} ${y + l * 1.2} ${x + w * 1.1} ${y + l * 1.2} ${x + w} ${y}Z`;
  return shape(outline, '#e27d8c') + stroke(d`M${x} ${y + 4}V${y + l * 0.6}`, '#b9566a', 2.4);
}
