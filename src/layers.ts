/**
 * Kernels, layers and models, for those who build their own.
 *
 * @module fovea/layers
 */

// Kernels with gradients.

export { relu, relu6 } from './tensorflow/activation';
export { conv2d } from './tensorflow/convolution';
export { depthwiseConv2d } from './tensorflow/depthwise-convolution';
export { type ValueAndGradients, valueAndGradients } from './tensorflow/gradients';
export {
  type Attribute,
  type Attributes,
  type DataType,
  type Resource,
  runKernel,
  runKernelForOne,
} from './tensorflow/kernel';
export {
  type BatchNormOptions,
  type BatchNormTraining,
  type BatchNormVectors,
  batchNormInference,
  batchNormSum,
  batchNormTraining,
} from './tensorflow/normalization';
export {
  batchNormConv2d,
  type Convolution,
  type NormalizedConvolutionOptions,
} from './tensorflow/normalized-convolution';
export { batchNormDepthwiseConv2d } from './tensorflow/normalized-depthwise';
export { pixelShuffle, shuffledFilter } from './tensorflow/pixel-shuffle';
export { globalAveragePool, globalMaxPool, maxPool } from './tensorflow/pooling';
export { inPrecision, type Precision, precisionOf } from './tensorflow/precision';
export { type Variable, variable } from './tensorflow/variable';
export { adaptiveAveragePool } from './tensorflow/warp';

// Layers: functions over the named parameters of a scope.

export {
  type BatchNormLayer,
  type BatchNormLayerOptions,
  batchNorm,
  batchNorm1d,
} from './models/layers/batch-norm';
export {
  type ConvolutionLayer,
  type ConvolutionLayerOptions,
  convolution,
  type DepthwiseConvolutionOptions,
  depthwiseConvolution,
} from './models/layers/convolution';
export { dropout } from './models/layers/dropout';
export { type Layer, type Pass, type Scope, scope } from './models/layers/layer';
export { linear } from './models/layers/linear';
export { type ResidualOptions, residual, type SequentialLayer, sequential } from './models/layers/sequential';
export type { Initial, Parameter, ParameterRole } from './models/parameter';

// Models.

export type { Architecture, Body, Stage } from './models/architectures/architecture';
export { createHead } from './models/head';
export {
  disposeModel,
  type LoadOptions,
  loadParameters,
  type Model,
  predict,
  startPass,
} from './models/model';
export { unetModel } from './models/unet';
export { classifier, visionModel } from './models/vision-model';

// Weights.

export { readCheckpoint } from './models/checkpoint/checkpoint';
export type { NamedArray, NamedArrays } from './models/checkpoint/named-array';
export { readSafetensors, type Safetensors, writeSafetensors } from './models/checkpoint/safetensors';
export {
  type LocatedWeights,
  type LocateWeightsOptions,
  locateWeights,
} from './models/weights/locate-weights';
export { loadPretrained, type PretrainedWeights, readWeights } from './models/weights/pretrained';

// Types that the signatures above name.

export type { Activity, TransferListener, TransferProgress } from './datasets/progress-lines';
export type { Activation } from './tensorflow/activation';
export type { ConvolutionOptions, Padding } from './tensorflow/padding';
