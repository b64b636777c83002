import { FoveaError } from '../base/errors';
import type { Random } from '../base/random';
import { runKernelForOne } from '../tensorflow/kernel';
import { readNumbers } from '../tensorflow/read';
import { tf } from '../tensorflow/tf';
import { type Variable, variable } from '../tensorflow/variable';
import type { NamedArray } from './checkpoint/named-array';

/** What a parameter is in its layer. Its layout, weight decay and whether it is trained follow from it. */
export type ParameterRole =
  | 'convolution'
  | 'depthwise'
  | 'linear'
  | 'bias'
  | 'normScale'
  | 'normShift'
  | 'runningMean'
  | 'runningVariance';

/**
 * How initial values are drawn: a constant, normal with this standard deviation, uniform in [-bound, bound], or normal
 * with each filter repeated four times, so that a pixel shuffle starts as nearest-neighbour upsampling (ICNR, Aitken et
 * al. 2017, arXiv:1707.02937).
 */
export type Initial =
  | { readonly constant: number }
  | { readonly deviation: number }
  | { readonly bound: number }
  | { readonly icnr: number };

/** One named array of a model: a weight that is learned, or a running statistic that is kept. */
export interface Parameter {
  /** As in the checkpoint, e.g. `layer1.0.conv1.weight`. */
  readonly name: string;
  readonly role: ParameterRole;
  /** In PyTorch's layout. */
  readonly shape: readonly number[];
  /** The numbers, in TensorFlow's layout. Made at first use: no initial values are drawn for a model that is then loaded. */
  readonly variable: Variable;
  /** How initial values are drawn. */
  initial: Initial;
  /** Draws new initial values. */
  initialize(random: Random): void;
  /** Sets the values, given in PyTorch's layout. */
  load(array: NamedArray): void;
  /** Reads the values, in PyTorch's layout. */
  save(): NamedArray;
  /** Frees the numbers. The parameter cannot be used afterwards. */
  dispose(): void;
}

// From PyTorch's axes to TensorFlow's; [out, in, h, w] becomes [h, w, in, out], and so on.
const TO_TENSORFLOW: Partial<Record<ParameterRole, number[]>> = {
  convolution: [2, 3, 1, 0],
  depthwise: [2, 3, 0, 1],
  linear: [1, 0],
};
const TO_PYTORCH: Partial<Record<ParameterRole, number[]>> = {
  convolution: [3, 2, 0, 1],
  depthwise: [2, 3, 0, 1],
  linear: [1, 0],
};

/** True for what the optimizer changes; running statistics are updated by the forward pass instead. */
export function isLearned({ role }: Parameter): boolean {
  return role !== 'runningMean' && role !== 'runningVariance';
}

/** True for a batch normalization's scale and shift: they train in frozen groups too (fastai's `train_bn`). */
export function isNorm({ role }: Parameter): boolean {
  return role === 'normScale' || role === 'normShift';
}

/** True for weights that decay: not biases, not batch normalization (fastai's `wd_bn_bias=False`). */
export function decays({ role }: Parameter): boolean {
  return role === 'convolution' || role === 'depthwise' || role === 'linear';
}

/** Declares a parameter; its numbers are drawn, or loaded, later. */
export function parameter(
  name: string,
  role: ParameterRole,
  shape: readonly number[],
  initial: Initial,
  random: Random,
): Parameter {
  let current: Variable | undefined;
  let isDisposed = false;
  const toTensorFlow = (x: tf.Tensor) => {
    const axes = TO_TENSORFLOW[role];
    return axes ? tf.transpose(x, axes) : x;
  };
  const put = (make: () => tf.Tensor): Variable => {
    if (isDisposed) {
      throw new FoveaError(
        `The parameter ${name} was disposed: its numbers are gone.`,
        'Make the model again.',
      );
    }
    tf.tidy(() => {
      const value = toTensorFlow(make());
      if (current) current.assign(value);
      else current = variable(value);
    });
    return current as Variable;
  };
  const self: Parameter = {
    name,
    role,
    shape,
    initial,
    get variable() {
      return current ?? put(() => draw(shape, self.initial, random));
    },
    initialize(stream) {
      put(() => draw(shape, self.initial, stream));
    },
    load({ values }) {
      put(() => tf.tensor(values, [...shape]));
    },
    save() {
      const values = readNumbers(() => {
        const axes = TO_PYTORCH[role];
        const value = self.variable.read();
        return axes ? tf.transpose(value, axes) : value;
      });
      return { shape, values };
    },
    dispose() {
      current?.dispose();
      current = undefined;
      isDisposed = true;
    },
  };
  return self;
}

function draw(shape: readonly number[], initial: Initial, random: Random): tf.Tensor {
  if ('constant' in initial) return tf.fill([...shape], initial.constant);
  if ('bound' in initial) {
    return tf.mul(tf.sub(stateless('StatelessRandomUniform', shape, random), 0.5), 2 * initial.bound);
  }
  if ('deviation' in initial) {
    return tf.mul(stateless('StatelessRandomNormal', shape, random), initial.deviation);
  }
  const [out, ...rest] = shape;
  const filters = tf.mul(stateless('StatelessRandomNormal', [out / 4, 1, ...rest], random), initial.icnr);
  return tf.reshape(tf.tile(filters, [1, 4, ...rest.map(() => 1)]), [...shape]);
}

function stateless(kernel: string, shape: readonly number[], random: Random): tf.Tensor {
  const seed = tf.tensor1d([random.bits() | 0, random.bits() | 0], 'int32');
  return runKernelForOne(kernel, [tf.tensor1d([...shape], 'int32'), seed], { dtype: { type: 'float32' } });
}
