import { fractalNoise } from '../../drawing/noise';
import { unit, type Vector } from '../../three-d/vector';

/** Red, green and blue, linear: twice the number is twice the light. */
export type Light = readonly [number, number, number];

/** The light of a drive: where it comes from, and how the camera takes it. */
export interface Daylight {
  /** Direction to the sun. */
  readonly sun: Vector;
  readonly sunlight: Light;
  readonly zenith: Light;
  readonly horizon: Light;
  readonly cloud: Light;
  /** Share of the sky that is cloudy, 0-1. */
  readonly cover: number;
  /** Distance in metres at which two thirds of a colour are lost in haze. */
  readonly haze: number;
  readonly exposure: number;
  /** Share of the sky's light that reaches the ground, 0-1: a white sky outshines the street. */
  readonly fill: number;
  /** Standard deviation of the camera's noise, of 1. */
  readonly noise: number;
  /** How wet the road is, 0-1. */
  readonly wet: number;
  /** Whether windows, street lamps and headlights are lit. */
  readonly isDusk: boolean;
  readonly seed: number;
}

const direction = (bearing: number, height: number): Vector =>
  unit([Math.sin(bearing) * Math.cos(height), Math.cos(bearing) * Math.cos(height), Math.sin(height)]);

/** A low sun behind the clouds, lamps coming on. */
// biome-ignore format: a table.
export const DUSK: Daylight = {
  sun: direction(0.5, 0.3), sunlight: [0, 0, 0], zenith: [0.16, 0.2, 0.28], horizon: [0.62, 0.58, 0.52],
  cloud: [0.3, 0.31, 0.34], cover: 0.75, haze: 600, exposure: 1.15, noise: 0.01, wet: 0.1, isDusk: true,
  seed: 3, fill: 0.62,
};

/** An even white sky. */
// biome-ignore format: a table.
export const OVERCAST: Daylight = {
  sun: direction(-0.8, 0.9), sunlight: [0.1, 0.1, 0.095], zenith: [0.78, 0.82, 0.88],
  horizon: [1.25, 1.25, 1.25], cloud: [1.1, 1.12, 1.15], cover: 0.9, haze: 800, exposure: 1.25,
  noise: 0.007, wet: 0.12, isDusk: false, seed: 11, fill: 0.6,
};

/** Thin clouds and a soft sun. */
// biome-ignore format: a table.
export const HAZY: Daylight = {
  sun: direction(-1.1, 0.6), sunlight: [1.1, 0.98, 0.8], zenith: [0.5, 0.62, 0.8],
  horizon: [1.05, 1.08, 1.1], cloud: [1.1, 1.1, 1.08], cover: 0.6, haze: 700, exposure: 1.2, noise: 0.006,
  wet: 0, isDusk: false, seed: 23, fill: 0.5,
};

/** A clear afternoon with hard shadows. */
// biome-ignore format: a table.
export const SUNNY: Daylight = {
  sun: direction(0.95, 0.72), sunlight: [1.9, 1.72, 1.42], zenith: [0.16, 0.32, 0.68],
  horizon: [0.62, 0.76, 0.92], cloud: [1.3, 1.28, 1.24], cover: 0.38, haze: 900, exposure: 1.15,
  noise: 0.005, wet: 0, isDusk: false, seed: 37, fill: 0.7,
};

/** After rain: a grey sky, and a road that mirrors it. */
// biome-ignore format: a table.
export const WET: Daylight = {
  ...OVERCAST, zenith: [0.5, 0.54, 0.6], horizon: [0.92, 0.95, 1], cloud: [0.6, 0.63, 0.68], haze: 520,
  exposure: 1.3, fill: 0.68, wet: 0.75, seed: 51,
};

/** A low golden sun ahead. */
// biome-ignore format: a table.
export const EVENING: Daylight = {
  sun: direction(-0.42, 0.33), sunlight: [2.2, 1.45, 0.8], zenith: [0.24, 0.34, 0.58],
  horizon: [1.1, 0.88, 0.66], cloud: [1.1, 0.86, 0.74], cover: 0.5, haze: 500, exposure: 1.1,
  noise: 0.007, wet: 0, isDusk: false, seed: 67, fill: 0.55,
};

/**
 * The sky's light from a direction.
 *
 * @param day The light of the drive.
 * @param to Unit vector; below the horizon the far haze goes on.
 * @param out Where red, green and blue go.
 */
export function skyTo(day: Daylight, to: ArrayLike<number>, out: Float64Array): void {
  const height = Math.max(0, to[2]);
  const low = (1 - height) ** 5;
  const sunny = Math.max(0, to[0] * day.sun[0] + to[1] * day.sun[1] + to[2] * day.sun[2]);
  const glow =
    (0.35 * sunny ** 8 + 2.5 * sunny ** 90) * Math.min(1, day.sunlight[0] + (day.isDusk ? 0.25 : 0));
  // Clouds lie on a plane far above: they shrink and crowd towards the horizon.
  const x = to[0] / (height + 0.14);
  const y = to[1] / (height + 0.14);
  const thickness = fractalNoise(x * 1.1, y * 1.1, { octaves: 4, seed: day.seed });
  const edge = 1 - day.cover;
  const clouds = Math.min(1, Math.max(0, (thickness - edge * 0.8 - 0.1) * 5)) * (0.55 + 0.45 * (1 - low));
  const shaded = 1 - 0.45 * Math.min(1, Math.max(0, (thickness - 0.5) * 3)) * day.cover;
  for (let k = 0; k < 3; k++) {
    const clear = day.zenith[k] + (day.horizon[k] - day.zenith[k]) * low;
    out[k] =
      clear +
      (day.cloud[k] * shaded - clear) * clouds +
      glow * (day.sunlight[k] * 0.5 + day.horizon[k] * 0.3);
  }
}
