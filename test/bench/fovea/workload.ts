/** Work prepared for timing. */
export interface Workload {
  /** Untimed steps before the timed ones. */
  readonly untimed: number;
  /**
   * @param steps Steps to time.
   * @returns Seconds of each timed step.
   */
  run(steps: number): Promise<number[]>;
  dispose(): void;
}
