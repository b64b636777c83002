// The public API, in the order of a lesson. Show methods are attached here, and only here.

import { DataLoaders } from './data/data-loaders';
import {
  plotLossDistribution,
  plotPerClass,
  showClassificationReport,
  showMostConfused,
} from './display/plot-classes';
import { type ConfusionOptions, plotConfusionMatrix } from './display/plot-confusion-matrix';
import { plotTopLosses } from './display/plot-top-losses';
import { plotLoss, plotSched } from './display/plot-training';
import { type GridOptions, showBatch } from './display/show-batch';
import { showLearnerSummary } from './display/show-learner-summary';
import { showLrFind } from './display/show-lr-find';
import { showResults } from './display/show-results';
import { Interpretation, type InterpretedData } from './interpret/interpretation';
import { Learner } from './training/learner';
import type { LrFindOptions } from './training/lr-find';
import type { LearnerData } from './training/options';
import { Recorder } from './training/recorder';

export { FoveaError } from './base/errors';
export { setSeed } from './base/random';
export { tf } from './tensorflow/tf';
export type { InterpretedData, LearnerData };

// Get data.

export { URLs } from './datasets/registry';
export { untarData } from './datasets/untar-data';
export type { LabelImage, RgbImage } from './images/image';
export { openImage, readImage } from './images/image-file';
export { openMask } from './images/mask-file';
export { verifyImages } from './images/verify';

// From files to batches.

export type { Annotation, Batch, BatchSource, Block, TargetBlock } from './data/block';
export { categoryBlock } from './data/category-block';
export { DataBlock, type DataBlockOptions } from './data/data-block';
export { DataLoader } from './data/data-loader';
export { DataLoaders, type LoadingOptions } from './data/data-loaders';
export { imageBlock } from './data/image-block';
export { getImageFiles } from './data/image-files';
export { parentLabel, regexLabeller } from './data/labeller';
export { maskBlock } from './data/mask-block';
export { multiCategoryBlock } from './data/multi-category-block';
export { pointBlock } from './data/point-block';
export {
  fileSplitter,
  funcSplitter,
  grandparentSplitter,
  indexSplitter,
  randomSplitter,
  type Splitter,
} from './data/splitter';
export { dihedral, flip, rotate, zoom } from './transforms/affine';
export { type AugmentationOptions, augTransforms } from './transforms/aug-transforms';
export { randomResizedCropGPU } from './transforms/batch-crop';
export type { BatchTransform } from './transforms/batch-transform';
export type { ItemTransform } from './transforms/item-transform';
export { brightness, contrast } from './transforms/lighting';
export { imagenetStats, normalize } from './transforms/normalize';
export { warp } from './transforms/perspective';
export { randomResizedCrop } from './transforms/random-resized-crop';
export { resize } from './transforms/resize';

// A model.

export type { Architecture } from './models/body';
export { readCheckpoint } from './models/checkpoint/checkpoint';
export type { NamedArray } from './models/checkpoint/named-array';
export { efficientnetLite0 } from './models/efficientnet-lite';
export { createHead, type HeadOptions } from './models/head';
export { scope } from './models/layer';
export {
  classifier,
  disposeModel,
  loadParameters,
  type Model,
  predict,
  startPass,
  visionModel,
} from './models/model';
export type { Parameter, ParameterRole } from './models/parameter';
export { loadPretrained, pretrained } from './models/pretrained';
export { resnet34, resnet50 } from './models/resnet';
export { readSafetensors, writeSafetensors } from './models/safetensors';
export { type UnetOptions, unetModel } from './models/unet';
export { locateWeights } from './models/weights';

// A learner, and how it trains.

