import { pick } from '../../drawing/colour';
import { rectangle } from '../../drawing/path';
import { type Face, lathe, lying, mapped, moved, panelsAtZ, prism } from '../../three-d/solids';
import { corners } from '../../three-d/vector';
import type { Stage } from '../stage';
import { lamp, roundMark } from './vehicle-parts';

/** A steam locomotive without its tender. */
export function steam([paint]: readonly string[], stage: Stage): Face[][] {
  const colour = pick(['#2c3034', '#2f5a44', '#7a2f30', '#2f4a70'], stage.random);
  const alongBoiler = (profile: string, fill: string | readonly string[], segments: number) =>
    moved(lying(lathe(profile, fill, segments)), [0, 2.2, 0]);
  const barrel = [colour, '#3a3a3e', '#3a3a3e', '#4a4a50'];
  const boiler = alongBoiler('0.95,-3 0.95,2.6 1.02,2.6 1.02,3.3 0.8,3.38', barrel, 20);
  const door = alongBoiler('0.7,3.38 0.66,3.46', '#55555c', 18);
  const chimney = moved(lathe('0.26,0 0.24,0.6 0.36,0.8 0.34,0.84', '#2a2a2e', 12), [2.6, 3.05, 0]);
  const dome = moved(lathe('0.42,0 0.42,0.3 0.3,0.52 0.06,0.6', '#c09a48', 12), [0.4, 3.05, 0]);
  const frame = prism(rectangle(-4.6, 0.5, 3.9, 1.25), [-1.2, 1.2], '#8a2a26', {
    fills: { 1: { fill: '#b83a30' } },
  });
  const cab = prism(rectangle(-4.6, 1.2, -2.6, 3.5), [-1.35, 1.35], paint, {
    marks: [panelsAtZ(-1.35)(-4.3, 2.2, -3.2, 3.2, '#2a2c34')],
  });
  const roof = prism('-4.9,3.5 -2.4,3.5 -2.5,3.72 -4.8,3.72', [-1.5, 1.5], '#2e2e34');
  const wheelAt = (x: number, r: number): Face => {
    const disc = (size: number, fill: string) => roundMark([x, r + 0.04, -1.22], r * size, fill);
    return { ...disc(1, '#a83a30'), marks: [disc(0.78, '#3a2a2c'), disc(0.3, '#a83a30')] };
  };
  const rod = corners('-3.5,0.72,-1.24 2.2,0.86,-1.24 2.2,0.98,-1.24 -3.5,0.84,-1.24');
  const side: Face[] = [
    ...[-3.4, -1.7, 0].map((x) => wheelAt(x, 0.8)),
    ...[1.7, 2.9].map((x) => wheelAt(x, 0.42)),
    { points: rod, fill: '#c8ccd0' },
  ];
  const buffers = [-0.8, 0.8].map((z) => lamp([3.92, 0.95, z], 0.22, '#3a3a40', false));
  const light = lamp([3.4, 3.2, 0], 0.2, '#fff2c0', stage.hour.hasLamps);
  const otherSide = mapped(side, ([x, y, z]) => [x, y, -z], true);
  return [frame, buffers, [...side, ...otherSide], boiler, door, chimney, dome, cab, roof, [light]];
}
