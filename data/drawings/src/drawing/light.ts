import { mix, shade } from './colour';
import { ellipse, type Point, type Points, shape, smooth, stroke } from './path';

const stop = (offset: number, colour: string, opacity: number) =>
  `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;

/** Gradients for `lit` and `shadow`; every drawing that uses those needs them once. */
export function litDefinitions(side: number): string {
  const left = side < 0;
  const tube = [
    stop(0, '#20123a', 0.16),
    stop(0.3, '#fff8e8', 0.2),
    stop(0.55, '#20123a', 0.04),
    stop(1, '#20123a', 0.42),
  ];
  const across = (id: string, isLeft: boolean) =>
    `<linearGradient id="${id}" x1="${isLeft ? 0 : 1}" x2="${isLeft ? 1 : 0}" y1="0" y2="0.15">${tube.join('')}</linearGradient>`;
  const ball = (id: string, isLeft: boolean) =>
    `<radialGradient id="${id}" cx="${isLeft ? 0.34 : 0.66}" cy=".28" r=".78">${stop(0, '#fff8e8', 0.34)}${stop(0.45, '#fff8e8', 0)}${stop(0.55, '#20123a', 0)}${stop(1, '#20123a', 0.5)}</radialGradient>`;
  return (
    across('tube', left) +
    across('ebut', !left) +
    ball('ball', left) +
    ball('llab', !left) +
    `<linearGradient id="down" x1="0" x2="0" y1="0" y2="1">${stop(0, '#fff8e8', 0.3)}${stop(0.4, '#fff8e8', 0)}${stop(0.5, '#20123a', 0)}${stop(1, '#20123a', 0.44)}</linearGradient>` +
    `<radialGradient id="shadow">${stop(0, '#120a1c', 0.62)}${stop(0.55, '#120a1c', 0.4)}${stop(1, '#120a1c', 0)}</radialGradient>` +
    `<radialGradient id="glow">${stop(0, '#fff4c8', 0.9)}${stop(0.25, '#ffdf90', 0.42)}${stop(1, '#ffc860', 0)}</radialGradient>`
  );
}

/** The same elements for a drawing that is shown mirrored: the light still comes from its side. */
export function mirroredLight(art: string): string {
  return art
    .replaceAll('url(#tube)', 'url(#ebut)')
    .replaceAll('url(#ball)', 'url(#llab)')
    .replaceAll('url(#light)', 'url(#thgil)');
}

/**
 * A shape with light and shade.
 *
 * @param path The `d` attribute.
 * @param colour Its colour.
 * @param form How it is lit: an upright tube, a ball, or from above.
 */
export function lit(path: string, colour: string, form: 'tube' | 'ball' | 'down' = 'tube'): string {
  return (
    shape(path, colour) +
    shape(path, `url(#${form})`) +
    stroke(path, shade(colour, -0.6), 0.8, 'opacity=".4"')
  );
}

/** A smooth shape with light and shade, see `lit`. */
export const litBlob = (outline: Points, colour: string, form?: 'tube' | 'ball' | 'down'): string =>
  lit(smooth(outline), colour, form);

/** A soft shadow on the ground. */
export function shadow(centre: Point, radii: Point, opacity = 1): string {
  return ellipse(centre, radii, 'url(#shadow)', `opacity="${opacity.toFixed(2)}"`);
}

/** What a light does to colours: multiplied by one, then on the way to another, as in haze. */
export interface Tint {
  /** Colour of the light; white leaves everything as it is. */
  readonly light: string;
  readonly haze?: string;
  /** 0 clear, 1 nothing but haze. */
  readonly amount?: number;
}

/** The same elements in another light. Colours written in capitals shine by themselves and stay. */
export function relight(art: string, { light, haze = light, amount = 0 }: Tint): string {
  const factors = [1, 3, 5].map((i) => Number.parseInt(light.slice(i, i + 2), 16) / 255);
  const known = new Map<string, string>();
  return art.replace(/#[0-9a-f]{6}\b/g, (colour) => {
    let seen = known.get(colour);
    if (seen === undefined) {
      const lighted = factors.map((factor, i) => {
        const value = Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16) * factor;
        return Math.round(Math.min(255, value)).toString(16).padStart(2, '0');
      });
      seen = mix(`#${lighted.join('')}`, haze, amount);
      known.set(colour, seen);
    }
    return seen;
  });
}
