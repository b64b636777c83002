/** A call of the library by a lesson: the function's or method's name and its arguments, the options last. */
export interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The cells of a lesson up to the last that trains, as JavaScript. */
export interface CompiledLesson {
  readonly name: string;
  /** The notebook's. */
  readonly folder: string;
  readonly cells: readonly string[];
}

/** All that a lesson's fit depends on, as plain data: fastai does the same work from it (`baseline/lesson.py`). */
export interface LessonRecipe {
  readonly lesson: string;
  readonly seed?: number;
  readonly train: readonly RecipeItem[];
  readonly valid: readonly RecipeItem[];
  readonly target: {
    /** The block's name: `category`, `multi-category`, `mask` or `point`. */
    readonly kind: string;
    readonly vocabulary: readonly string[];
    /** Class of a mask that the loss leaves out. */
    readonly ignoreIndex?: number;
  };
  /** Of training and validation. */
  readonly batchSize: number;
  readonly itemTransforms: readonly Call[];
  readonly batchTransforms: readonly Call[];
  /** What the weights expect of their input. */
  readonly statistics?: { readonly mean: readonly number[]; readonly std: readonly number[] };
  /** `visionLearner` or `unetLearner`, with its options but for the metrics. */
  readonly learner: Call;
  readonly metrics: readonly Call[];
  /** `freeze`, `fitOneCycle` and so on, in order. */
  readonly fits: readonly Call[];
}

/** Path of an image, and what the target block reads for it: a label, labels, the path of a mask, or points in pixels. */
export interface RecipeItem {
  readonly image: unknown;
  readonly target: unknown;
}
