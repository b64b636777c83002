import { near, pick, shade } from '../drawing/colour';
import { blob, ellipse, furry, num, points, shape, stroke } from '../drawing/path';
import { bothSides, type Drawing, d } from '../drawing/svg';
import { type Random, randomFrom } from '../random';
import type { Breed, Coat, Face, Mood, Pen } from './animal';
import { earParts, hangs } from './ears';
import { drawEyes, drawMuzzleDetails } from './face';
import type { Frame } from './frame';
import { beardPart, faceOf, headPart, muzzlePart } from './head';
import { lightDefinitions, paint } from './paint';
import { PLACES } from './places';
import { lie, type Pose, portrait, sit, stand } from './poses';

/**
 * One image of a breed: an animal of its own in a pose, a place and a light of its own.
 *
 * @param kind The breed.
 * @param options.seed The same seed gives the same image.
 * @param options.place Which of the places it is in; counted on past the last.
 */
export function drawPet(kind: Breed, { seed, place: placeIndex }: { seed: number; place: number }): Drawing {
  const random = randomFrom(seed);
  const breed = individual(kind, random);
  let names = 0;
  const id = () => `n${names++}`;
  const pen: Pen = { random, id };

  const [width, height] = pick(points('400,300 400,300 380,320 300,400 320,380 340,340'), random);
  const pose = poseOf(breed, random);
  const view = camera(pose, width, height, random);
  const ground = pose.ground === undefined ? height * 1.1 : view.y + pose.ground * view.scale;
  const frame: Frame = { width, height, ground, random, id };
  const place = PLACES[placeIndex % PLACES.length](frame);

  const blur = id();
  const isNear = pose.ground === undefined;
  const flip = random.uniform() < 0.5 ? -1 : 1;
  const tilt = random.normal(0, 2.5);
  const light = lightDefinitions(random.uniform() < 0.5 ? -1 : 1);
  const blurring = `<filter id="${blur}" x="-5%" y="-5%" width="110%" height="110%"><feGaussianBlur stdDeviation="${num(random.uniform(0.8, 5))}"/></filter>`;
  // A little larger than the frame, so that no corner is empty after the turn.
  const turned = `rotate(${num(tilt)} ${width / 2} ${height / 2}) translate(${width / 2} ${height / 2}) scale(1.06) translate(${-width / 2} ${-height / 2})`;
  const moved = `translate(${num(flip < 0 ? width - view.x : view.x)} ${num(view.y)}) scale(${(view.scale * flip).toFixed(4)} ${view.scale.toFixed(4)})`;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<defs>${light}${blurring}</defs><g transform="${turned}"><g id="${blur}b">${place.behind}</g>` +
    // Drawn over the sharp one: at the image's edge a blur alone would fade to white.
    (isNear ? `<use href="#${blur}b" filter="url(#${blur})"/>` : '') +
    `<g transform="${moved}">${shadow(pose)}${animal(breed, pose, pen)}</g>${place.before ?? ''}</g>` +
    `${lighting(width, height, pen)}</svg>`;
  return { svg, width, height };
}

function shadow({ box: [left, , right], ground }: Pose): string {
  if (!ground) return '';
  return ellipse([(left + right) / 2, ground + 2], [(right - left) * 0.44, 20], '#1a1420', 'opacity=".3"');
}

/** Proportions differ from animal to animal, so that breeds alike in coat overlap a little. */
export function individual(breed: Breed, random: Random): Breed {
  const about = (value: number, spread: number) =>
    value * (1 + Math.max(-2, Math.min(2, random.normal())) * spread);
  const { head, ears, eyes, muzzle, body } = breed;
  return {
    ...breed,
    head: {
      ...head,
      cheek: about(head.cheek, 0.035),
      jaw: about(head.jaw, 0.05),
      length: about(head.length, 0.04),
    },
    ears: { ...ears, length: about(ears.length, 0.08), width: about(ears.width, 0.07) },
    eyes: { ...eyes, size: about(eyes.size, 0.06), apart: about(eyes.apart, 0.04) },
    muzzle: { ...muzzle, width: about(muzzle.width, 0.05), height: about(muzzle.height, 0.05) },
    body: { ...body, width: about(body.width, 0.06), legs: about(body.legs, 0.07) },
  };
}

function poseOf(breed: Breed, random: Random): Pose {
  return pick([sit, sit, lie, stand, portrait, portrait], random)(breed, random);
}

/** Fits the pose into the frame, then comes closer or steps back, and off the middle. */
function camera({ box, ground }: Pose, width: number, height: number, random: Random) {
  const [left, top, right, bottom] = box;
  const fit = Math.min(width / (right - left), height / (bottom - top));
  const scale = fit * (ground === undefined ? random.uniform(0.95, 1.35) : random.uniform(0.72, 1.12));
  const [spareX, spareY] = [width - (right - left) * scale, height - (bottom - top) * scale];
  const x = spareX * random.uniform(0.3, 0.7) - left * scale;
  const y = ground === undefined ? height - bottom * scale : spareY * random.uniform(0.5, 0.95) - top * scale;
  return { scale, x, y };
}

function moodOf({ kind }: Breed, random: Random): Mood {
  const isAsleep = random.uniform() < 0.05;
  const isPanting = kind === 'dog' && random.uniform() < 0.4;
  return {
    eyesOpen: isAsleep ? 0 : random.uniform(0.62, 1),
    pupil: random.uniform(0.16, 0.62),
    mouthOpen: isAsleep ? 0 : isPanting ? random.uniform(0.45, 1) : random.uniform() < 0.08 ? 0.7 : 0,
    hasTongue: isPanting,
  };
}

/** An animal without its surroundings, its head at the origin; the drawing needs `lightDefinitions`. */
export function animal(breed: Breed, pose: Pose, pen: Pen): string {
  const { random } = pen;
  const chosen = pick(breed.coats, random);
  const coat: Coat = { ...chosen, base: near(chosen.base, random, chosen.spread ?? 8) };
  const face = faceOf(breed, random.uniform(-0.9, 0.9), random.uniform(-0.7, 0.9), moodOf(breed, random));
  const tilt = random.normal(0, 6);
  return (
    pose.parts.map((part) => paint(part, coat, pen)).join('') +
    collar(breed, pose, random) +
    `<g transform="rotate(${num(tilt)} 0 60)">${head(breed, coat, face, pen)}</g>`
  );
}

function head(breed: Breed, coat: Coat, face: Face, pen: Pen): string {
  const { random } = pen;
  const iris = near(pick(breed.eyes.colours, random), random, 6);
  const pinna = { length: breed.fur.head * 0.3 };
  const ears = earParts(breed, face.turn, random.uniform(-8, 10)).map(
    ({ outer, inner, tuft }) =>
      (tuft ? blob(tuft, shade(coat.base, -0.4)) : '') +
      paint(outer, coat, pen) +
      (inner
        ? shape(furry(inner, pinna, random), near(breed.ears.inner ?? '#d8a898', random, 6), 'opacity=".85"')
        : ''),
  );
  const skull = paint(headPart(breed, face), coat, pen);
  const beard = breed.beard ? paint(beardPart(breed.beard, face), coat, pen) : '';
  const muzzle =
    breed.kind === 'dog' ? paint(muzzlePart(breed, face), coat, pen) : catCheeks(breed, face, coat);
  const extras = (breed.extras ?? []).map((extra) => extra(face, coat, pen)).join('');
  const eyes = drawEyes(breed, face, coat, iris, pen);
  const whole = skull + beard + muzzle + eyes + drawMuzzleDetails(breed, face, coat) + extras;
  return hangs(breed.ears.form) ? whole + ears.join('') : ears.join('') + whole;
}

/** The two cushions under a cat's nose, a little lighter than the face around them. */
function catCheeks({ muzzle }: Breed, { muzzle: { centre, radii } }: Face, coat: Coat): string {
  const [[x, y], [rx, ry]] = [centre, radii];
  const tone = shade(coat.base, 0.3);
  const cushions = bothSides((side) =>
    ellipse([x + side * rx * 0.46, y], [rx * 0.56, ry * 0.82], tone, 'opacity=".5"'),
  );
  return cushions + ellipse([x, y + ry * 0.75], [rx * 0.42, muzzle.height * 46], tone, 'opacity=".4"');
}

function collar({ kind, fur }: Breed, { neck }: Pose, random: Random): string {
  if (random.uniform() > (kind === 'dog' ? 0.4 : 0.15) || fur.ruff > 20) return '';
  const colour = pick(['#c8323c', '#2f62b0', '#2a8a5a', '#2c2a2e', '#d8702a', '#8a4aa0'], random);
  const [x, y] = neck.centre;
  const w = neck.width;
  return (
    stroke(d`M${x - w} ${y + 6}Q${x} ${y + 46} ${x + w} ${y + 6}`, colour, 13) +
    ellipse([x, y + 38], [9, 9], '#e8c24a', 'stroke="#9a7a20" stroke-width="1.5"')
  );
}

/** The colour of the light, and darker corners. */
function lighting(width: number, height: number, { random, id }: Pen): string {
  const name = id();
  const tint = pick(['#ffc27a', '#ffe2b0', '#a8c4ff', '#ffffff', '#8a90c0', '#f2d8d0'], random);
  const strength = random.uniform(0.05, 0.55);
  return (
    `<radialGradient id="${name}" r=".75"><stop offset=".55" stop-color="#100818" stop-opacity="0"/><stop offset="1" stop-color="#100818" stop-opacity="${num(random.uniform(0, 0.4))}"/></radialGradient>` +
    `<rect width="${width}" height="${height}" fill="${tint}" opacity="${strength.toFixed(2)}" style="mix-blend-mode:multiply"/>` +
    `<rect width="${width}" height="${height}" fill="url(#${name})"/>`
  );
}
