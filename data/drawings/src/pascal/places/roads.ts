import { shade } from '../../drawing/colour';
import { type Point, polygonPath, rectangle, shape, stroke } from '../../drawing/path';
import { d, repeat } from '../../drawing/svg';
import { groundAt, project } from '../../three-d/camera';
import { inLight, type Stage } from '../stage';
import { tree } from './plants';
import { strip } from './sky';

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
  const { random } = stage;
  const half = reach(stage, z) * 1.15;
  return repeat(count, () => {
    const at: Point = [random.uniform(-half, half), z * random.uniform(0.92, 1.1)];
    return tree(stage, at, random.uniform(...tall), leaves);
  });
}

/** Lines and stones on a road. */
export function road(stage: Stage, z0: number, z1: number, colour: string): string {
  const { camera, random } = stage;
  const edge = inLight(stage, shade(colour, 0.3));
  const middle = (z0 + z1) / 2;
  const half = reach(stage, middle) + 3;
  const dashes = Array.from({ length: Math.ceil((2 * half) / 3) }, (_, i) => {
    const x = -half + i * 3;
    const [near, far] = [
      project(camera, [x, 0, middle - 0.07]),
      project(camera, [x + 1.5, 0, middle + 0.07]),
    ];
    return polygonPath(rectangle(...near, ...far));
  });
  const specks = Array.from({ length: 60 }, () => {
    const z = random.uniform(Math.max(0.4, z0), z1);
    return d`M${random.uniform(0, camera.width)} ${groundAt(camera, z)}h${random.uniform(1, 7)}`;
  });
  return (
    strip(stage, z0, z1, inLight(stage, colour)) +
    strip(stage, z1, z1 + 0.25, edge) +
    stroke(specks.join(''), inLight(stage, shade(colour, -0.3)), 0.8, 'opacity=".5"') +
    (half < 40 ? shape(dashes.join(''), edge) : '')
  );
}
