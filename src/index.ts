export { FoveaError } from './base/errors';
export { setSeed } from './base/random';
export type { Batch, BatchSource } from './data/block';
export type { NamedArray } from './models/checkpoint/named-array';
export { efficientnetLite0 } from './models/efficientnet-lite';
export { createHead } from './models/head';
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
export type { Parameter } from './models/parameter';
export { resnet34, resnet50 } from './models/resnet';
export { unetModel } from './models/unet';
export { relu, relu6 } from './tensorflow/activation';
export { conv2d, depthwiseConv2d } from './tensorflow/convolution';
export { valueAndGradients } from './tensorflow/gradients';
export { runKernel, runKernelForOne } from './tensorflow/kernel';
export { batchNormInference, batchNormTraining } from './tensorflow/normalization';
export { pixelShuffle, shuffledFilter } from './tensorflow/pixel-shuffle';
export { globalAveragePool, globalMaxPool, maxPool } from './tensorflow/pooling';
export { tf } from './tensorflow/tf';
export { variable } from './tensorflow/variable';
export type { Callback, EpochRow, FitState } from './training/callback';
export { Learner, type LearnerData } from './training/learner';
export {
  binaryCrossEntropyLoss,
  crossEntropyLoss,
  type Loss,
  lossByName,
  meanSquaredErrorLoss,
} from './training/losses';
export { Optimizer } from './training/optimizer';
export { constantPolicy, flatCosine, oneCycle, type Policy } from './training/policy';
export { type Rate, slice } from './training/rate';
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
