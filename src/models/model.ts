import { FoveaError } from '../base/errors';
import { newStream, type Random } from '../base/random';
import type { Recipe } from '../base/recipe';
import { globalAveragePool } from '../tensorflow/pooling';
import { inPrecision, type Precision } from '../tensorflow/precision';
import { tf } from '../tensorflow/tf';
import type { Architecture, Body } from './architectures/architecture';
import type { NamedArray } from './checkpoint/named-array';
import { createHead, type HeadOptions, plainHeadOptions } from './head';
import { type Layer, linear, type Pass, scope } from './layers/layer';
import type { Parameter } from './parameter';

/** A model: named parameters and a plain function over them. */
export interface Model {
  /** Short name for summaries, e.g. `resnet34 + head`. */
  readonly name: string;
  /** How to make it again, untrained; undefined for models made by hand, which cannot be exported. */
  readonly recipe?: Recipe;
  /** In the order of PyTorch's `state_dict`. */
  readonly parameters: readonly Parameter[];
  /** Parameter groups, from the first layers to the head: each may have its own learning rate. */
  readonly groups: readonly (readonly Parameter[])[];
  /** From real numbers `[batch, height, width, 3]`, normalized, to raw outputs; layers work in the precision of their input. */
  readonly forward: Layer<tf.Tensor4D, tf.Tensor>;
  /** What {@link runModel} gives `forward`: float32 unless told. Parameters are float32 always. */
  precision?: Precision;
}

/** Frees a model's numbers. */
export function disposeModel(model: Model): void {
  for (const parameter of model.parameters) parameter.dispose();
}

/** A pass that reads each parameter once. Its tensors belong to the enclosing `tf.tidy`. */
export function startPass({ training = false, random }: { training?: boolean; random?: Random } = {}): Pass {
  const values = new Map<Parameter, tf.Tensor>();
  let stream = random;
  return {
    training,
    // Taken from the shared seed only if something draws: predicting must not change what is drawn later.
    get random() {
      stream ??= newStream();
      return stream;
    },
    value: (parameter) => {
      let value = values.get(parameter);
      if (!value) {
        value = parameter.variable.read();
        values.set(parameter, value);
      }
      return value;
    },
  };
}

/**
 * Runs a model in its precision.
 *
 * @param inputs float32 `[batch, height, width, 3]`, normalized. Not disposed.
 * @returns Raw outputs, float32, owned by the enclosing `tf.tidy`.
 */
export function runModel(
  { forward, precision = 'float32' }: Model,
  inputs: tf.Tensor4D,
  pass: Pass,
): tf.Tensor {
  return inPrecision(forward(inPrecision(inputs, precision), pass), 'float32');
}

/**
 * Outputs of a model as it is now, for prediction: running statistics, no dropout.
 *
 * @param inputs float32 `[batch, height, width, 3]`, normalized. Not disposed.
 * @returns Raw outputs, float32, owned by the caller.
 */
export function predict(model: Model, inputs: tf.Tensor4D): tf.Tensor {
  return tf.tidy(() => runModel(model, inputs, startPass()));
}

function runBody(body: Body): Layer {
  return (x, pass) => body.stages.reduce((y, stage) => stage.layer(y, pass), x);
}

/**
 * A body with a new head: the model of transfer learning. Parameters are named `body.` and `head.`.
 *
 * @param architecture E.g. `resnet34`.
 * @param numOutputs Outputs of the head.
 * @param head Options of {@link createHead}.
 * @returns The model with three groups, untrained; load pretrained weights into the body by {@link loadParameters}.
 * @see fastai's `create_vision_model` and `_resnet_split`.
 */
export function visionModel(architecture: Architecture, numOutputs: number, head: HeadOptions = {}): Model {
  const root = scope();
  const body = architecture.body(root.at('body'));
  const headLayer = createHead(root.at('head'), body.channels, numOutputs, head);
  const run = runBody(body);
  const inBody = (parameter: Parameter) => parameter.name.startsWith('body.');
  const { parameters } = root;
  return {
    name: architecture.name,
    recipe: {
      kind: 'visionModel',
      options: { architecture: architecture.name, numOutputs, head: plainHeadOptions(head) },
    },
    parameters,
    groups: [
      parameters.filter((p) => inBody(p) && !body.secondGroup(p.name)),
      parameters.filter((p) => inBody(p) && body.secondGroup(p.name)),
      parameters.filter((p) => !inBody(p)),
    ],
    forward: (x, pass) => headLayer(inPrecision(run(x, pass), 'float32'), pass),
  };
}

/**
 * The whole classifier as published: body, mean over the image, one linear layer. Names equal the checkpoint's.
 *
 * @param architecture E.g. `resnet34`.
 * @param numClasses 1000 for ImageNet's weights.
 */
export function classifier(architecture: Architecture, numClasses = 1000): Model {
  const root = scope();
  const body = architecture.body(root);
  const last = linear(root.at(architecture.classifier), body.channels, numClasses);
  const run = runBody(body);
  return {
    name: architecture.name,
    parameters: root.parameters,
    groups: [root.parameters],
    forward: (x, pass) => last(globalAveragePool(inPrecision(run(x, pass), 'float32')), pass),
  };
}

/** Options of {@link loadParameters}. */
export interface LoadOptions {
  /** Load only the parameters whose names start so; the arrays' names lack it. */
  readonly prefix?: string;
  /** What the arrays are, for errors. */
  readonly source?: string;
}

/**
 * Loads arrays into the parameters of the same names. Arrays for which the model has no parameter are left out.
 *
 * @throws FoveaError naming the first parameter that is missing or of another shape; nothing is loaded then.
 */
export function loadParameters(
  parameters: readonly Parameter[],
  arrays: ReadonlyMap<string, NamedArray>,
  { prefix = '', source = 'the checkpoint' }: LoadOptions = {},
): void {
  const wanted = parameters.filter(({ name }) => name.startsWith(prefix));
  for (const { name, shape } of wanted) {
    const array = arrays.get(name.slice(prefix.length));
    if (!array) {
      throw new FoveaError(
        `${source} has no "${name.slice(prefix.length)}", which the model needs.`,
        `It holds ${arrays.size} arrays, e.g. ${[...arrays.keys()].slice(0, 3).join(', ')}. Is it of another architecture?`,
      );
    }
    if (array.shape.join() !== shape.join()) {
      throw new FoveaError(
        `Expected shape [${shape.join(', ')}] for ${name}, ${source} has [${array.shape.join(', ')}].`,
        'Make the model with the number of outputs the checkpoint was trained for.',
      );
    }
  }
  for (const parameter of wanted)
    parameter.load(arrays.get(parameter.name.slice(prefix.length)) as NamedArray);
}