export type { Callback, EpochRow, FitState } from './training/callback';
export { csvLog } from './training/callbacks/csv-log';
export { gradientAccumulation, gradientClip } from './training/callbacks/gradients';
export { mixup } from './training/callbacks/mixup';
export { earlyStopping, reduceLrOnPlateau } from './training/callbacks/plateau';
export { saveModel } from './training/callbacks/save-model';
export { terminateOnNaN } from './training/callbacks/terminate-on-nan';
export { Learner } from './training/learner';
export type { LayerSummary, LearnerSummary } from './training/learner-summary';
export { type LoadLearnerOptions, loadLearner } from './training/load-learner';
export {
  binaryCrossEntropyLoss,
  crossEntropyLoss,
  type Loss,
  lossByName,
  meanSquaredErrorLoss,
} from './training/losses';
export { type LrFindOptions, type LrFindResult, rateSuggesters } from './training/lr-find';
export { minimum, slide, steep, valley } from './training/lr-suggestions';
export * from './training/metrics';
export { Optimizer, type OptimizerOptions } from './training/optimizer';
export type { FineTuneOptions, FitOptions, LearnerOptions, OneCycleOptions } from './training/options';
export { flatCosine, oneCycle, type Policy } from './training/policy';
export type { Prediction } from './training/prediction';
export type { Predictions } from './training/predictions';
export { type Rate, slice } from './training/rate';
export { Recorder } from './training/recorder';
export {
  combinedCosine,
  combineSchedules,
  constantSchedule,
  cosineSchedule,
  evenMultiples,
  exponentialSchedule,
  linearSchedule,
  type Schedule,
} from './training/schedule';
export type { TtaOptions } from './training/tta';
export { type VisionLearnerOptions, visionLearner } from './vision/vision-learner';

// What did it learn?

export { epochTable } from './display/epoch-table';
export { html } from './display/html';
export { type MimeBundle, openDisplay, recordDisplays, show } from './display/jupyter';
export { plotlyMimeType, plotlyScript } from './display/plotly';
export { showGraph } from './display/show-graph';
export { type Column, table, tableBundle } from './display/table';
export type { ClassificationReport, Scores } from './interpret/classification-report';
export { type Confusion, Interpretation, type InterpretedItem } from './interpret/interpretation';

// TensorFlow's kernels, for those who build layers of their own.

export { relu, relu6 } from './tensorflow/activation';
export { conv2d, depthwiseConv2d } from './tensorflow/convolution';
export { valueAndGradients } from './tensorflow/gradients';
export { runKernel, runKernelForOne } from './tensorflow/kernel';
export { batchNormInference, batchNormTraining } from './tensorflow/normalization';
export { pixelShuffle, shuffledFilter } from './tensorflow/pixel-shuffle';
export { globalAveragePool, globalMaxPool, maxPool } from './tensorflow/pooling';
export { variable } from './tensorflow/variable';
export { adaptiveAveragePool } from './tensorflow/warp';

declare module './data/data-loaders' {
  interface DataLoaders {
    /** Shows images of a training batch with their targets: {@link showBatch}. */
    showBatch(options?: GridOptions): Promise<void>;
  }
}

declare module './training/learner' {
  interface Learner<Data extends LearnerData> {
    /** Shows validation images with target and prediction, green or red: {@link showResults}. */
    showResults(options?: Parameters<typeof showResults>[1]): Promise<void>;
    /**
     * Tries rising learning rates, draws the loss, marks the suggestions, and puts the model back as it was.
     *
     * @returns The suggested rates by name.
     */
    lrFind(options?: LrFindOptions): Promise<Record<string, number>>;
    /** A table of layers, parameters and settings: {@link showLearnerSummary}. */
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
    /** Draws the distribution of losses: {@link plotLossDistribution}. */
    plotLossDistribution(): Promise<void>;
    /** A table of the pairs most often confused: {@link showMostConfused}. */
    showMostConfused(options?: { minValue?: number }): Promise<void>;
    /** A table of precision, recall and F1 by class: {@link showClassificationReport}. */
    showClassificationReport(): Promise<void>;
  }
}

DataLoaders.prototype.showBatch = function (options) {
  return showBatch(this, options);
};
Learner.prototype.showResults = function (this: Learner, options) {
  return showResults(this, options);
};
Learner.prototype.lrFind = async function (options) {
  const { suggestions } = await showLrFind(options?.numIt ?? 100, (watch) =>
    this.findLearningRate(options, [watch]),
  );
  return suggestions;
};
Learner.prototype.showSummary = function () {
  return showLearnerSummary(this.summary());
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
  plotLossDistribution(this: Interpretation) {
    return plotLossDistribution(this);
  },
  showMostConfused(this: Interpretation, options?: { minValue?: number }) {
    return showMostConfused(this, options);
  },
  showClassificationReport(this: Interpretation) {
    return showClassificationReport(this);
  },
});
