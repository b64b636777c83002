import type { Random } from '../../../base/random';
import { bed, carpet, kitchen, livingRoom, sofa, studio } from './indoors';
import { garden, meadow, seaside, snow, street, wood } from './outdoors';

/** The frame of a picture. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Where the animal's feet are, pixels from the top. */
  readonly ground: number;
  readonly random: Random;
  /** A name no other element of the drawing has. */
  readonly id: () => string;
}

/** What is around an animal. */
export interface Place {
  /** Elements behind it. */
  readonly behind: string;
  /** Elements in front of its feet, e.g. grass. */
  readonly before?: string;
}

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
