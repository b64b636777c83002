import type { Fringe, Point } from '../drawing/path';
import type { Random } from '../random';

/** Which piece of an animal a part is: markings treat them differently. */
export type PartKind = 'head' | 'muzzle' | 'ear' | 'body' | 'chest' | 'leg' | 'tail' | 'beard';

/** One piece of an animal, painted in one go: outline, coat, shade. Units: the head is about 200 wide. */
export interface Part {
  readonly kind: PartKind;
  /** Points around it, clockwise. */
  readonly points: readonly Point[];
  readonly fringe: Fringe;
  /** Its middle and half sizes, for placing markings. */
  readonly centre: Point;
  readonly radii: Point;
  /** A body seen from the side has its back on top and markings along it. */
  readonly isFromSide?: boolean;
  /** Only heads and muzzles have one. */
  readonly face?: Face;
}

/** Where things are in a face, in the head's own coordinates (origin: its middle). */
export interface Face {
  /** -1 looks to the left of the image, 1 to the right. */
  readonly turn: number;
  readonly eyes: readonly [Point, Point];
  readonly muzzle: { readonly centre: Point; readonly radii: Point };
  readonly nose: Point;
  /** Half the width and the height of the head. */
  readonly radii: Point;
  readonly mood: Mood;
}

/** What changes from image to image in a face. */
export interface Mood {
  /** 0 asleep to 1 wide open. */
  readonly eyesOpen: number;
  /** Width of a cat's pupil, as a fraction of the iris. */
  readonly pupil: number;
  /** 0 closed to 1 panting. */
  readonly mouthOpen: number;
  readonly hasTongue: boolean;
}

/** What every drawing function needs beside its subject. */
export interface Pen {
  readonly random: Random;
  /** A name no other element of the drawing has. */
  readonly id: () => string;
}

/** Paints on a part; the result is clipped to it. */
export type Marking = (part: Part, pen: Pen) => string;

/** One of the colourings of a breed. */
export interface Coat {
  readonly base: string;
  /** Painted in this order over the base. */
  readonly markings: readonly Marking[];
  readonly nose?: string;
  /** How much the base differs from animal to animal, see `near`. */
  readonly spread?: number;
}

/** Draws something on or around a finished head, e.g. a beard's parting or a bow. */
export type Extra = (face: Face, coat: Coat, pen: Pen) => string;

/** The ear's form and where it grows. */
export interface Ears {
  readonly form: 'pricked' | 'rounded' | 'bat' | 'folded' | 'button' | 'rose' | 'drop';
  /** Length, 1 is 100 units. */
  readonly length: number;
  /** Width, 1 is 100 units. */
  readonly width: number;
  /** Distance of the ear's middle from the head's, as a fraction of the head's half width. */
  readonly apart: number;
  /** How far pricked ears lean outwards, degrees. */
  readonly lean?: number;
  /** Length of hair at the edge. */
  readonly hair?: number;
  readonly inner?: string;
  /** A lynx's tuft on the tip. */
  readonly hasTuft?: boolean;
}

/** Everything that tells a breed from the others. */
export interface Breed {
  /** As in the archive's file names: `Maine_Coon`, `pug`. */
  readonly name: string;
  readonly kind: 'cat' | 'dog';
  /** One of them is drawn for each animal; a colouring twice in the list is twice as frequent. */
  readonly coats: readonly Coat[];
  /** Fractions of 100 units: half widths at brow, cheek, jaw and chin; height of the crown; length below the eyes. */
  readonly head: {
    readonly crown: number;
    readonly brow: number;
    readonly cheek: number;
    readonly jaw: number;
    readonly chin: number;
    readonly length: number;
  };
  readonly ears: Ears;
  /** Half width, half height and place below the head's middle; `jowls` hang down. Fractions of 100 units. */
  readonly muzzle: {
    readonly width: number;
    readonly height: number;
    readonly below: number;
    readonly jowls?: number;
    readonly nose: number;
  };
  readonly eyes: {
    readonly colours: readonly string[];
    readonly size: number;
    /** Degrees the outer corner is raised. */
    readonly slant: number;
    readonly apart: number;
    readonly above: number;
  };
  /** Length of hair in units: at the head's outline, the body's, in a ruff around the neck, on tail and legs. */
  readonly fur: {
    readonly head: number;
    readonly body: number;
    readonly ruff: number;
    readonly tail: number;
    readonly legs?: number;
  };
  /** Width and leg length relative to an average pet; the body relative to the head. */
  readonly body: {
    readonly width: number;
    readonly legs: number;
    readonly size: number;
    readonly tail: 'long' | 'plume' | 'curl' | 'stub';
  };
  /** Drawn over the head. */
  readonly extras?: readonly Extra[];
  /** Hair hanging from the muzzle, its length in units. */
  readonly beard?: number;
}
