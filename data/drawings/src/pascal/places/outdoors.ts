import { near, pick, shade } from '../../drawing/colour';
import { repeat } from '../../drawing/svg';
import { inLight, type Stage } from '../stage';
import { farmhouse, fence, houseRow, lampPost, skyline } from './buildings';
import { bush, foliage, tufts } from './plants';
import { reach, road, trees } from './roads';
import { ground, hills, sky, strip } from './sky';

/** What is around the things in an image. */
export interface Surroundings {
  /** Elements behind them. */
  readonly behind: string;
  /** Elements before them, e.g. grass. */
  readonly before?: string;
}

/** Draws surroundings for things about `z` metres away. */
export type Place = (stage: Stage, z: number) => Surroundings;

/** Houses, a pavement and a road. */
export const street: Place = (stage, z) => {
  const { random, camera } = stage;
  const leaves = foliage(stage);
  const row = z + random.uniform(7, 14);
  const kerb = z + random.uniform(1.6, 3.4);
  const pavement = near('#b4aea6', random, 8);
  const half = reach(stage, kerb);
  const lamps = repeat(camera.focal / z > 130 ? 0 : random.integer(1, 3), () =>
    lampPost(stage, random.uniform(-half, half), kerb + 0.7),
  );
  const greens = trees(stage, kerb + 1.4, random.integer(0, 3), [4, 6.5], leaves);
  return {
    behind:
      sky(stage) +
      inLight(stage, skyline(stage, row + 90), 0.6) +
      inLight(stage, trees(stage, row + 12, 4, [7, 11], leaves), 0.25) +
      ground(stage, pavement) +
      inLight(stage, houseRow(stage, row), 0.1) +
      road(stage, z - 40, kerb, near('#6c6c74', random, 8)) +
      inLight(stage, greens + lamps),
  };
};

/** A house among fields, if there is one: somewhere between two parts of what is seen. */
const farm = (stage: Stage, chance: number, [from, to]: readonly [number, number], z: number) =>
  stage.random.uniform() < chance
    ? farmhouse(stage, stage.random.uniform(from, to) * reach(stage, z), z)
    : '';

/** A road between fields. */
export const countryRoad: Place = (stage, z) => {
  const { random } = stage;
  const leaves = foliage(stage);
  const grass = near(pick(['#7fa650', '#8fae58', '#b4aa5a', '#6f9a4c'], random), random, 8);
  const verge = z + random.uniform(1.4, 3.2);
  const tar = () => near(pick(['#74747a', '#b49a74', '#8a8684'], random), random, 6);
  return {
    behind:
      sky(stage) +
      hills(stage, grass) +
      ground(stage, grass) +
      inLight(stage, trees(stage, z * 4 + 40, 9, [7, 12], leaves), 0.35) +
      inLight(stage, farm(stage, 0.5, [-0.7, 0.4], z + 30), 0.16) +
      inLight(stage, trees(stage, verge + 5, random.integer(1, 4), [5, 8], leaves), 0.08) +
      inLight(stage, random.uniform() < 0.5 ? fence(stage, verge + 1.5) : '') +
      inLight(stage, tufts(stage, verge, verge + 12, grass, 90)) +
      road(stage, Math.max(0.3, z - 2.6), verge, tar()) +
      strip(stage, 0.1, Math.max(0.2, z - 2.6), inLight(stage, shade(grass, -0.12))),
    before: inLight(stage, tufts(stage, Math.max(0.6, z * 0.4), Math.max(0.8, z - 2.6), grass, 46)),
  };
};

/** Grass with trees, hills and perhaps a fence. */
export const meadow: Place = (stage, z) => {
  const { random } = stage;
  const leaves = foliage(stage);
  const grass = near(pick(['#7fa650', '#6f9f4a', '#94ac54', '#a8a858', '#5f9450'], random), random, 8);
  return {
    behind:
      sky(stage) +
      hills(stage, grass, 3) +
      ground(stage, grass) +
      inLight(stage, trees(stage, z * 5 + 50, 10, [8, 13], leaves), 0.35) +
      inLight(stage, farm(stage, 0.35, [-0.8, 0.5], z + 40), 0.2) +
      inLight(stage, random.uniform() < 0.5 ? fence(stage, z + random.uniform(4, 10)) : '') +
      inLight(stage, trees(stage, z + random.uniform(4, 9), random.integer(0, 3), [4.5, 8], leaves), 0.06) +
      inLight(stage, tufts(stage, z * 0.7, z * 3, grass, 150)),
    before: inLight(stage, tufts(stage, z * 0.5, z * 0.98, grass, 90)),
  };
};

/** A lawn with a path, bushes, tall trees and lamps. */
export const park: Place = (stage, z) => {
  const { random, camera } = stage;
  const leaves = foliage(stage);
  const grass = near(pick(['#76a04c', '#86aa54', '#689a50'], random), random, 8);
  const back = z + random.uniform(5, 9);
  const half = reach(stage, back);
  const bushes = repeat(random.integer(3, 8), () =>
    bush(stage, [random.uniform(-half, half), back], random.uniform(0.5, 1.2), leaves),
  );
  const gravel = () => near(pick(['#d0bc94', '#b8b0a4', '#c8a880'], random), random, 5);
  const lamp = () =>
    random.uniform() < 0.5 && camera.focal / z < 130
      ? lampPost(stage, random.uniform(-0.8, 0.8) * reach(stage, z + 1.6), z + 1.6)
      : '';
  return {
    behind:
      sky(stage) +
      ground(stage, grass) +
      inLight(stage, random.uniform() < 0.4 ? skyline(stage, back + 120) : '', 0.55) +
      inLight(stage, trees(stage, back + 22, 12, [8, 13], leaves), 0.28) +
      inLight(stage, trees(stage, back + 4, 5, [6, 9], leaves), 0.1) +
      inLight(stage, bushes) +
      strip(stage, z - 0.9, z + 1.2, inLight(stage, gravel())) +
      inLight(stage, tufts(stage, z + 1.3, back, grass, 90) + lamp()),
    before: inLight(stage, tufts(stage, z * 0.5, Math.max(z * 0.55, z - 1), grass, 60)),
  };
};
