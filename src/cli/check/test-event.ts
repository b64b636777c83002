/** A test, or a suite of tests, that ended. */
export interface TestEvent {
  readonly name: string;
  /** 0 for a suite or test that is in no other. */
  readonly nesting: number;
  readonly isSuite: boolean;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
  /** Why it was skipped, if it said so. */
  readonly reason?: string;
  /** What went wrong, with its stack. A test that failed because one inside it did has none. */
  readonly failure?: string;
}
