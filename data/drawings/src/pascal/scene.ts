import { pick } from '../drawing/colour';
import { litDefinitions, relight } from '../drawing/light';
import { num, points } from '../drawing/path';
import type { Drawing } from '../drawing/svg';
import { lightDefinitions } from '../pets/paint';
import { type Random, randomFrom } from '../random';
import type { Perch } from './animals/bird';
import { castOf } from './cast';
import { arrange } from './layout';
import { hourOf, roomLight } from './places/hours';
import { kitchen, livingRoom, study, tableTop } from './places/indoors';
import { countryRoad, meadow, type Place, park, street } from './places/outdoors';
import { airfield, openSky, railway } from './places/transport-places';
import { harbour, lake, sea } from './places/water';
import type { Label } from './plan';
import type { Stage } from './stage';

/** Widths and heights of images in pixels. */
const LANDSCAPE = points('320,240 320,240 320,214 320,256');
const PORTRAIT = points('240,320 240,320 256,320');

const INDOORS: ReadonlySet<Place> = new Set([livingRoom, kitchen, study, tableTop]);

/**
 * An image of some things in a place where they may be met.
 *
 * @param labels One to four things, all of which are seen.
 * @param options.seed The same seed gives the same image.
 */
export function drawScene(labels: readonly Label[], { seed }: { seed: number }): Drawing {
  const random = randomFrom(seed);
  const perch = pick<Perch>(
    labels.includes('boat')
      ? ['water']
      : labels.length > 1
        ? ['branch', 'ground']
        : ['branch', 'branch', 'ground', 'water', 'air'],
    random,
  );
  const isInAir =
    labels.length === 1 &&
    (labels[0] === 'aeroplane' ? random.uniform() < 0.6 : labels[0] === 'bird' && perch === 'air');
  const place = placeFor(labels, perch, isInAir, random);
  const things = castOf(labels, { perch, isInAir }, random);
  const isWide = things[0].width > things[0].height * 1.15 || things.length > 2;
  const [width, height] = pick(isWide ? LANDSCAPE : [...LANDSCAPE, ...PORTRAIT], random);
  const layout = arrange(
    things,
    { width, height, isInside: INDOORS.has(place), isOnTable: place === tableTop, isInAir },
    random,
  );
  const hour = hourOf(random);
  const side = random.uniform() < 0.5 ? -1 : 1;
  let names = 0;
  const stage: Stage = {
    camera: layout.camera,
    random,
    hour,
    side,
    lamp: roomLight(hour, random),
    id: () => `n${names++}`,
  };
  const { behind, before = '' } = place(stage, layout.depth);
  const art = layout.spots
    .map(({ thing, spot }) => ({ art: thing.draw(stage, spot), z: spot.z }))
    .sort((a, b) => b.z - a.z)
    .map(({ art: drawn, z }) =>
      relight(
        drawn,
        INDOORS.has(place)
          ? { light: stage.lamp }
          : { light: hour.light, haze: hour.haze, amount: Math.min(0.45, Math.max(0, (z - 12) / 170)) },
      ),
    );
  const tilt = random.uniform() < 0.5 ? Math.max(-2, Math.min(2, random.normal(0, 1.4))) : 0;
  const [cx, cy] = [width / 2, height / 2];
  const closeness = layout.camera.focal / layout.depth;
  // What is far behind something small is out of focus.
  const blur = closeness > 170 && !INDOORS.has(place) ? Math.min(2.8, (closeness - 130) / 90) : 0;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><defs>${lightDefinitions(side)}${lightDefinitions(-side).replace('"light"', '"thgil"')}${litDefinitions(side)}</defs>` +
    `<g transform="rotate(${num(tilt)} ${cx} ${cy}) translate(${cx} ${cy}) scale(1.05) translate(${-cx} ${-cy})">${blur > 0 ? outOfFocus(behind, blur) : behind}${art.join('')}${before}</g>${finish(stage)}</svg>`;
  return { svg, width, height };
}

/** Places where these things may be met. */
function placeFor(labels: readonly Label[], perch: Perch, isInAir: boolean, random: Random): Place {
  const has = (...some: Label[]) => some.some((label) => labels.includes(label));
  const one = (...places: Place[]) => pick(places, random);
  if (has('sofa')) return livingRoom;
  if (has('diningtable')) return one(kitchen, kitchen, livingRoom);
  if (has('tvmonitor')) return one(study, livingRoom);
  if (has('bottle')) return has('person') ? one(kitchen, street, park, livingRoom) : tableTop;
  if (has('chair')) return one(kitchen, livingRoom, study, park);
  if (has('boat')) return one(sea, lake, harbour);
  if (has('train')) return railway;
  if (has('aeroplane')) return isInAir ? openSky : airfield;
  if (has('bus')) return one(street, street, countryRoad);
  if (has('horse', 'cow', 'sheep')) return one(meadow, meadow, countryRoad);
  if (has('car', 'motorbike')) return one(street, street, countryRoad);
  if (has('bicycle')) return one(street, countryRoad, park);
  if (has('bird')) return perch === 'water' ? lake : perch === 'air' ? one(sea, openSky) : one(park, meadow);
  if (has('cat')) return one(livingRoom, kitchen, park, street, study);
  if (has('dog')) return one(park, meadow, livingRoom, street, countryRoad);
  if (has('pottedplant'))
    return has('person') ? one(livingRoom, kitchen, study) : one(livingRoom, kitchen, study, tableTop, park);
  return one(street, street, park, meadow, livingRoom, kitchen, countryRoad, study);
}

/** Blurred elements over the same ones sharp: at the image's edge a blur alone fades. */
function outOfFocus(elements: string, pixels: number): string {
  return `<filter id="blur" x="0" y="0" width="1" height="1"><feGaussianBlur stdDeviation="${num(pixels)}"/></filter><g id="far">${elements}</g><use href="#far" filter="url(#blur)"/>`;
}

/** Sunlight from its side, and darker corners. */
function finish({ camera: { width, height }, hour, side, random }: Stage): string {
  const warm = hour.name === 'evening' || hour.name === 'morning' ? 0.26 : hour.name === 'noon' ? 0.12 : 0.05;
  return (
    `<radialGradient id="sunlight" cx="${side < 0 ? 0 : 1}" cy="0" r="1.1"><stop offset="0" stop-color="#ffe6b0" stop-opacity="${warm}"/><stop offset="1" stop-color="#ffe6b0" stop-opacity="0"/></radialGradient>` +
    `<radialGradient id="corners" r=".78"><stop offset=".6" stop-color="#100818" stop-opacity="0"/><stop offset="1" stop-color="#100818" stop-opacity="${random.uniform(0.05, 0.3).toFixed(2)}"/></radialGradient>` +
    `<rect width="${width}" height="${height}" fill="url(#sunlight)"/><rect width="${width}" height="${height}" fill="url(#corners)"/>`
  );
}
