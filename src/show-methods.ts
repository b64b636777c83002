// Attaches the show methods of a lesson to the classes they belong to. Imported for that by index.ts alone.

import { DataBlock } from './data/data-block';
import { DataFrame } from './data/data-frame';
import { DataLoaders } from './data/data-loaders';
import { lrFind } from './display/lr-find';
import { plotAveragePrecision } from './display/plot-average-precision';
import {
  plotLossDistribution,
  plotPerClass,
  showClassificationReport,
  showMostConfused,
} from './display/plot-classes';
import { type ConfusionOptions, plotConfusionMatrix } from './display/plot-confusion-matrix';
import { plotIoU } from './display/plot-iou';
import { plotPointErrors } from './display/plot-point-errors';
import { plotTopLosses } from './display/plot-top-losses';
import { plotLoss, plotSched } from './display/plot-training';
import { type ShowBatchOptions, showBatch } from './display/show-batch';
import { showFrame } from './display/show-frame';
import { showRanking } from './display/show-ranking';
import { showResults } from './display/show-results';
import { showSummary } from './display/show-summary';
import { Interpretation } from './interpret/interpretation';
import { Learner } from './training/learner';
import type { LearnerData } from './training/learner-options';
import type { LrFindOptions } from './training/lr-find/lr-find';
import { Recorder } from './training/recorder';

declare module './data/data-block' {
  interface DataBlock<Source, Item> {
    /** Shows one sample's way from the source to a batch as a table: {@link showSummary}. */
    showSummary(source: Source, options?: { batchSize?: number }): Promise<void>;
  }
}

declare module './data/data-frame' {
  interface DataFrame<Line extends Row> {
    /** Shows the first rows, the columns with their types, and the number of rows: {@link showFrame}. */
    show(options?: { rows?: number }): Promise<void>;
  }
}

declare module './data/data-loaders' {
  interface DataLoaders {
    /** Shows images of a training batch with their targets: {@link showBatch}. */
    showBatch(options?: ShowBatchOptions): Promise<void>;
  }
}

declare module './training/learner' {
  interface Learner<Data extends LearnerData> {
    /** Shows validation images with target and prediction, green or red: {@link showResults}. */
    showResults(options?: Parameters<typeof showResults>[1]): Promise<void>;
    /** Shows the validation images that most likely have a label, likeliest first: {@link showRanking}. */
    showRanking(label: string, options?: Parameters<typeof showRanking>[2]): Promise<void>;
    /**
     * Tries rising learning rates, draws the loss, marks the suggestions, and puts the model back as it was.
     *
     * @returns The suggested rates by name.
     */
    lrFind(options?: LrFindOptions): Promise<Record<string, number>>;
    /** A table of layers, parameters and settings: {@link showSummary}. */
    showSummary(): Promise<void>;
  }
}

declare module './training/recorder' {
  interface Recorder {
    /** Draws training and validation loss by step: {@link plotLoss}. */
    plotLoss(options?: Parameters<typeof plotLoss>[1]): Promise<void>;
    /** Draws learning rate and momentum by step: {@link plotSched}. */
    plotSched(): Promise<void>;
  }
}

declare module './interpret/interpretation' {
  interface Interpretation<Data extends InterpretedData> {
    /** Draws how often each class was taken for each other: {@link plotConfusionMatrix}. */
    plotConfusionMatrix(options?: ConfusionOptions): Promise<void>;
    /** Shows the items the model does worst on: {@link plotTopLosses}. */
    plotTopLosses(options?: Parameters<typeof plotTopLosses>[1]): Promise<void>;
    /** Draws each class's accuracy: {@link plotPerClass}. */
    plotPerClass(): Promise<void>;
    /** Draws each label's average precision, where an item may have several: {@link plotAveragePrecision}. */
    plotAveragePrecision(): Promise<void>;
    /** Draws each class's intersection over union: {@link plotIoU}. */
    plotIoU(options?: { ignoreIndex?: number }): Promise<void>;
    /** Draws the distribution of losses: {@link plotLossDistribution}. */
    plotLossDistribution(): Promise<void>;
    /** Draws how far predicted points are from the true ones: {@link plotPointErrors}. */
    plotPointErrors(options: Parameters<typeof plotPointErrors>[1]): Promise<void>;
    /** A table of the pairs most often confused: {@link showMostConfused}. */
    showMostConfused(options?: { minValue?: number }): Promise<void>;
    /** A table of precision, recall and F1 by class: {@link showClassificationReport}. */
    showClassificationReport(): Promise<void>;
  }
}

DataBlock.prototype.showSummary = async function (source, options) {
  await showSummary(this, source, options);
};
DataFrame.prototype.show = function (options) {
  return showFrame(this, options);
};
DataLoaders.prototype.showBatch = function (options) {
  return showBatch(this, options);
};
Learner.prototype.showResults = function (this: Learner, options) {
  return showResults(this, options);
};
Learner.prototype.showRanking = function (this: Learner, label, options) {
  return showRanking(this, label, options);
};
Learner.prototype.lrFind = function (options) {
  return lrFind(this, options);
};
Learner.prototype.showSummary = function () {
  return showSummary(this);
};
Recorder.prototype.plotLoss = function (options) {
  return plotLoss(this, options);
};
Recorder.prototype.plotSched = function () {
  return plotSched(this);
};
Object.assign(Interpretation.prototype, {
  plotConfusionMatrix(this: Interpretation, options?: ConfusionOptions) {
    return plotConfusionMatrix(this, options);
  },
  plotTopLosses(this: Interpretation<DataLoaders>, options?: Parameters<typeof plotTopLosses>[1]) {
    return plotTopLosses(this, options);
  },
  plotPerClass(this: Interpretation) {
    return plotPerClass(this);
  },
  plotAveragePrecision(this: Interpretation) {
    return plotAveragePrecision(this);
  },
  plotIoU(this: Interpretation, options?: { ignoreIndex?: number }) {
    return plotIoU(this, options);
  },
  plotLossDistribution(this: Interpretation) {
    return plotLossDistribution(this);
  },
  plotPointErrors(this: Interpretation, options: Parameters<typeof plotPointErrors>[1]) {
    return plotPointErrors(this, options);
  },
  showMostConfused(this: Interpretation, options?: { minValue?: number }) {
    return showMostConfused(this, options);
  },
  showClassificationReport(this: Interpretation) {
    return showClassificationReport(this);
  },
});
