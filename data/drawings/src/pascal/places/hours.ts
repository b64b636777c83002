import { mix } from '../../drawing/colour';
import type { Random } from '../../random';

/** A time of day with its weather. */
export interface Hour {
  readonly name: 'morning' | 'noon' | 'cloudy' | 'evening' | 'dusk' | 'night';
  /** The sky from the zenith to the horizon. */
  readonly sky: readonly [string, string, string];
  /** Colour of the light on everything, see `Tint`. */
  readonly light: string;
  readonly haze: string;
  /** Clouds' lit and shaded sides. */
  readonly cloud: readonly [string, string];
  /** The sun's or the moon's colour; none behind clouds. */
  readonly sun?: string;
  /** Windows and lamps shine. */
  readonly hasLamps: boolean;
}

// biome-ignore format: a table.
const HOURS: readonly (Hour & { readonly weight: number })[] = [
  {
    name: 'noon', weight: 4, sky: ['#4f95d8', '#8cc0ec', '#d6eaf6'], light: '#ffffff', haze: '#cfe2f0',
    cloud: ['#ffffff', '#c9d6e6'], hasLamps: false,
  },
  {
    name: 'morning', weight: 3, sky: ['#7fb4de', '#bcd8e6', '#f8ead0'], light: '#fff2dc', haze: '#f2e6d4',
    cloud: ['#fffaf0', '#d4cfd8'], sun: '#fff6d8', hasLamps: false,
  },
  {
    name: 'cloudy', weight: 3, sky: ['#9fabb8', '#bcc6ce', '#dde2e4'], light: '#e4e8f0', haze: '#d2d8dc',
    cloud: ['#dfe4e8', '#9aa4b0'], hasLamps: false,
  },
  {
    name: 'evening', weight: 3, sky: ['#6a86b8', '#e0a88a', '#ffd89a'], light: '#ffdcb4', haze: '#f4cfa8',
    cloud: ['#ffd9b0', '#b98a98'], sun: '#fff0b8', hasLamps: false,
  },
  {
    name: 'dusk', weight: 1.4, sky: ['#34406e', '#86709a', '#eaa088'], light: '#a8a0cc', haze: '#8a80a8',
    cloud: ['#d898a0', '#58507c'], hasLamps: true,
  },
  {
    name: 'night', weight: 0.7, sky: ['#0e1634', '#1c2a54', '#3a4a78'], light: '#7c8cc0', haze: '#2c3a64',
    cloud: ['#4a5a88', '#283460'], sun: '#f4f2dc', hasLamps: true,
  },
];

/** An hour, daylight being the most frequent. */
export function hourOf(random: Random): Hour {
  const total = HOURS.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.uniform(0, total);
  for (const hour of HOURS) {
    left -= hour.weight;
    if (left < 0) return hour;
  }
  return HOURS[0];
}

/** The light in a room: the day's through the window, or lamps'. */
export function roomLight(hour: Hour, random: Random): string {
  if (hour.hasLamps) return mix('#e0b078', '#ffd8a0', random.uniform());
  return mix(hour.light, '#ffffff', random.uniform(0.2, 0.8));
}
