/** Work prepared for timing. */
export interface Workload {
  /**
   * @param steps Steps to time; one more goes before them, untimed.
   * @returns Seconds of each timed step.
   */
  run(steps: number): Promise<number[]>;
  dispose(): void;
}

/** What the benchmark can time. */
export interface BenchCase {
  /** The same for fovea and its peer, e.g. `train-resnet34-224x16`: what, network, size of the images, images a step. */
  readonly name: string;
  /** Images of one step. */
  readonly images: number;
  /** Prepares the work; nothing is timed here. */
  readonly prepare: () => Promise<Workload>;
  /** What the peer must know besides the name. */
  readonly request?: () => Promise<Readonly<Record<string, unknown>>>;
  /** How many times as many images a second as the peer it should do, for each of the peer's settings. */
  readonly targets: { readonly default?: number; readonly best?: number };
}
