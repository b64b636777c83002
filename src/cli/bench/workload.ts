/** Work prepared for timing. */
export interface Workload {
  /** Steps that go before the timed ones. */
  readonly untimed: number;
  /**
   * @param steps Steps to time.
   * @returns Seconds of each timed step.
   */
  run(steps: number): Promise<number[]>;
  dispose(): void;
}
