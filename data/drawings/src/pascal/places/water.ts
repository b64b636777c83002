import { mix, near, pick, shade } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { blob, ellipse, num, shape, stroke } from '../../drawing/path';
import { groundAt, project } from '../../three-d/camera';
import type { Stage } from '../stage';
import { houseRow } from './buildings';
import type { Place } from './outdoors';
import { foliage, tree } from './plants';
import { fade, hills, sky } from './sky';

/** Water from the horizon to us: the sky's colour far away, its own near us, ripples with light on them. */
function surface(stage: Stage, colour: string): string {
  const { camera, hour, random } = stage;
  const own = relight(colour, { light: hour.light });
  const top = Math.max(-2, camera.horizon);
  const far = mix(own, hour.sky[2], 0.62);
  const ripples = (count: number, tone: string, opacity: number) => {
    const lines = Array.from({ length: count }, () => {
      const t = random.uniform() ** 1.6;
      const y = top + 2 + (camera.height - top) * t;
      const w = 5 + 46 * t;
      return `M${num(random.uniform(-20, camera.width))} ${num(y)}q${num(w / 2)} ${num(-1 - 3 * t)} ${num(w)} 0`;
    });
    return stroke(lines.join(''), tone, 1.3, `opacity="${opacity}"`);
  };
  const glitter = hour.sun
    ? ellipse(
        [camera.width * (stage.side < 0 ? 0.22 : 0.78), (top + camera.height) / 2],
        [camera.width * 0.09, (camera.height - top) * 0.6],
        hour.sun,
        'opacity=".22"',
      )
    : '';
  return (
    fade(stage, top, camera.height + 2, [far, mix(own, hour.sky[1], 0.3), shade(own, -0.12)]) +
    glitter +
    ripples(70, shade(own, -0.22), 0.5) +
    ripples(60, shade(far, 0.5), 0.6)
  );
}

const haze = ({ hour }: Stage, amount: number) => ({ light: hour.light, haze: hour.haze, amount });

/** The open sea, perhaps an island or a lighthouse. */
export const sea: Place = (stage, z) => {
  const { camera, random } = stage;
  const far = z * 6 + 200;
  const x = random.uniform(-0.4, 0.4) * (camera.width / camera.focal) * far;
  const [px, py] = project(camera, [x, 0, far]);
  const s = camera.width / 400;
  const lighthouse =
    random.uniform() < 0.45
      ? `<g transform="translate(${num(px)} ${num(py + 2)}) scale(${s.toFixed(3)})">${
          blob('-46,4 -30,-8 -8,-12 16,-9 40,4', near('#7a8a64', random, 8)) +
          shape('M-6 -10L-4 -52H4L6 -10Z', '#f2eee6') +
          shape('M-5.6 -20L-5 -30H5L5.6 -20ZM-4.6 -40L-4 -48H4L4.6 -40Z', '#c83a34') +
          shape('M-5 -52H5V-60H-5Z', '#fff0b0') +
          shape('M-6 -60L0 -67L6 -60Z', '#c83a34')
        }</g>`
      : '';
  return {
    behind:
      sky(stage) +
      (random.uniform() < 0.5 ? hills(stage, near('#6f8a6a', random, 10), 2) : '') +
      relight(lighthouse, haze(stage, 0.25)) +
      surface(stage, near(pick(['#3f8ab0', '#4f9aa8', '#2f6f98', '#5a90a8'], random), random, 8)),
  };
};

/** A lake or a river with trees on the other bank. */
export const lake: Place = (stage, z) => {
  const { camera, random, hour } = stage;
  const leaves = foliage(stage);
  const bank = z * 2 + random.uniform(14, 30);
  const half = (camera.width / 2 / camera.focal) * bank * 1.1;
  const y = groundAt(camera, bank);
  const grass = near('#7a9a50', random, 8);
  const shore = shape(
    `M-4 ${num(y + 3)}V${num(camera.horizon - 2)}H${camera.width + 4}V${num(y + 2)}Q${num(camera.width * 0.6)} ${num(y - 2)} ${num(camera.width * 0.4)} ${num(y + 3)}T-4 ${num(y + 3)}Z`,
    grass,
  );
  const wood = Array.from({ length: 9 }, () =>
    tree(stage, [random.uniform(-half, half), bank * random.uniform(1, 1.15)], random.uniform(6, 11), leaves),
  ).join('');
  const reeds = Array.from({ length: 40 }, () => {
    const x =
      random.uniform() < 0.5
        ? random.uniform(-10, camera.width * 0.3)
        : random.uniform(camera.width * 0.7, camera.width + 10);
    const h = random.uniform(16, 46);
    return `M${num(x)} ${camera.height + 4}q${num(random.uniform(-4, 4))} ${num(-h * 0.6)} ${num(random.uniform(-9, 9))} ${num(-h)}`;
  });
  const mirror = `<g transform="translate(0 ${num(2 * y)}) scale(1 -1)" opacity=".3">${wood}</g>`;
  return {
    behind:
      sky(stage) +
      hills(stage, grass, 2) +
      surface(stage, near(pick(['#5a8a90', '#4f8aa8', '#6a9088'], random), random, 8)) +
      relight(mirror + shore + wood, haze(stage, 0.18)),
    before:
      random.uniform() < 0.5 ? relight(stroke(reeds.join(''), '#7a8a44', 1.8), { light: hour.light }) : '',
  };
};

/** Houses along a quay, posts in the water. */
export const harbour: Place = (stage, z) => {
  const { camera, random } = stage;
  const quay = z * 1.6 + random.uniform(10, 22);
  const wall = groundAt(camera, quay);
  const rise = (camera.focal / quay) * 1.3;
  const houses = `<g transform="translate(0 ${num(-rise)})">${houseRow(stage, quay + 1)}</g>`;
  const stones =
    shape(
      `M-4 ${num(wall)}V${num(wall - rise)}H${camera.width + 4}V${num(wall)}Z`,
      near('#9a948a', random, 8),
    ) +
    shape(
      `M-4 ${num(wall - rise)}h${camera.width + 8}v${num(rise * 0.16)}h${num(-camera.width - 8)}Z`,
      '#c4bcae',
    );
  const piles = Array.from({ length: random.integer(2, 5) }, () => {
    const d = random.uniform(z * 1.15, quay * 0.9);
    const [px, py] = project(camera, [random.uniform(-0.5, 0.5) * (camera.width / camera.focal) * d, 0, d]);
    const s = camera.focal / d;
    return (
      shape(
        `M${num(px - s * 0.13)} ${num(py)}V${num(py - s * 1.5)}H${num(px + s * 0.13)}V${num(py)}Z`,
        '#6a5444',
      ) +
      shape(
        `M${num(px - s * 0.13)} ${num(py)}h${num(s * 0.26)}v${num(s * 0.7)}h${num(-s * 0.26)}Z`,
        '#3a4a50',
        'opacity=".35"',
      )
    );
  }).join('');
  const mirror = `<g transform="translate(0 ${num(2 * wall)}) scale(1 -1)" opacity=".22">${houses}</g>`;
  return {
    behind:
      sky(stage) +
      relight(hills(stage, '#7a9060', 1), haze(stage, 0.4)) +
      surface(stage, near(pick(['#4f8a98', '#4a7f9a', '#5f9090'], random), random, 8)) +
      relight(mirror + houses + stones, haze(stage, 0.12)) +
      relight(piles, haze(stage, 0.05)),
  };
};
