import { near } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { num, shape, stroke } from '../../drawing/path';
import { project } from '../../three-d/camera';
import { houseRow, skyline } from './buildings';
import type { Place } from './outdoors';
import { foliage, tufts } from './plants';
import { haze, reach, road, trees } from './roads';
import { ground, hills, sky } from './sky';

/** Grass, a runway, a hangar and a tower. */
export const airfield: Place = (stage, z) => {
  const { random, hour } = stage;
  const leaves = foliage(stage);
  const grass = near('#8fa85a', random, 8);
  const far = z * 2.2 + 60;
  const hangar =
    shape('M0 0V-70Q90 -130 180 -70V0Z', near('#a8b0b4', random, 8)) +
    shape('M14 0V-62Q90 -108 166 -62V0Z', '#6a747c') +
    stroke('M52 -84V0M90 -92V0M128 -84V0', '#8a949a', 3) +
    shape('M260 0L264 -150H284L288 0ZM252 -150H296L300 -186H248Z', '#d8d4cc') +
    shape('M250 -156H298L300 -180H249Z', '#4a6478');
  const [px, py] = project(stage.camera, [random.uniform(-0.9, 0.3) * reach(stage, far), 0, far]);
  const buildings = `<g transform="translate(${num(px)} ${num(py)}) scale(${(stage.camera.focal / far / 10).toFixed(4)})">${hangar}</g>`;
  return {
    behind:
      sky(stage) +
      hills(stage, grass) +
      ground(stage, grass) +
      relight(trees(stage, far + 30, 8, [8, 13], leaves) + buildings, haze(stage, 0.3)) +
      road(stage, Math.max(0.3, z * 0.55), z * 1.5, near('#8c8c90', random, 6)) +
      relight(tufts(stage, z * 1.5, z * 3, grass, 60), { light: hour.light }),
  };
};

/** Nothing but sky, perhaps hills or roofs at the lower edge. */
export const openSky: Place = (stage) => {
  const { random } = stage;
  const grass = near('#6f8f5a', random, 10);
  return {
    behind:
      sky(stage) +
      hills(stage, grass, 2) +
      ground(stage, grass) +
      relight(
        random.uniform() < 0.4 ? skyline(stage, 160) : trees(stage, 60, 8, [6, 11], foliage(stage)),
        haze(stage, 0.3),
      ),
  };
};

/** Ballast beside the rails, a platform or a bank of grass, masts. */
export const railway: Place = (stage, z) => {
  const { random, hour } = stage;
  const leaves = foliage(stage);
  const grass = near('#86a054', random, 8);
  const back = z + random.uniform(8, 14);
  const half = reach(stage, back);
  const mast = (x: number) => {
    const [px, py] = project(stage.camera, [x, 0, back - 3]);
    const s = stage.camera.focal / (back - 3);
    return stroke(
      `M${num(px)} ${num(py)}V${num(py - 6.4 * s)}M${num(px)} ${num(py - 6 * s)}h${num(2.2 * s)}`,
      '#5a6064',
      Math.max(1, s * 0.12),
    );
  };
  const isTown = random.uniform() < 0.45;
  return {
    behind:
      sky(stage) +
      hills(stage, grass) +
      ground(stage, grass) +
      relight(trees(stage, back + 30, 10, [7, 12], leaves), haze(stage, 0.3)) +
      relight(
        isTown ? houseRow(stage, back + 8) : trees(stage, back + 4, 5, [6, 9], leaves),
        haze(stage, 0.14),
      ) +
      relight(
        [-0.8, -0.2, 0.45].map((u) => mast(u * half)).join('') + tufts(stage, z, back + 10, grass, 90),
        { light: hour.light },
      ),
    before: relight(tufts(stage, z * 0.35, z * 0.5, grass, 26), { light: hour.light }),
  };
};
