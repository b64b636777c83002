import { mix, near, pick, shade } from '../../drawing/colour';
import { blob, ellipse, num, polygonPath, rectangle, shape, stroke, translated } from '../../drawing/path';
import { d, repeat } from '../../drawing/svg';
import { groundAt, project } from '../../three-d/camera';
import { inLight, mirroredInWater, type Stage } from '../stage';
import { houseRow } from './buildings';
import type { Place } from './outdoors';
import { foliage, tree } from './plants';
import { reach } from './roads';
import { fade, hills, sky } from './sky';

/** Water from the horizon to us: the sky's colour far away, its own near us, ripples with light on them. */
function surface(stage: Stage, colours: readonly string[]): string {
  const { camera, hour, random } = stage;
  const { width, height } = camera;
  const own = inLight(stage, near(pick(colours, random), random, 8));
  const top = Math.max(-2, camera.horizon);
  const far = mix(own, hour.sky[2], 0.62);
  const ripples = (count: number, tone: string, opacity: number) => {
    const lines = Array.from({ length: count }, () => {
      const t = random.uniform() ** 1.6;
      const y = top + 2 + (height - top) * t;
      const w = 5 + 46 * t;
      return d`M${random.uniform(-20, width)} ${y}q${w / 2} ${-1 - 3 * t} ${w} 0`;
    });
    return stroke(lines.join(''), tone, 1.3, `opacity="${opacity}"`);
  };
  const glitter = hour.sun
    ? ellipse(
        [width * (stage.side < 0 ? 0.22 : 0.78), (top + height) / 2],
        [width * 0.09, (height - top) * 0.6],
        hour.sun,
        'opacity=".22"',
      )
    : '';
  return (
    fade(stage, top, height + 2, [far, mix(own, hour.sky[1], 0.3), shade(own, -0.12)]) +
    glitter +
    ripples(70, shade(own, -0.22), 0.5) +
    ripples(60, shade(far, 0.5), 0.6)
  );
}

/** The open sea, perhaps an island with a lighthouse. */
export const sea: Place = (stage, z) => {
  const { camera, random } = stage;
  const far = z * 6 + 200;
  const [x, y] = project(camera, [random.uniform(-0.8, 0.8) * reach(stage, far), 0, far]);
  const lighthouse = () =>
    blob('-46,4 -30,-8 -8,-12 16,-9 40,4', near('#7a8a64', random, 8)) +
    shape('M-6 -10L-4 -52H4L6 -10Z', '#f2eee6') +
    shape('M-5.6 -20L-5 -30H5L5.6 -20ZM-4.6 -40L-4 -48H4L4.6 -40Z', '#c83a34') +
    shape('M-5 -52H5V-60H-5Z', '#fff0b0') +
    shape('M-6 -60L0 -67L6 -60Z', '#c83a34');
  const island = random.uniform() < 0.45 ? translated(lighthouse(), [x, y + 2], camera.width / 400) : '';
  return {
    behind:
      sky(stage) +
      (random.uniform() < 0.5 ? hills(stage, near('#6f8a6a', random, 10), 2) : '') +
      inLight(stage, island, 0.25) +
      surface(stage, ['#3f8ab0', '#4f9aa8', '#2f6f98', '#5a90a8']),
  };
};

/** A lake or a river with trees on the other bank. */
export const lake: Place = (stage, z) => {
  const { camera, random } = stage;
  const { width, height } = camera;
  const leaves = foliage(stage);
  const bank = z * 2 + random.uniform(14, 30);
  const half = reach(stage, bank) * 1.1;
  const y = groundAt(camera, bank);
  const grass = near('#7a9a50', random, 8);
  const line = d`Q${width * 0.6} ${y - 2} ${width * 0.4} ${y + 3}T-4 ${y + 3}`;
  const shore = shape(
    `M-4 ${num(y + 3)}V${num(camera.horizon - 2)}H${width + 4}V${num(y + 2)}${line}Z`,
    grass,
  );
  const wood = repeat(9, () =>
    tree(stage, [random.uniform(-half, half), bank * random.uniform(1, 1.15)], random.uniform(6, 11), leaves),
  );
  const reeds = Array.from({ length: 40 }, () => {
    const [from, to] = random.uniform() < 0.5 ? [-10, width * 0.3] : [width * 0.7, width + 10];
    const x = random.uniform(from, to);
    const h = random.uniform(16, 46);
    return `M${num(x)} ${height + 4}q${num(random.uniform(-4, 4))} ${num(-h * 0.6)} ${num(random.uniform(-9, 9))} ${num(-h)}`;
  });
  return {
    behind:
      sky(stage) +
      hills(stage, grass, 2) +
      surface(stage, ['#5a8a90', '#4f8aa8', '#6a9088']) +
      inLight(stage, mirroredInWater(wood, y, 0.3) + shore + wood, 0.18),
    before: random.uniform() < 0.5 ? inLight(stage, stroke(reeds.join(''), '#7a8a44', 1.8)) : '',
  };
};

/** Houses along a quay, posts in the water. */
export const harbour: Place = (stage, z) => {
  const { camera, random } = stage;
  const quay = z * 1.6 + random.uniform(10, 22);
  const wall = groundAt(camera, quay);
  const rise = (camera.focal / quay) * 1.3;
  const right = camera.width + 4;
  const houses = `<g transform="translate(0 ${num(-rise)})">${houseRow(stage, quay + 1)}</g>`;
  const area = (x0: number, y0: number, x1: number, y1: number, fill: string, more = '') =>
    shape(polygonPath(rectangle(x0, y0, x1, y1)), fill, more);
  const stones =
    area(-4, wall, right, wall - rise, near('#9a948a', random, 8)) +
    area(-4, wall - rise, right, wall - rise * 0.84, '#c4bcae');
  const piles = repeat(random.integer(2, 5), () => {
    const d = random.uniform(z * 1.15, quay * 0.9);
    const [x, y] = project(camera, [random.uniform(-1, 1) * reach(stage, d), 0, d]);
    const s = camera.focal / d;
    const half = s * 0.13;
    return (
      area(x - half, y, x + half, y - s * 1.5, '#6a5444') +
      area(x - half, y, x + half, y + s * 0.7, '#3a4a50', 'opacity=".35"')
    );
  });
  return {
    behind:
      sky(stage) +
      inLight(stage, hills(stage, '#7a9060', 1), 0.4) +
      surface(stage, ['#4f8a98', '#4a7f9a', '#5f9090']) +
      inLight(stage, mirroredInWater(houses, wall, 0.22) + houses + stones, 0.12) +
      inLight(stage, piles, 0.05),
  };
};
