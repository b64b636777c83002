// fovea/layers: kernels, layers and models, for those who build their own.

// Kernels with gradients.

export { relu, relu6 } from './tensorflow/activation';
export { conv2d } from './tensorflow/convolution';
export { depthwiseConv2d } from './tensorflow/depthwise-convolution';
export { valueAndGradients } from './tensorflow/gradients';
export { type Attributes, runKernel, runKernelForOne } from './tensorflow/kernel';
export { batchNormInference, batchNormSum, batchNormTraining } from './tensorflow/normalization';
export { batchNormConv2d } from './tensorflow/normalized-convolution';
export { batchNormDepthwiseConv2d } from './tensorflow/normalized-depthwise';
export { pixelShuffle, shuffledFilter } from './tensorflow/pixel-shuffle';
export { globalAveragePool, globalMaxPool, maxPool } from './tensorflow/pooling';
export { inPrecision, type Precision, precisionOf } from './tensorflow/precision';
export { variable } from './tensorflow/variable';
export { adaptiveAveragePool } from './tensorflow/warp';

// Layers: functions over the named parameters of a scope.

export { batchNorm, batchNorm1d } from './models/layers/batch-norm';
export { convolution, depthwiseConvolution } from './models/layers/convolution';
export { dropout } from './models/layers/dropout';
export { type Layer, type Pass, type Scope, scope } from './models/layers/layer';
export { linear } from './models/layers/linear';
export { residual, sequential } from './models/layers/sequential';
export type { Parameter, ParameterRole } from './models/parameter';

// Models.

export type { Architecture, Body } from './models/architectures/architecture';
export { createHead } from './models/head';
export { disposeModel, loadParameters, type Model, predict, startPass } from './models/model';
export { unetModel } from './models/unet';
export { classifier, visionModel } from './models/vision-model';

// Weights.

export { readCheckpoint } from './models/checkpoint/checkpoint';
export type { NamedArray, NamedArrays } from './models/checkpoint/named-array';
export { readSafetensors, writeSafetensors } from './models/checkpoint/safetensors';
export { locateWeights } from './models/weights/locate-weights';
export { loadPretrained, readWeights } from './models/weights/pretrained';
