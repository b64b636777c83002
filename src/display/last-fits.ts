import type { EpochRow, FitState } from '../training/callbacks/callback';

/** A fit whose table was drawn. */
export interface LastFit {
  readonly state: FitState;
  /** The finished epochs, also after something else, e.g. `lrFind`, has cleared the record. */
  readonly rows: readonly EpochRow[];
  readonly isRunning: boolean;
}

// By the recorder's rows, which are the state's: the recorder itself knows nothing of tables.
const fits = new WeakMap<readonly EpochRow[], LastFit>();

/** Keeps what the table of a fit needs, so that it can be drawn again. */
export function rememberFit(state: FitState, { isRunning }: { isRunning: boolean }): void {
  const { rows } = state;
  fits.set(rows, { state, rows: isRunning ? rows : [...rows], isRunning });
}

/** The last fit that a recorder recorded and a table was drawn of; undefined if there is none. */
export function lastFitOf({ rows }: { readonly rows: readonly EpochRow[] }): LastFit | undefined {
  return fits.get(rows);
}
