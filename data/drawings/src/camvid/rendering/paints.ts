import { cellValue, fractalNoise, smoothNoise } from '../../drawing/noise';
import type { Paint } from './surface';

/** Red, green and blue in linear light, from a colour such as `#a0522d`. */
export function linear(colour: string): [number, number, number] {
  const one = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [one(1), one(3), one(5)];
}

/** Writes a colour, brighter or darker by a factor. */
export function put(out: Float64Array, [r, g, b]: readonly number[], factor = 1): void {
  out[0] = r * factor;
  out[1] = g * factor;
  out[2] = b * factor;
}

/** One colour. */
export function plain(colour: string, { mirror = 0, glow = 0 } = {}): Paint {
  const rgb = linear(colour);
  return (_u, _v, out) => {
    put(out, rgb);
    out[3] = mirror;
    out[4] = glow;
  };
}

/** A colour with lighter and darker places. */
export function mottled(
  colour: string,
  { size = 0.5, strength = 0.3, seed = 0 }: { size?: number; strength?: number; seed?: number } = {},
): Paint {
  const rgb = linear(colour);
  return (u, v, out) =>
    put(out, rgb, 1 + strength * (fractalNoise(u / size, v / size, { octaves: 3, seed }) * 2 - 1));
}

/** Asphalt: patches, cracks filled with tar, the grey of tyres' tracks; u runs along the road, v across it. */
export function asphalt(colour: string, { seed, wet }: { seed: number; wet: number }): Paint {
  const rgb = linear(colour);
  return (u, v, out, grain) => {
    let tone = 0.86 + 0.28 * fractalNoise(u * 0.22, v * 0.9, { octaves: 3, seed });
    if (grain < 0.09) tone *= 0.9 + 0.2 * cellValue(Math.floor(u * 22), Math.floor(v * 22), seed);
    const [patchU, patchV] = [Math.floor(u / 7), Math.floor(v / 2.6)];
    const patch = cellValue(patchU, patchV, seed + 5);
    if (patch < 0.16) {
      const [x, y] = [u / 7 - patchU, v / 2.6 - patchV];
      if (x > 0.2 && x < 0.2 + patch * 4 && y > 0.15 && y < 0.8) tone *= patch < 0.08 ? 0.72 : 1.18;
    }
    // Tar snakes along, where the surface cracked.
    const snake = v + 1.1 * smoothNoise(u * 0.25, 3, seed + 9) - 0.9;
    if (grain < 0.14 && Math.abs(snake) < 0.045 && smoothNoise(u * 0.08, 7, seed) > 0.45) tone *= 0.6;
    put(out, rgb, tone);
    out[3] = 0.08 + wet * (0.08 + 0.55 * smoothNoise(u * 0.35, v * 0.7, seed + 2) ** 2);
    if (wet > 0.3) put(out, rgb, tone * (1 - 0.45 * wet));
  };
}

/** Flagstones. */
export function paving(colour: string, { seed, size = 0.75 }: { seed: number; size?: number }): Paint {
  const rgb = linear(colour);
  return (u, v, out, grain) => {
    const [column, row] = [Math.floor(u / size + (Math.floor(v / size) & 1) * 0.5), Math.floor(v / size)];
    const x = u / size + (row & 1) * 0.5 - column;
    const y = v / size - row;
    const isJoint = grain < size / 6 && (x < 0.07 || y < 0.07);
    const tone = 0.85 + 0.2 * cellValue(column, row, seed) + 0.16 * (smoothNoise(u, v, seed) - 0.5);
    put(out, rgb, isJoint ? tone * 0.68 : tone);
  };
}

/** Grass, or a clipped hedge: blades and clumps of many greens. */
export function foliage(colour: string, { seed, size = 0.22 }: { seed: number; size?: number }): Paint {
  const rgb = linear(colour);
  return (u, v, out, grain) => {
    const broad = fractalNoise(u / (size * 6), v / (size * 6), { octaves: 2, seed });
    const fine = grain < size ? smoothNoise(u / size, v / size, seed + 4) : 0.5;
    const tone = 0.55 + 0.5 * broad + 0.55 * (fine - 0.3);
    put(out, rgb, tone);
    out[0] *= 0.85 + 0.4 * broad;
  };
}

/** Bricks in courses; mortar shows where it can be told apart. */
export function bricks(colour: string, { seed }: { seed: number }): Paint {
  const rgb = linear(colour);
  return (u, v, out, grain) => {
    const row = Math.floor(v / 0.12);
    const across = u / 0.36 + (row & 1) * 0.5;
    const column = Math.floor(across);
    let tone = 0.84 + 0.22 * fractalNoise(u * 0.4, v * 0.5, { octaves: 3, seed });
    if (grain < 0.16) tone *= 0.86 + 0.3 * cellValue(column, row, seed);
    if (grain < 0.035 && (across - column < 0.08 || v / 0.12 - row < 0.16)) tone *= 1.35;
    put(out, rgb, tone);
  };
}

/** Roof tiles in rows; v runs up the slope. */
export function tiles(colour: string, { seed }: { seed: number }): Paint {
  const rgb = linear(colour);
  return (u, v, out, grain) => {
    const row = Math.floor(v / 0.32);
    let tone = 0.8 + 0.3 * fractalNoise(u * 0.3, v * 0.3, { octaves: 3, seed });
    if (grain < 0.2) {
      tone *= v / 0.32 - row < 0.25 ? 0.78 : 1.04;
      tone *= 0.92 + 0.16 * cellValue(Math.floor(u / 0.3 + (row & 1) * 0.5), row, seed);
    }
    put(out, rgb, tone);
  };
}

/** Boards side by side, upright. */
export function boards(colour: string, { seed, width = 0.16 }: { seed: number; width?: number }): Paint {
  const rgb = linear(colour);
  return (u, v, out, grain) => {
    const board = Math.floor(u / width);
    let tone = 0.8 + 0.3 * cellValue(board, 0, seed) + 0.15 * smoothNoise(u * 9, v * 1.2, seed);
    if (grain < width / 3 && u / width - board < 0.14) tone *= 0.5;
    put(out, rgb, tone);
  };
}

/** Bands of colours one above the other, e.g. a lorry's livery or a cone's stripes. */
export function bands(...stops: readonly (readonly [upTo: number, colour: string])[]): Paint {
  const colours = stops.map(([upTo, colour]) => ({ upTo, rgb: linear(colour) }));
  return (_u, v, out) => put(out, (colours.find(({ upTo }) => v < upTo) ?? colours[colours.length - 1]).rgb);
}

/** Lettering too small to read: rows of uneven strokes on a ground. */
export function lettering(
  ground: string,
  ink: string,
  { width, height, seed, glow = 0 }: { width: number; height: number; seed: number; glow?: number },
): Paint {
  const [back, front] = [linear(ground), linear(ink)];
  const size = height * 0.55;
  return (u, v, out) => {
    const y = (v - height / 2) / size + 0.5;
    const margin = width * (0.08 + 0.22 * cellValue(1, 1, seed));
    const letter = (u - margin) / (size * 0.62);
    const index = Math.floor(letter);
    const inside = y > 0 && y < 1 && u > margin && u < width - margin;
    const x = letter - index;
    const form = cellValue(index, 5, seed);
    const isInk =
      inside &&
      form > 0.12 &&
      x < 0.78 &&
      (x < 0.28 ||
        (form > 0.4 && x > 0.52) ||
        y > 0.76 ||
        (form > 0.6 && y < 0.24) ||
        (form < 0.7 && Math.abs(y - 0.5) < 0.12));
    put(out, isInk ? front : back);
    out[4] = glow;
  };
}
