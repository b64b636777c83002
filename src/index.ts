/**
 * What lessons, their readers and a project of one's own need, in the order of a lesson.
 *
 * @module fovea
 */

import './datasets/image-cache';
import './show-methods';

export { FoveaError } from './base/errors';
export { type Random, setSeed } from './base/random';
export { tf } from './tensorflow/tf';
export { isOnGpu } from './tensorflow/tfjs-internals';

// Get data.

export { type PublicDataset, URLs } from './datasets/registry';
export { untarData } from './display/show-transfer';
export type { EncodedSource } from './images/encoded-image';
export type { CropResize, ImageSize, LabelImage, Rectangle, RgbImage } from './images/image';
export { type ImageFile, openImage, readImage } from './images/image-file';
export { type MaskFile, type MaskReading, openMask } from './images/mask-file';
export type { CanvasPixels, PixelImage } from './images/pixels';
export { type BrokenImage, verifyImages } from './images/verify';

// From files to batches.

export type {
  Annotation,
  Batch,
  BatchSample,
  BatchSource,
  Block,
  ClassCounting,
  LossName,
  Sample,
  SampleSize,
  SampleValue,
  TargetBlock,
} from './data/block';
export { categoryBlock } from './data/category-block';
export { type CsvOptions, readCsv, type TypedRow } from './data/csv';
export { DataBlock, type DataBlockOptions, type Getter } from './data/data-block';
export { type Cell, type ColumnType, DataFrame, type FrameColumn, type Row } from './data/data-frame';
export { DataLoader, type OnBadImage } from './data/data-loader';
export { DataLoaders, type LoadingOptions } from './data/data-loaders';
export { imageBlock } from './data/image-block';
export {
  type ColumnOption,
  type FromCsvOptions,
  type FromFolderOptions,
  type FromFrameOptions,
  type FromFuncOptions,
  type FromListsOptions,
  type FromRegexOptions,
  type ImageLoadersOptions,
  imageDataLoaders,
} from './data/image-data-loaders';
export { getImageFiles } from './data/image-files';
export type { ImageSource } from './data/image-source';
export type { ClassLabel } from './data/label-name';
export { colReader, parentLabel, regexLabeller } from './data/labeller';
export { type MaskOptions, type MaskSource, maskBlock } from './data/mask-block';
export { type ReadMatrixOptions, readMatrix } from './data/matrix-file';
export { multiCategoryBlock } from './data/multi-category-block';
export { type PointsSource, pointBlock } from './data/point-block';
export type { PointOrientation } from './data/point-orientation';
export { type NumbersSource, regressionBlock } from './data/regression-block';
export { type SegmentationOptions, segmentationDataLoaders } from './data/segmentation-data-loaders';
export {
  colSplitter,
  fileSplitter,
  funcSplitter,
  grandparentSplitter,
  type Indices,
  indexSplitter,
  randomSplitter,
  type Splitter,
} from './data/splitter';
export { dihedral, flip, rotate, type WarpOptions, zoom } from './transforms/affine';
export { type AugmentationOptions, augTransforms } from './transforms/aug-transforms';
export { type RandomResizedCropGPUOptions, randomResizedCropGPU } from './transforms/batch-crop';
export type {
  BatchShape,
  BatchTransform,
  ColourStatistics,
  FixedDraw,
  Light,
} from './transforms/batch-transform';
export type { ItemTransform, SizeOption, Split } from './transforms/item-transform';
export { brightness, contrast, type LightOptions } from './transforms/lighting';
export { imagenetStats, normalize } from './transforms/normalize';
export { warp } from './transforms/perspective';
export { type RandomResizedCropOptions, randomResizedCrop } from './transforms/random-resized-crop';
export { resize } from './transforms/resize';

// A model.

export type { Architecture } from './models/architectures/architecture';
export { efficientnetLite0 } from './models/architectures/efficientnet-lite';
export { mobilenetV2 } from './models/architectures/mobilenet-v2';
export { resnet18, resnet34, resnet50, resnet101, resnet152 } from './models/architectures/resnet';
export type { HeadOptions } from './models/head';
export type { UnetOptions } from './models/unet';
export { type Pretrained, pretrained } from './models/weights/pretrained';

// A learner, and how it trains.

