import { isMade, made } from '../base/recipe';
import { fieldsOf } from '../base/schema';
import { globalAveragePool } from '../tensorflow/pooling';
import { inPrecision } from '../tensorflow/precision';
import type { tf } from '../tensorflow/tf';
import { type Architecture, type Body, featureMaps } from './architectures/architecture';
import { createHead, type HeadOptions, headOptions } from './head';
import { type Pass, scope } from './layers/layer';
import { linear } from './layers/linear';
import { type Model, printedInOneLine } from './model';
import { isNorm } from './parameter';
import { BODY, parameterGroups } from './parameter-groups';

// Heads work in float32.
function lastFeatures(body: Body, images: tf.Tensor4D, pass: Pass): tf.Tensor4D {
  return inPrecision(featureMaps(body, images, pass)[body.stages.length - 1], 'float32');
}

/**
 * A body with a new head: the model of transfer learning. Parameters are named `body.` and `head.`.
 *
 * @param architecture The body, e.g. `resnet34`.
 * @param numOutputs Outputs of the head: classes, or twice the number of points.
 * @param head Options of {@link createHead}.
 * @returns The model with three parameter groups, untrained, owned by the caller: free it by `disposeModel`. Load pretrained
 *   weights into the body by `loadParameters`.
 * @see fastai's `create_vision_model` and `_resnet_split`.
 */
export function visionModel(architecture: Architecture, numOutputs: number, head: HeadOptions = {}): Model {
  const root = scope();
  const body = architecture.body(root.at(BODY));
  const headLayer = createHead(root.at('head'), body.channels, numOutputs, head);
  const { parameters } = root;
  const model: Model = printedInOneLine({
    name: architecture.name,
    recipe: {
      kind: 'visionModel',
      options: { architecture: architecture.name, numOutputs, head: fieldsOf(headOptions, head) },
    },
    parameters,
    groups: parameterGroups(parameters, body),
    // The head normalizes one value for each image and channel.
    leastTrainingBatch: parameters.some((p) => isNorm(p) && p.name.startsWith('head.')) ? 2 : 1,
    forward: (x, pass) => headLayer(lastFeatures(body, x, pass), pass),
  });
  return isMade(architecture) ? made(model) : model;
}

/**
 * The whole classifier as published: body, mean over the image, one linear layer. Names equal the checkpoint's.
 *
 * @param architecture The body, e.g. `resnet34`.
 * @param numClasses Outputs of the last layer: 1000 classes of ImageNet.
 * @defaultValue `numClasses` 1000
 * @returns The model with one parameter group, untrained, owned by the caller: free it by `disposeModel`.
 */
export function classifier(architecture: Architecture, numClasses = 1000): Model {
  const root = scope();
  const body = architecture.body(root);
  const last = linear(root.at(architecture.classifier), body.channels, numClasses);
  return printedInOneLine({
    name: architecture.name,
    parameters: root.parameters,
    groups: [root.parameters],
    forward: (x, pass) => last(globalAveragePool(lastFeatures(body, x, pass)), pass),
  });
}
