import type { Frame, Place } from './frame';
import { bed, carpet, kitchen, livingRoom, sofa, studio } from './indoors';
import { garden, meadow, seaside, snow, street, wood } from './outdoors';

/** All places a pet may be in. */
export const PLACES: readonly ((frame: Frame) => Place)[] = [
  meadow,
  garden,
  seaside,
  street,
  snow,
  wood,
  livingRoom,
  sofa,
  bed,
  kitchen,
  carpet,
  studio,
];
