import { pick } from '../../drawing/colour';
import { polygonPath, shape } from '../../drawing/path';
import type { Random } from '../../random';
import { project } from '../../three-d/camera';
import { type Face, moved, type Spot, stand } from '../../three-d/solids';
import { type Stage, solid, type Thing } from '../stage';
import { unit } from './carriage';
import { steam } from './steam-locomotive';

/** Paint, a second colour, and what is dark below and between the windows. */
const LIVERIES = [
  '#c8342e #e8e4dc #4a4a50',
  '#2f6a9a #f0d048 #3a3a42',
  '#e6e8ea #c8342e #50545a',
  '#3a7a58 #f0e4b0 #3a3a3e',
  '#e8a830 #2f4a7a #3e3e44',
  '#7a2f3c #ead9a8 #38343a',
].map((colours) => colours.split(' '));

/** A railcar or an express with its carriages, or a steam locomotive. */
export function train(random: Random): Thing {
  const livery = pick(LIVERIES, random);
  const kind = pick(['railcar', 'express', 'box', 'steam'], random);
  const carriages = random.integer(1, 3);
  const turn = random.uniform() < 0.5 ? 1 : -1;
  const isFromAhead = random.uniform() < 0.6;
  const angle = isFromAhead ? random.uniform(0.75, 1.35) : random.uniform(0.06, 0.5);
  return {
    width: isFromAhead ? 5.4 : 11,
    height: 4.1,
    // Its head points towards us, to the left or the right.
    yaw: () => (turn > 0 ? -angle : Math.PI + angle),
    draw: (stage, spot) =>
      track(stage, spot) + solid(stage, spot, trainParts(kind, carriages, livery, stage)),
  };
}

/** Ballast, sleepers and rails through a spot. */
function track({ camera, hour }: Stage, spot: Spot): string {
  const place = stand({ ...spot, y: 0 });
  const at = (along: number, across: number) => project(camera, place([along, 0, across]));
  // From where the track leaves the ground before us to where it is lost from sight.
  const nearest = 0.9 + 1.9 * Math.abs(Math.cos(spot.yaw ?? 0));
  const reach = (most: number, step: number) =>
    Array.from({ length: most }, (_, i) => i * step)
      .filter((along) => place([along, 0, 0])[2] > nearest)
      .at(-1) ?? 0;
  const [from, to] = [reach(60, -1), reach(90, 1)];
  const bed = (a: number, b: number) => polygonPath([at(from, a), at(to, a), at(to, b), at(from, b)]);
  const sleepers = Array.from({ length: Math.ceil((to - from) / 0.8) }, (_, i) => {
    const s = from + i * 0.8;
    return polygonPath([at(s, -1.25), at(s + 0.25, -1.25), at(s + 0.25, 1.25), at(s, 1.25)]);
  });
  return (
    shape(bed(-1.9, 1.9), '#8a8078') +
    shape(bed(-1.6, 1.6), '#9c9288') +
    shape(sleepers.join(''), '#5f4e42') +
    shape(bed(-0.78, -0.7) + bed(0.7, 0.78), hour.hasLamps ? '#b8bcc8' : '#c4c4c6')
  );
}

/** What is behind the head is farther away, and drawn first; the origin is near the head. */
function trainParts(kind: string, carriages: number, livery: readonly string[], stage: Stage): Face[][] {
  const isSteam = kind === 'steam';
  const head = isSteam ? steam(livery, stage) : unit(kind, livery, stage, true);
  const rest = Array.from({ length: carriages }, (_, i) =>
    unit('carriage', livery, stage, false).map((faces) =>
      moved(faces, [-(i + 1) * 16.6 + (isSteam ? 3 : 0), 0, 0]),
    ),
  );
  return [...rest.reverse().flat(), ...head].map((faces) => moved(faces, [isSteam ? -3 : -5, 0, 0]));
}
