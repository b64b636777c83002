import type { Daylight } from './rendering/daylight';
import type { Side } from './street';
import type { TreeKind } from './town/trees';

/** Where another street joins. */
export interface Junction {
  readonly at: number;
  readonly width: number;
  readonly sides: readonly Side[];
  readonly control: 'lights' | 'zebra' | 'none';
}

/** What stands along a stretch of one side. */
export type Frontage = 'shops' | 'terrace' | 'villas' | 'offices' | 'college' | 'park' | 'yard';

/** A stretch of road that a drive goes along. */
export interface Plan {
  readonly seed: number;
  readonly day: Daylight;
  readonly wet: number;
  readonly length: number;
  readonly bend: number;
  /** Half the road's width, kerb to kerb. */
  readonly half: number;
  /** Width of the pavements. */
  readonly walk: number;
  readonly hasVerge: boolean;
  /** Whether grass, not stone, lies behind the pavements. */
  readonly isGreen: boolean;
  readonly asphalt: string;
  readonly paving: string;
  readonly frontages: readonly Frontage[];
  readonly trees: readonly TreeKind[];
  readonly isAutumn: boolean;
  /** Trees along the pavement's edge, for 100 m of a side. */
  readonly streetTrees: number;
  /** Which sides cars park on, and whether in bays with a surface of their own. */
  readonly parking: readonly Side[];
  readonly hasBays: boolean;
  readonly junctions: readonly Junction[];
  /** Vehicles coming the other way and people, for 100 m. */
  readonly oncoming: number;
  readonly people: number;
  readonly cyclists: number;
  /** Lines along the kerbs; a road without any has shoulders of gravel. */
  readonly edges: 'double yellow' | 'white' | 'none';
  /** A railway bridge over the road, a gateway or an underpass, and where. */
  readonly crossing?: { readonly kind: 'bridge' | 'archway' | 'tunnel'; readonly at: number };
  /** Where men are at work: cones and a narrowed lane. */
  readonly roadworks?: number;
}
