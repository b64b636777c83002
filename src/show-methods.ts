// Attaches the functions of display/ to the classes of a lesson, as methods of the same names. Imported for that by index.ts alone.

import { DataBlock } from './data/data-block';
import { DataFrame } from './data/data-frame';
import { DataLoaders } from './data/data-loaders';
import { showEpochs } from './display/epoch-table';
import { lrFind } from './display/lr-find';
import { plotAveragePrecision } from './display/plot-average-precision';
import {
  plotLossDistribution,
  plotPerClass,
  showClassificationReport,
  showMostConfused,
} from './display/plot-classes';
import { plotConfusionMatrix } from './display/plot-confusion-matrix';
import { plotIoU } from './display/plot-iou';
import { plotPointErrors } from './display/plot-point-errors';
import { plotTopLosses } from './display/plot-top-losses';
import { plotLoss, plotSched } from './display/plot-training';
import { show } from './display/show';
import { showBatch } from './display/show-batch';
import { showRanking } from './display/show-ranking';
import { showResults } from './display/show-results';
import { showSummary } from './display/show-summary';
import { Interpretation } from './interpret/interpretation';
import { Learner } from './training/learner';
import type { LearnerData } from './training/learner-options';
import { Recorder } from './training/recorder';

/** The options of a function that shows its first argument. */
type OptionsOf<F extends (subject: never, options: never) => unknown> = Parameters<F>[1];

/** What a data block shows. */
export interface DataBlockMethods<Source> {
  /** Shows one sample's way from the source to a batch as a table: {@link showSummary}. */
  showSummary(source: Source, options?: { batchSize?: number }): Promise<void>;
}

/** What a table of a file shows. */
export interface DataFrameMethods {
  /** Shows the first rows, the columns with their types, and the number of rows: {@link show}. */
  show(options?: { rows?: number }): Promise<void>;
}

/** What data loaders show. */
export interface DataLoadersMethods {
  /** Shows images of a training batch with their targets: {@link showBatch}. */
  showBatch(options?: OptionsOf<typeof showBatch>): Promise<void>;
}

/** What a learner shows. */
export interface LearnerMethods {
  /** Shows validation images with target and prediction, green or red: {@link showResults}. */
  showResults(options?: OptionsOf<typeof showResults>): Promise<void>;
  /** Shows the validation images that most likely have a label, likeliest first: {@link showRanking}. */
  showRanking(label: string, options?: Parameters<typeof showRanking>[2]): Promise<void>;
  /**
   * Tries rising learning rates, draws the loss, marks the suggestions, and puts the model back as it was: {@link lrFind}.
   *
   * @returns The suggested rates by name.
   */
  lrFind(options?: OptionsOf<typeof lrFind>): Promise<Record<string, number>>;
  /** Shows layers, parameters and settings as a table: {@link showSummary}. */
  showSummary(): Promise<void>;
}

/** What a recorder shows. */
export interface RecorderMethods {
  /** Draws training and validation loss by step: {@link plotLoss}. */
  plotLoss(options?: OptionsOf<typeof plotLoss>): Promise<void>;
  /** Draws learning rate and momentum by step: {@link plotSched}. */
  plotSched(): Promise<void>;
  /**
   * Draws the table of the last fit again, and says how the fit ended: wherever its own table was lost, e.g. by reloading the page while
   * it was training. Of `fineTune` the last fit is the one of all layers.
   *
   * @throws FoveaError if nothing was trained yet.
   */
  show(): Promise<void>;
}

/** What an interpretation shows. */
export interface InterpretationMethods {
  /** Draws how often each class was predicted for each other: {@link plotConfusionMatrix}. */
  plotConfusionMatrix(options?: OptionsOf<typeof plotConfusionMatrix>): Promise<void>;
  /** Shows the items with the highest losses: {@link plotTopLosses}. */
  plotTopLosses(options?: OptionsOf<typeof plotTopLosses>): Promise<void>;
  /** Draws each class's accuracy: {@link plotPerClass}. */
  plotPerClass(): Promise<void>;
  /** Draws each label's average precision, where an image may have several labels: {@link plotAveragePrecision}. */
  plotAveragePrecision(): Promise<void>;
  /** Draws each class's intersection over union: {@link plotIoU}. */
  plotIoU(options?: OptionsOf<typeof plotIoU>): Promise<void>;
  /** Draws the distribution of losses: {@link plotLossDistribution}. */
  plotLossDistribution(): Promise<void>;
  /** Draws the distances of predicted points from the true ones: {@link plotPointErrors}. */
  plotPointErrors(options: OptionsOf<typeof plotPointErrors>): Promise<void>;
  /** Shows the pairs of classes that are confused most often as a table: {@link showMostConfused}. */
  showMostConfused(options?: OptionsOf<typeof showMostConfused>): Promise<void>;
  /** Shows precision, recall and F1 by class as a table: {@link showClassificationReport}. */
  showClassificationReport(): Promise<void>;
}

declare module './data/data-block' {
  interface DataBlock<Source, Item> extends DataBlockMethods<Source> {}
}
declare module './data/data-frame' {
  interface DataFrame<Line extends Row> extends DataFrameMethods {}
}
declare module './data/data-loaders' {
  interface DataLoaders extends DataLoadersMethods {}
}
declare module './training/learner' {
  interface Learner<Data extends LearnerData> extends LearnerMethods {}
}
declare module './training/recorder' {
  interface Recorder extends RecorderMethods {}
}
declare module './interpret/interpretation' {
  interface Interpretation<Data extends InterpretedData> extends InterpretationMethods {}
}

/** For each method a function of the same name, which takes the object first. */
type FunctionsFor<Methods, Subject> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Result
    ? (subject: Subject, ...args: Args) => Result
    : never;
};

/** Gives a class all methods of an interface: leave one out, and this does not compile. */
function attach<Methods, Subject>(
  { prototype }: { readonly prototype: object },
  functions: FunctionsFor<Methods, Subject>,
): void {
  for (const [name, run] of Object.entries<(subject: Subject, ...args: never[]) => unknown>(functions)) {
    Object.defineProperty(prototype, name, {
      value(this: Subject, ...args: never[]) {
        return run(this, ...args);
      },
      configurable: true,
      writable: true,
    });
  }
}

attach<DataBlockMethods<unknown>, DataBlock<unknown, unknown>>(DataBlock, { showSummary });
attach<DataFrameMethods, DataFrame>(DataFrame, { show });
attach<DataLoadersMethods, DataLoaders>(DataLoaders, { showBatch });
attach<LearnerMethods, Learner>(Learner, { showResults, showRanking, lrFind, showSummary });
attach<RecorderMethods, Recorder>(Recorder, { plotLoss, plotSched, show: showEpochs });
attach<InterpretationMethods, Interpretation<DataLoaders>>(Interpretation, {
  plotConfusionMatrix,
  plotTopLosses,
  plotPerClass,
  plotAveragePrecision,
  plotIoU,
  plotLossDistribution,
  plotPointErrors,
  showMostConfused,
  showClassificationReport,
});
