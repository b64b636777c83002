import { near, pick } from '../../drawing/colour';
import type { Random } from '../../random';
import { depthOf, drawSolids, farFirst } from '../../three-d/painter';
import { type Face, mapped } from '../../three-d/solids';
import { groundShadow, type Thing } from '../stage';
import { airliner } from './airliner';
import { lightPlane } from './light-aeroplane';

const LIVERIES = ['#2f5f9e', '#c8342e', '#e88a2a', '#2f8a6a', '#6a3f8a', '#e0b030', '#24406a'];

/** An airliner or a light aeroplane, on the ground or in the air. */
export function aeroplane(random: Random, where: 'ground' | 'air' = 'air'): Thing {
  const isLight = random.uniform() < 0.42;
  const accent = near(pick(LIVERIES, random), random, 6);
  const body = isLight
    ? pick(['#f0ece2', '#e8c040', '#d8483a', '#8fb4d0'], random)
    : near(pick(['#eef0f2', '#e0e4e8', '#f0ead8'], random), random, 4);
  const bank = where === 'air' ? random.normal(0, 0.22) : 0;
  const climb = where === 'air' ? random.normal(0.08, 0.12) : 0;
  return {
    width: isLight ? 9 : 28,
    height: isLight ? 3.2 : 9,
    yaw: () =>
      pick([0.5, -0.5, Math.PI - 0.5, Math.PI + 0.5, -1.1, Math.PI + 1.1, 0.15], random) +
      random.uniform(-0.3, 0.3),
    draw: (stage, spot) => {
      const parts = isLight
        ? lightPlane(body, accent, where === 'ground')
        : airliner(body, accent, where === 'ground', stage);
      const [cb, sb, cc, sc] = [Math.cos(bank), Math.sin(bank), Math.cos(climb), Math.sin(climb)];
      const tilt = (faces: readonly Face[]) =>
        mapped(faces, ([x, y, z]) => {
          const [v, w] = [y * cb - z * sb, y * sb + z * cb];
          return [x * cc - v * sc, x * sc + v * cc, w];
        });
      // Wings and tail cross each other from every side: whole parts are sorted by their middle.
      const rise = stage.camera.eye[1] < 2 ? -0.6 : 0.3;
      const sorted = farFirst(
        parts.map((layers) => layers.map(tilt)),
        ([first]) => depthOf(first, spot.yaw ?? 0, rise),
      );
      const shade0 = where === 'ground' ? groundShadow(stage, spot, isLight ? [8, 8] : [30, 22]) : '';
      return shade0 + drawSolids(sorted.flat(), spot, stage.camera, stage.side);
    },
  };
}
