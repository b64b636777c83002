import { mix, near, shade } from '../../drawing/colour';
import { relight } from '../../drawing/light';
import { blob, ellipse, num, type Point } from '../../drawing/path';
import { repeat } from '../../drawing/svg';
import { groundAt } from '../../three-d/camera';
import type { Stage } from '../stage';

/** A rectangle across the whole image. */
export function band({ camera: { width } }: Stage, y0: number, y1: number, fill: string, more = ''): string {
  return `<rect x="-2" y="${num(y0)}" width="${width + 4}" height="${num(Math.max(0, y1 - y0))}" fill="${fill}" ${more}/>`;
}

/** A band whose colour changes downwards. */
export function fade(stage: Stage, y0: number, y1: number, colours: readonly string[]): string {
  const id = stage.id();
  const stops = colours.map(
    (colour, i) =>
      `<stop offset="${num((i / (colours.length - 1)) * 10) === '10' ? 1 : (i / (colours.length - 1)).toFixed(2)}" stop-color="${colour}"/>`,
  );
  return `<linearGradient id="${id}" x1="0" x2="0" y1="0" y2="1">${stops.join('')}</linearGradient>${band(stage, y0, y1, `url(#${id})`)}`;
}

/** The sky down to the horizon with the sun or the moon, stars and clouds. Colours are already in the hour's light. */
export function sky(stage: Stage): string {
  const { camera, random, hour, side } = stage;
  const { width, height } = camera;
  const low = Math.min(height + 10, Math.max(20, camera.horizon + 4));
  const sunAt: Point = [
    width * (side < 0 ? random.uniform(0.08, 0.35) : random.uniform(0.65, 0.92)),
    low * (hour.name === 'evening' ? random.uniform(0.55, 0.9) : random.uniform(0.12, 0.5)),
  ];
  const r = random.uniform(8, 14);
  const sun = hour.sun
    ? ellipse(sunAt, [r * 5, r * 5], 'url(#glow)', 'opacity=".8"') + ellipse(sunAt, [r, r], hour.sun)
    : '';
  const stars =
    hour.name === 'night'
      ? repeat(40, () =>
          ellipse(
            [random.uniform(0, width), random.uniform(0, low * 0.8)],
            [0.6, 0.6],
            '#f4f2e0',
            `opacity="${num(random.uniform(0.3, 1))}"`,
          ),
        )
      : '';
  const count = hour.name === 'cloudy' ? random.integer(4, 7) : random.integer(0, 4);
  const clouds = repeat(count, () =>
    cloud(stage, [random.uniform(-20, width + 20), random.uniform(0, low * 0.8)], random.uniform(16, 44)),
  );
  return fade(stage, -2, low, hour.sky) + stars + sun + clouds;
}

function cloud({ random, hour }: Stage, [x, y]: Point, r: number): string {
  const [bright, dark] = hour.cloud;
  const puffs = Array.from({ length: 6 }, (_, i) => {
    const u = (i / 5 - 0.5) * 2;
    return {
      at: [x + u * r * 1.5, y - (1 - u * u) * r * 0.42 * random.uniform(0.7, 1.3)] as Point,
      size: r * (0.34 + 0.36 * (1 - u * u)) * random.uniform(0.85, 1.15),
    };
  });
  const base = puffs.map(({ at, size }) =>
    ellipse([at[0], at[1] + size * 0.22], [size * 1.1, size * 0.62], dark),
  );
  const top = puffs.map(({ at, size }) => ellipse(at, [size, size * 0.66], bright));
  const core = puffs.map(({ at, size }) =>
    ellipse([at[0] + size * 0.2, at[1] + size * 0.3], [size * 0.7, size * 0.34], mix(bright, dark, 0.45)),
  );
  return base.join('') + top.join('') + core.join('');
}

/** Hills along the horizon, paler the farther. */
export function hills(stage: Stage, colour: string, count = 2): string {
  const { camera, random, hour } = stage;
  const y = camera.horizon + 3;
  return repeat(count, (i) => {
    const tall = camera.height * random.uniform(0.03, 0.15) * (1 - i * 0.35);
    const points: Point[] = Array.from({ length: 7 }, (_, k) => [
      -40 + ((camera.width + 80) * k) / 6,
      y - tall * random.uniform(0.35, 1),
    ]);
    const art = blob(
      [...points, [camera.width + 80, y + 6], [-80, y + 6]],
      near(shade(colour, -0.05), random, 6),
    );
    return relight(art, { light: hour.light, haze: hour.haze, amount: 0.62 - i * 0.25 });
  });
}

/** Flat ground from the horizon to us, in the hour's light and hazy far away. */
export function ground(stage: Stage, colour: string): string {
  const { camera, hour } = stage;
  const top = Math.max(-2, camera.horizon);
  const [far, mid, close] = [
    relight(colour, { light: hour.light, haze: hour.haze, amount: 0.4 }),
    relight(shade(colour, 0.06), { light: hour.light }),
    relight(shade(colour, -0.2), { light: hour.light }),
  ];
  return fade(stage, top, camera.height + 2, [far, mid, close]);
}

/** A strip of ground across the image between two distances. */
export function strip(stage: Stage, z0: number, z1: number, fill: string): string {
  return band(
    stage,
    groundAt(stage.camera, z1),
    Math.min(stage.camera.height + 4, groundAt(stage.camera, Math.max(0.2, z0))),
    fill,
  );
}
