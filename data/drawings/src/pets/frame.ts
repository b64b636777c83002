import type { Random } from '../random';

/** The frame of a image. */
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
