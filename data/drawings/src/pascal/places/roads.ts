import { shade } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { num, type Point, shape, stroke } from '../../drawing/path';
import { groundAt, project } from '../../three-d/camera';
import type { Stage } from '../stage';
import { tree } from './plants';
import { strip } from './sky';

/** The hour's light, and as much of its haze as a distance has. */
export const haze = ({ hour }: Stage, amount: number) => ({ light: hour.light, haze: hour.haze, amount });

/** The half width of what is seen `z` metres away, in metres. */
export const reach = ({ camera }: Stage, z: number) => (camera.width / 2 / camera.focal) * z;

/** Trees side by side at about one distance. */
export function trees(
  stage: Stage,
  z: number,
  count: number,
  tall: Point,
  leaves: readonly string[],
): string {
  const half = reach(stage, z) * 1.15;
  return Array.from({ length: count }, () =>
    tree(
      stage,
      [stage.random.uniform(-half, half), z * stage.random.uniform(0.92, 1.1)],
      stage.random.uniform(...tall),
      leaves,
    ),
  ).join('');
}

/** Lines and stones on a road. */
export function road(stage: Stage, z0: number, z1: number, colour: string): string {
  const { camera, hour, random } = stage;
  const edge = relight(shade(colour, 0.3), { light: hour.light });
  const tar = relight(colour, { light: hour.light });
  const middle = (z0 + z1) / 2;
  const half = reach(stage, middle) + 3;
  const dashes = Array.from({ length: Math.ceil((2 * half) / 3) }, (_, i) => {
    const x = -half + i * 3;
    const [a, b] = [project(camera, [x, 0, middle - 0.07]), project(camera, [x + 1.5, 0, middle + 0.07])];
    return `M${num(a[0])} ${num(a[1])}L${num(b[0])} ${num(a[1])}L${num(b[0])} ${num(b[1])}L${num(a[0])} ${num(b[1])}Z`;
  });
  const specks = Array.from({ length: 60 }, () => {
    const z = random.uniform(Math.max(0.4, z0), z1);
    return `M${num(random.uniform(0, camera.width))} ${num(groundAt(camera, z))}h${num(random.uniform(1, 7))}`;
  });
  return (
    strip(stage, z0, z1, tar) +
    strip(stage, z1, z1 + 0.25, edge) +
    stroke(specks.join(''), relight(shade(colour, -0.3), { light: hour.light }), 0.8, 'opacity=".5"') +
    (half < 40 ? shape(dashes.join(''), edge) : '')
  );
}
