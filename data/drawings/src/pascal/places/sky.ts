import { mix, near, shade } from '../../drawing/colour';
import { blob, ellipse, num, type Point, points, rect } from '../../drawing/path';
import { repeat } from '../../drawing/svg';
import { groundAt } from '../../three-d/camera';
import { inLight, type Stage } from '../stage';

/** A rectangle across the whole image. */
export function band({ camera: { width } }: Stage, y0: number, y1: number, fill: string, more = ''): string {
  return rect(-2, y0, width + 4, Math.max(0, y1 - y0), fill, more);
}

/** A band whose colour changes downwards. */
export function fade(stage: Stage, y0: number, y1: number, colours: readonly string[]): string {
  const id = stage.id();
  const stops = colours.map((colour, i) => {
    const offset = (i / (colours.length - 1)).toFixed(2);
    return `<stop offset="${offset}" stop-color="${colour}"/>`;
  });
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
  const stars = repeat(hour.name === 'night' ? 40 : 0, () => {
    const at: Point = [random.uniform(0, width), random.uniform(0, low * 0.8)];
    return ellipse(at, [0.6, 0.6], '#f4f2e0', `opacity="${num(random.uniform(0.3, 1))}"`);
  });
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
  const layer = (aside: number, down: number, wide: number, high: number, fill: string) =>
    puffs.map(({ at: [u, v], size }) =>
      ellipse([u + size * aside, v + size * down], [size * wide, size * high], fill),
    );
  return [
    ...layer(0, 0.22, 1.1, 0.62, dark),
    ...layer(0, 0, 1, 0.66, bright),
    ...layer(0.2, 0.3, 0.7, 0.34, mix(bright, dark, 0.45)),
  ].join('');
}

/** Hills along the horizon, paler the farther. */
export function hills(stage: Stage, colour: string, count = 2): string {
  const { camera, random } = stage;
  const { width, height } = camera;
  const y = camera.horizon + 3;
  return repeat(count, (i) => {
    const tall = height * random.uniform(0.03, 0.15) * (1 - i * 0.35);
    const tops = Array.from(
      { length: 7 },
      (_, k): Point => [-40 + ((width + 80) * k) / 6, y - tall * random.uniform(0.35, 1)],
    );
    const outline = [...tops, ...points(`${width + 80},${y + 6} -80,${y + 6}`)];
    return inLight(stage, blob(outline, near(shade(colour, -0.05), random, 6)), 0.62 - i * 0.25);
  });
}

/** Flat ground from the horizon to us, in the hour's light and hazy far away. */
export function ground(stage: Stage, colour: string): string {
  const [mid, close] = [0.06, -0.2].map((tone) => inLight(stage, shade(colour, tone)));
  const { horizon, height } = stage.camera;
  return fade(stage, Math.max(-2, horizon), height + 2, [inLight(stage, colour, 0.4), mid, close]);
}

/** A strip of ground across the image between two distances. */
export function strip(stage: Stage, z0: number, z1: number, fill: string): string {
  const { camera } = stage;
  const low = Math.min(camera.height + 4, groundAt(camera, Math.max(0.2, z0)));
  return band(stage, groundAt(camera, z1), low, fill);
}
