import { FoveaError } from '../base/errors';
import { countText } from '../base/number-text';
import { printedAs } from '../base/printed-as';
import { newStream, type Random } from '../base/random';
import type { Recipe } from '../base/recipe';
import { inPrecision, type Precision } from '../tensorflow/precision';
import { tf } from '../tensorflow/tf';
import { type NamedArray, sizeOf } from './checkpoint/named-array';
import type { Layer, Pass } from './layers/layer';
import { isLearned, type Parameter } from './parameter';

/** A model: named parameters and a plain function over them. */
export interface Model {
  /** Short name for summaries, e.g. `resnet34 + head`. */
  readonly name: string;
  /** How to make it again, untrained. Undefined for custom models, which cannot be exported. */
  readonly recipe?: Recipe;
  /** In the order of PyTorch's `state_dict`. */
  readonly parameters: readonly Parameter[];
  /** Parameter groups, from the first layers to the head: each may have its own learning rate. */
  readonly groups: readonly (readonly Parameter[])[];
  /**
   * From images, real numbers `[batch, height, width, 3]`, normalized, to raw outputs. Layers work in the precision of
   * their input.
   */
  readonly forward: Layer<tf.Tensor4D, tf.Tensor>;
  /**
   * Precision of the images given to `forward`. Parameters are always float32.
   *
   * @defaultValue `float32`
   */
  precision?: Precision;
  /**
   * Least number of images in a training batch: 2 where it normalizes single values by batch, for one has no variance.
   *
   * @defaultValue 1
   */
  readonly leastTrainingBatch?: number;
}

/** Makes a model print as one line that says what it is and what to call. */
export function printedInOneLine(model: Model): Model {
  return printedAs(model, ({ name, parameters, groups }) => {
    const count = parameters.filter(isLearned).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    return `Model ${name}: ${countText(count)} parameters in ${groups.length} groups; learn.summary() lists its layers.`;
  });
}

const disposed = new WeakSet<Model>();

/**
 * Frees the memory of a model's parameters.
 *
 * @param model It cannot be used afterwards.
 */
export function disposeModel(model: Model): void {
  disposed.add(model);
  for (const parameter of model.parameters) parameter.dispose();
}

/**
 * Checks that a model still has its weights.
 *
 * @throws FoveaError if it was disposed.
 */
export function expectNotDisposed(model: Model): void {
  if (!disposed.has(model)) return;
  throw new FoveaError(
    `The model ${model.name} was disposed: its weights are gone.`,
    'Run the cell that makes the learner again, and load its weights if they were saved.',
  );
}

/**
 * Starts a pass through a model. It reads each parameter once; those tensors belong to the enclosing `tf.tidy`.
 *
 * @param options `training`: batch normalization by the batch and dropout. `random`: where dropout draws from, by default a new
 *   stream of the shared seed.
 * @defaultValue `training` false
 */
export function startPass({ training = false, random }: { training?: boolean; random?: Random } = {}): Pass {
  const values = new Map<Parameter, tf.Tensor>();
  let stream = random;
  return {
    training,
    // Taken from the shared seed only when something draws: a prediction must not change what is drawn later.
    get random() {
      stream ??= newStream();
      return stream;
    },
    value: (parameter) => {
      let value = values.get(parameter);
      // A value read within an inner tf.tidy ends with it.
      if (!value || value.isDisposed) {
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
 * @param model The model.
 * @param inputs float32 `[batch, height, width, 3]`, normalized. Not disposed.
 * @returns Raw outputs, float32, owned by the enclosing `tf.tidy`.
 * @throws FoveaError if the model was disposed.
 */
export function runModel(model: Model, inputs: tf.Tensor4D, pass: Pass): tf.Tensor {
  expectNotDisposed(model);
  const { forward, precision = 'float32' } = model;
  return inPrecision(forward(inPrecision(inputs, precision), pass), 'float32');
}

/**
 * Computes a model's outputs for prediction: running statistics, no dropout.
 *
 * @param model The model, as it is now.
 * @param inputs float32 `[batch, height, width, 3]`, normalized. Not disposed.
 * @returns Raw outputs, float32, owned by the caller.
 */
export function predict(model: Model, inputs: tf.Tensor4D): tf.Tensor {
  return tf.tidy(() => runModel(model, inputs, startPass()));
}

/** Options of {@link loadParameters}. */
export interface LoadOptions {
  /**
   * Load only the parameters whose names start with it; the arrays' names lack it.
   *
   * @defaultValue empty: all parameters
   */
  readonly prefix?: string;
  /**
   * Where the arrays come from, for error messages.
   *
   * @defaultValue `the checkpoint`
   */
  readonly source?: string;
}

/**
 * Loads arrays into the parameters of the same names. Arrays for which there is no parameter are ignored.
 *
 * @param parameters Of a model.
 * @param arrays By name, in PyTorch's layout.
 * @param options A prefix of the parameters' names, and the arrays' source.
 * @throws FoveaError naming the first array that is missing or has another shape, before anything is loaded.
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
