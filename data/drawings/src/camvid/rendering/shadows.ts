import type { Daylight } from './daylight';
import type { View } from './raster';

/** The street as lights see it: what they do not see lies in shadow (Williams 1978). */
export interface Shadows {
  /** From the sun; nothing under clouds. */
  readonly sun: View | undefined;
  /** From straight above. */
  readonly above: View;
}

/**
 * Light that falls on a place.
 *
 * @param place Three coordinates.
 * @param normal Unit vector away from the surface.
 * @param chance In [0, 1), another for every sample: softens the shadows' edges.
 * @param out Gets the sun's share, 0-1, and the sky's, 0-1.
 */
export function lightAt(
  place: Float64Array,
  normal: Float64Array,
  chance: number,
  { sun, above }: Shadows,
  day: Daylight,
  out: Float64Array,
): void {
  const facing = normal[0] * day.sun[0] + normal[1] * day.sun[1] + normal[2] * day.sun[2];
  out[0] =
    sun && facing > 0
      ? (facing * (lit(place, normal, chance, sun) + lit(place, normal, 1 - chance, sun))) / 2
      : 0;
  out[1] = openness(place, normal, chance, above);
}

/** 1 in the sun, 0 in a shadow. */
function lit(place: Float64Array, normal: Float64Array, chance: number, { lens, depth }: View): number {
  let x = 0;
  let y = 0;
  let ahead = 0;
  for (let k = 0; k < 3; k++) {
    const away = place[k] + normal[k] * 0.14 - lens.eye[k];
    x += away * lens.right[k];
    y += away * lens.up[k];
    ahead += away * lens.forward[k];
  }
  const column = Math.floor(lens.centre[0] + lens.focal * x + (chance - 0.5) * 1.6);
  const row = Math.floor(lens.centre[1] - lens.focal * y + (((chance * 7.31) % 1) - 0.5) * 1.6);
  if (column < 0 || row < 0 || column >= lens.width || row >= lens.height) return 1;
  return ahead < depth[row * lens.width + column] + 0.18 ? 1 : 0;
}

/** How much of the sky a place sees: less where something near it rises above it. */
function openness(place: Float64Array, normal: Float64Array, chance: number, { lens, depth }: View): number {
  let hidden = 0;
  for (let tap = 0; tap < 3; tap++) {
    const angle = (tap + chance) * 2.0944;
    const distance = 0.25 + 3 * ((chance * (5.77 + 3 * tap)) % 1) ** 2;
    const x = place[0] + normal[0] * (distance + 0.3) + Math.cos(angle) * distance - lens.eye[0];
    const y = place[1] + normal[1] * (distance + 0.3) + Math.sin(angle) * distance - lens.eye[1];
    const column = Math.floor(lens.centre[0] + lens.focal * x);
    const row = Math.floor(lens.centre[1] - lens.focal * y);
    if (column < 0 || row < 0 || column >= lens.width || row >= lens.height) continue;
    const rise = lens.eye[2] - place[2] - depth[row * lens.width + column] - 0.12;
    if (rise > 0) hidden += rise / (rise + distance);
  }
  return 1 - 0.75 * (hidden / 3);
}