export type { Callback, EpochRow, FitState, Forecast } from './training/callbacks/callback';
export { csvLog } from './training/callbacks/csv-log';
export { gradientAccumulation } from './training/callbacks/gradient-accumulation';
export { gradientClip } from './training/callbacks/gradient-clip';
export { mixup } from './training/callbacks/mixup';
export {
  type EarlyStoppingOptions,
  earlyStopping,
  type ReduceLrOptions,
  reduceLrOnPlateau,
} from './training/callbacks/plateau';
export { type SaveModelOptions, saveModel } from './training/callbacks/save-model';
export { terminateOnNaN } from './training/callbacks/terminate-on-nan';
export { Learner } from './training/learner';
export type {
  ConstantRateOptions,
  FineTuneOptions,
  FitOptions,
  FlatCosineOptions,
  LearnerData,
  LearnerOptions,
  OneCycleOptions,
} from './training/learner-options';
export type { LayerSummary, LearnerSummary } from './training/learner-summary';
export {
  type BinaryCrossEntropyOptions,
  binaryCrossEntropyLoss,
} from './training/losses/binary-cross-entropy';
export { type CrossEntropyOptions, crossEntropyLoss } from './training/losses/cross-entropy';
export type { Loss } from './training/losses/loss';
export { meanSquaredErrorLoss } from './training/losses/mean-squared-error';
export type { LrFindOptions, LrFindResult } from './training/lr-find/lr-find';
export {
  minimum,
  type RateSuggestion,
  type SlideOptions,
  slide,
  steep,
  valley,
} from './training/lr-find/lr-suggestions';
export { averagePrecision } from './training/metrics/average-precision';
export { accuracy, accuracyMulti, errorRate, topKAccuracy } from './training/metrics/classification';
export type { MetricTargets, TargetCheck } from './training/metrics/expect-targets';
export {
  averagedMetric,
  type Better,
  type ConfigurableMetric,
  type CustomMetricOptions,
  type Metric,
  type MetricAccumulator,
} from './training/metrics/metric';
export {
  f1Score,
  f1ScoreMulti,
  precision,
  precisionMulti,
  recall,
  recallMulti,
} from './training/metrics/precision-recall';
export { mae, mse, type PointErrorOptions, pointError, rmse } from './training/metrics/regression';
export { diceMulti, foregroundAcc, jaccardMulti, type OverlapOptions } from './training/metrics/segmentation';
export type { HyperParameters, Moments, Optimizer, OptimizerOptions } from './training/optimizer';
export type { GetPredsOptions, Predictions } from './training/prediction/get-preds';
export type { ItemObject, Prediction, PredictSource } from './training/prediction/predict-item';
export type { TtaOptions } from './training/prediction/tta';
export { type FitRecord, Recorder } from './training/recorder';
export { type LoadLearnerOptions, loadLearner } from './training/saving/load-learner';
export { type Rate, type RateSlice, slice } from './training/schedules/rate';
export { type UnetLearnerOptions, unetLearner } from './vision/unet-learner';
export { type VisionLearnerOptions, visionLearner } from './vision/vision-learner';

// What did it learn?

export type { ClassificationReport, Scores } from './interpret/classification-report';
export type { InterpretedItem } from './interpret/evidence';
export { type Confusion, Interpretation, type InterpretedData } from './interpret/interpretation';
export type { LabelPrecision } from './interpret/label-precision';

// Show it: the functions behind the methods of the same names, and parts for outputs of your own.

export { epochTable } from './display/epoch-table';
export { type Html, type HtmlValue, html } from './display/html';
export type { MimeBundle } from './display/jupyter';
export { lrFind } from './display/lr-find';
export { plotAveragePrecision } from './display/plot-average-precision';
export {
  plotLossDistribution,
  plotPerClass,
  showClassificationReport,
  showMostConfused,
} from './display/plot-classes';
export { type ConfusionOptions, plotConfusionMatrix } from './display/plot-confusion-matrix';
export { plotIoU } from './display/plot-iou';
export { plotPointErrors } from './display/plot-point-errors';
export { plotTopLosses } from './display/plot-top-losses';
export { plotLoss, plotSched } from './display/plot-training';
export { show } from './display/show';
export { type GridOptions, type ShowBatchOptions, showBatch } from './display/show-batch';
export { showGraph } from './display/show-graph';
export { showImage } from './display/show-image';
export { showRanking } from './display/show-ranking';
export { showResults } from './display/show-results';
export { showSummary } from './display/show-summary';
export { type Column, table, tableBundle } from './display/table';

// Types that the signatures above name.

export type { Recipe } from './base/recipe';
export type { Dataset, Datasets, SamplePair } from './data/dataset';
export type { Summary, SummaryStep } from './data/summary';
export type { OwnDatasetOptions } from './datasets/own-dataset';
export type { UntarOptions } from './datasets/untar-data';
export type { ClassOverlap } from './interpret/class-overlap';
export type { Evaluation } from './training/fits/evaluate';
export type { PadMode, Point, Warp } from './transforms/geometry';
export type { Matrix3 } from './transforms/matrix';
