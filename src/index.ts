// The public API, in the order of a lesson. Show methods are attached in show-methods.ts.

import './show-methods';

export { FoveaError } from './base/errors';
export { setSeed } from './base/random';
export { tf } from './tensorflow/tf';

// Get data.

export { URLs } from './datasets/registry';
export { untarData } from './display/show-transfer';
export type { LabelImage, RgbImage } from './images/image';
export { openImage, readImage } from './images/image-file';
export { openMask } from './images/mask-file';
export { verifyImages } from './images/verify';

// From files to batches.

export type { Annotation, Batch, BatchSource, Block, TargetBlock } from './data/block';
export { categoryBlock } from './data/category-block';
export { type CsvOptions, readCsv, type TypedRow } from './data/csv';
export { DataBlock, type DataBlockOptions, type Getter } from './data/data-block';
export { type Cell, type ColumnType, DataFrame, type FrameColumn, type Row } from './data/data-frame';
export { DataLoader } from './data/data-loader';
export { DataLoaders, type LoadingOptions } from './data/data-loaders';
export { imageBlock } from './data/image-block';
export { getImageFiles } from './data/image-files';
export { colReader, parentLabel, regexLabeller } from './data/labeller';
export { type MaskOptions, maskBlock } from './data/mask-block';
export { type ReadMatrixOptions, readMatrix } from './data/matrix-file';
export { multiCategoryBlock } from './data/multi-category-block';
export { pointBlock } from './data/point-block';
export { type SegmentationOptions, segmentationDataLoaders } from './data/segmentation-data-loaders';
export {
  colSplitter,
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

export type { Architecture } from './models/architectures/architecture';
export { efficientnetLite0 } from './models/architectures/efficientnet-lite';
export { resnet34, resnet50 } from './models/architectures/resnet';
export { readCheckpoint } from './models/checkpoint/checkpoint';
export type { NamedArray } from './models/checkpoint/named-array';
export { readSafetensors, writeSafetensors } from './models/checkpoint/safetensors';
export { createHead, type HeadOptions } from './models/head';
export { scope } from './models/layers/layer';
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
export { type UnetOptions, unetModel } from './models/unet';
export { locateWeights } from './models/weights/locate-weights';
export { loadPretrained, pretrained, readWeights } from './models/weights/pretrained';

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
export type {
  FineTuneOptions,
  FitOptions,
  LearnerData,
  LearnerOptions,
  OneCycleOptions,
} from './training/options';
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
export { type UnetLearnerOptions, unetLearner } from './vision/unet-learner';
export { type VisionLearnerOptions, visionLearner } from './vision/vision-learner';

// What did it learn?

export { epochTable } from './display/epoch-table';
export { html } from './display/html';
export { type MimeBundle, openDisplay, recordDisplays, show } from './display/jupyter';
export { plotlyMimeType, plotlyScript } from './display/plotly';
export { showGraph } from './display/show-graph';
export { showImage } from './display/show-image';
export { type Column, table, tableBundle } from './display/table';
export type { ClassificationReport, Scores } from './interpret/classification-report';
export {
  type Confusion,
  Interpretation,
  type InterpretedData,
  type InterpretedItem,
} from './interpret/interpretation';
export type { LabelPrecision } from './interpret/label-precision';

// TensorFlow's kernels, for those who build layers of their own.

export { relu, relu6 } from './tensorflow/activation';
export { conv2d, depthwiseConv2d } from './tensorflow/convolution';
export { valueAndGradients } from './tensorflow/gradients';
export { runKernel, runKernelForOne } from './tensorflow/kernel';
export { batchNormInference, batchNormSum, batchNormTraining } from './tensorflow/normalization';
export { batchNormConv2d } from './tensorflow/normalized-convolution';
export { batchNormDepthwiseConv2d } from './tensorflow/normalized-depthwise';
export { pixelShuffle, shuffledFilter } from './tensorflow/pixel-shuffle';
export { globalAveragePool, globalMaxPool, maxPool } from './tensorflow/pooling';
export { inPrecision, type Precision, precisionOf } from './tensorflow/precision';
export { variable } from './tensorflow/variable';
export { adaptiveAveragePool } from './tensorflow/warp';
