import type { RgbImage } from '../../images';
import { type Random, randomFrom } from '../../random';
import { CODES, INDEX } from '../codes';
import type { Daylight } from './daylight';
import { type Exposure, SAMPLES } from './shade';

// A draw of the normal distribution for every value of 12 bits.
const GRAIN = (() => {
  const { normal } = randomFrom(1);
  return Float64Array.from({ length: 4096 }, () => normal());
})();

const CONTRAST = 0.5;

/** What a camera makes of the light: exposure, darker corners, a soft lens, noise, sRGB. */
export function photograph(
  { light }: Exposure,
  { width, height }: { width: number; height: number },
  day: Daylight,
  random: Random,
): RgbImage {
  const pixels = Buffer.alloc(width * height * 3);
  const exposure = day.exposure * random.uniform(0.88, 1.12);
  const tint = [random.normal(1, 0.015), 1, random.normal(1, 0.02)];
  const at = (x: number, y: number, k: number) =>
    light[(Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * 3 + k];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const corner = 1 - 0.35 * ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2);
      const bits = random.bits();
      const grain = day.noise * 0.8 * GRAIN[bits & 4095];
      for (let k = 0; k < 3; k++) {
        const around = (at(x - 1, y, k) + at(x + 1, y, k) + at(x, y - 1, k) + at(x, y + 1, k)) / 4;
        const seen = (at(x, y, k) * 0.86 + around * 0.14) * exposure * corner * tint[k];
        const soft = 1.055 * (1 - Math.exp(-seen * 1.6)) ** (1 / 2.4) - 0.055;
        // As film does: dark things darker, light ones lighter.
        const value = soft + CONTRAST * (soft * soft * (3 - 2 * soft) - soft);
        pixels[(y * width + x) * 3 + k] = Math.round(
          255 *
            Math.min(1, Math.max(0, value + grain + day.noise * 0.4 * GRAIN[(bits >>> (8 + 4 * k)) & 4095])),
        );
      }
    }
  }
  return { width, height, pixels };
}

// A person who outlines a post or a sign gives it a pixel even where it fills less than half of it.
const THIN = new Set([
  INDEX.Column_Pole,
  INDEX.SignSymbol,
  INDEX.TrafficLight,
  INDEX.TrafficCone,
  INDEX.Bicyclist,
]);

function largest(votes: Float64Array): number {
  let best = 0;
  for (let i = 1; i < votes.length; i++) if (votes[i] > votes[best]) best = i;
  return best;
}

/** The class that most samples of each pixel have; thin things need fewer. */
export function label({ codes }: Exposure, { width, height }: { width: number; height: number }): Buffer {
  const mask = Buffer.alloc(width * height);
  const votes = new Float64Array(CODES.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      votes.fill(0);
      for (let i = 0; i < SAMPLES ** 2; i++) {
        const sample =
          (y * SAMPLES + Math.floor(i / SAMPLES)) * width * SAMPLES + x * SAMPLES + (i % SAMPLES);
        votes[codes[sample]] += THIN.has(codes[sample]) ? 2 : 1;
      }
      mask[y * width + x] = largest(votes);
    }
  }
  return mask;
}
