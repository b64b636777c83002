import { near } from '../../drawing/colour';
import { shape, stroke } from '../../drawing/path';
import { d } from '../../drawing/svg';
import { project } from '../../three-d/camera';
import { inLight, onGround } from '../stage';
import { houseRow, skyline } from './buildings';
import type { Place } from './outdoors';
import { foliage, tufts } from './plants';
import { reach, road, trees } from './roads';
import { ground, hills, sky } from './sky';

/** Grass, a runway, a hangar and a tower. */
export const airfield: Place = (stage, z) => {
  const { random } = stage;
  const leaves = foliage(stage);
  const grass = near('#8fa85a', random, 8);
  const far = z * 2.2 + 60;
  const hangar =
    shape('M0 0V-70Q90 -130 180 -70V0Z', near('#a8b0b4', random, 8)) +
    shape('M14 0V-62Q90 -108 166 -62V0Z', '#6a747c') +
    stroke('M52 -84V0M90 -92V0M128 -84V0', '#8a949a', 3) +
    shape('M260 0L264 -150H284L288 0ZM252 -150H296L300 -186H248Z', '#d8d4cc') +
    shape('M250 -156H298L300 -180H249Z', '#4a6478');
  const buildings = onGround(stage, [random.uniform(-0.9, 0.3) * reach(stage, far), far], 10, hangar);
  return {
    behind:
      sky(stage) +
      hills(stage, grass) +
      ground(stage, grass) +
      inLight(stage, trees(stage, far + 30, 8, [8, 13], leaves) + buildings, 0.3) +
      road(stage, Math.max(0.3, z * 0.55), z * 1.5, near('#8c8c90', random, 6)) +
      inLight(stage, tufts(stage, z * 1.5, z * 3, grass, 60)),
  };
};

/** Nothing but sky, perhaps hills or roofs at the lower edge. */
export const openSky: Place = (stage) => {
  const { random } = stage;
  const grass = near('#6f8f5a', random, 10);
  const far = () =>
    random.uniform() < 0.4 ? skyline(stage, 160) : trees(stage, 60, 8, [6, 11], foliage(stage));
  return { behind: sky(stage) + hills(stage, grass, 2) + ground(stage, grass) + inLight(stage, far(), 0.3) };
};

/** Ballast beside the rails, a platform or a bank of grass, masts. */
export const railway: Place = (stage, z) => {
  const { random, camera } = stage;
  const leaves = foliage(stage);
  const grass = near('#86a054', random, 8);
  const back = z + random.uniform(8, 14);
  const half = reach(stage, back);
  const s = camera.focal / (back - 3);
  const masts = [-0.8, -0.2, 0.45].map((u) => {
    const [x, y] = project(camera, [u * half, 0, back - 3]);
    const path = d`M${x} ${y}V${y - 6.4 * s}M${x} ${y - 6 * s}h${2.2 * s}`;
    return stroke(path, '#5a6064', Math.max(1, s * 0.12));
  });
  const isTown = random.uniform() < 0.45;
  const behindRails = () => (isTown ? houseRow(stage, back + 8) : trees(stage, back + 4, 5, [6, 9], leaves));
  return {
    behind:
      sky(stage) +
      hills(stage, grass) +
      ground(stage, grass) +
      inLight(stage, trees(stage, back + 30, 10, [7, 12], leaves), 0.3) +
      inLight(stage, behindRails(), 0.14) +
      inLight(stage, masts.join('') + tufts(stage, z, back + 10, grass, 90)),
    before: inLight(stage, tufts(stage, z * 0.35, z * 0.5, grass, 26)),
  };
};
