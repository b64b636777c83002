/** The result of one turn: of a step (the median), of an epoch, or of a whole fit. */
export interface Turn {
  readonly seconds: number;
  /** Peak resident memory of the process, MB. */
  readonly peakMb?: number;
  /** Validation loss and metrics at the end, by name. */
  readonly scores?: Readonly<Record<string, number>>;
}
