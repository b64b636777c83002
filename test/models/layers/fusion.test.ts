import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setSeed, tf } from '../../../src/index';
import { relu, relu6, scope, startPass, valueAndGradients } from '../../../src/layers';
import { batchNorm } from '../../../src/models/layers/batch-norm';
import { convolution, depthwiseConvolution } from '../../../src/models/layers/convolution';
import type { Layer, Scope } from '../../../src/models/layers/layer';
import { shufflePixels } from '../../../src/models/layers/pixel-shuffle';
import { residual, sequential } from '../../../src/models/layers/sequential';
import { isLearned, type Parameter } from '../../../src/models/parameter';
import { nativeKernels } from '../../../src/tensorflow/native-kernels';
import { interceptKernels } from '../../../src/tensorflow/tfjs-internals';
import { leavesNoTensors } from '../../leaves-no-tensors';

type Images = [number, number, number, number];

/** Layers for images of 16 channels, and how they are joined. */
interface Case {
  readonly title: string;
  readonly layers: (at: Scope) => Layer[];
  /** `sequential` by default. */
  readonly join?: (layers: Layer[]) => Layer;
  /** The same without fusion. */
  readonly reference?: (run: Layer) => Layer;
  /** What computes in a training pass. */
  readonly training: readonly string[];
  /** What computes in a prediction. */
  readonly prediction: readonly string[];
}

const conv3 = (at: Scope, name: string, from = 16, to = 16, bias = false) =>
  convolution(at.at(name), from, to, { kernel: 3, padding: 1, bias });

const CASES: readonly Case[] = [
  {
    title: 'a convolution trains as one with the normalization and the activation before it',
    layers: (at) => [
      conv3(at, 'conv1'),
      batchNorm(at.at('bn1'), 16),
      relu,
      conv3(at, 'conv2'),
      batchNorm(at.at('bn2'), 16),
    ],
    training: ['FoveaPatchConv2D', 'FoveaBatchNorm', 'FoveaPatchConv2D', 'FoveaBatchNorm'],
    prediction: ['FoveaPatchConv2D', 'FoveaNormalize', 'FoveaPatchConv2D', 'FoveaNormalize'],
  },
  {
    title: 'a pointwise convolution normalizes what it multiplies',
    layers: (at) => [batchNorm(at.at('bn1'), 16), relu6, convolution(at.at('conv1'), 16, 8)],
    training: ['FoveaNormPointwise'],
    prediction: ['FoveaNormalize', 'FoveaPointwiseConv2D'],
  },
  {
    title: 'a depthwise convolution trains as one with the expansion before it',
    layers: (at) => [
      convolution(at.at('expand'), 16, 32),
      batchNorm(at.at('bn1'), 32),
      relu6,
      depthwiseConvolution(at.at('depthwise'), 32),
    ],
    training: ['FoveaPointwiseConv2D', 'FoveaNormDepthwise'],
    prediction: ['FoveaPointwiseConv2D', 'FoveaNormalize', 'FoveaDepthwise'],
  },
  {
    title: 'a bias is added with the activation after it',
    layers: (at) => [conv3(at, 'conv1', 16, 8, true), relu],
    training: ['FoveaPatchConv2D', 'FoveaBias'],
    prediction: ['FoveaPatchConv2D', 'FoveaBias'],
  },
  {
    title: 'a layer of your own stays a function between the others',
    layers: (at) => [batchNorm(at.at('bn1'), 16), (x) => tf.mul(x, 2), relu, conv3(at, 'conv1')],
    training: ['FoveaBatchNorm', 'Mul', 'Relu', 'FoveaPatchConv2D'],
    prediction: ['FoveaNormalize', 'Mul', 'Relu', 'FoveaPatchConv2D'],
  },
  {
    title: 'what is sequential within a sequence is joined to its neighbours',
    layers: (at) => [sequential([batchNorm(at.at('bn1'), 16)]), sequential([relu]), conv3(at, 'conv1')],
    training: ['FoveaBatchNorm', 'FoveaPatchConv2D'],
    prediction: ['FoveaNormalize', 'FoveaPatchConv2D'],
  },
  {
    title: 'a pixel shuffle reorders the filter and the bias before it, not the image',
    layers: (at) => [convolution(at.at('conv1'), 16, 32, { bias: true }), relu, shufflePixels],
    training: ['Transpose', 'FoveaPointwiseConv2D', 'Transpose', 'FoveaBias', 'DepthToSpace'],
    prediction: ['Transpose', 'FoveaPointwiseConv2D', 'Transpose', 'FoveaBias', 'DepthToSpace'],
  },
  {
    title: 'the last normalization of a residual block, the sum and the activation are one',
    layers: (at) => [conv3(at, 'conv1'), batchNorm(at.at('bn1'), 16)],
    join: (layers) => residual(layers, { activation: relu }),
    reference: (run) => (x, pass) => relu(tf.add<tf.Tensor4D>(run(x, pass), x)),
    training: ['FoveaPatchConv2D', 'FoveaBatchNormSum'],
    prediction: ['FoveaPatchConv2D', 'FoveaNormalize', 'Add', 'Relu'],
  },
  {
    title: 'the last bias of a residual block is added after the sum, with the activation',
    layers: (at) => [conv3(at, 'conv1', 16, 16, true)],
    join: (layers) => residual(layers, { activation: relu }),
    reference: (run) => (x, pass) => relu(tf.add<tf.Tensor4D>(run(x, pass), x)),
    training: ['FoveaPatchConv2D', 'Add', 'FoveaBias'],
    prediction: ['FoveaPatchConv2D', 'Add', 'FoveaBias'],
  },
  {
    title: 'a residual block without an activation adds its input to its result',
    layers: (at) => [conv3(at, 'conv1'), batchNorm(at.at('bn1'), 16)],
    join: (layers) => residual(layers),
    reference: (run) => (x, pass) => tf.add<tf.Tensor4D>(run(x, pass), x),
    training: ['FoveaPatchConv2D', 'FoveaBatchNorm', 'Add'],
    prediction: ['FoveaPatchConv2D', 'FoveaNormalize', 'Add'],
  },
];

/** The kernels that compute: not those that read a parameter or change a shape. */
const COMPUTES = /^(Fovea.*|Relu|Add|Mul|Transpose|DepthToSpace)$/;

function kernelsOf(run: () => void): string[] {
  const kernels: string[] = [];
  const end = interceptKernels((kernel, execute) => {
    const results = execute();
    // Vectors are added too: epsilon to a variance.
    if (COMPUTES.test(kernel) && results[0].shape.length > 1) kernels.push(kernel);
    return results;
  });
  try {
    run();
  } finally {
    end();
  }
  return kernels;
}

interface Results {
  readonly outputs: number[];
  readonly gradients: number[][];
  readonly statistics: number[][];
}

function trainOnce(layer: Layer, parameters: readonly Parameter[], x: tf.Tensor4D): Results {
  return tf.tidy(() => {
    const pass = startPass({ training: true });
    const weights = parameters.filter(isLearned).map((parameter) => pass.value(parameter));
    let outputs: number[] = [];
    const { gradients } = valueAndGradients(() => {
      const y = layer(x, pass);
      outputs = [...y.dataSync()];
      return tf.sum(tf.mul(y, tf.randomNormal(y.shape, 0, 1, 'float32', 7))) as tf.Scalar;
    }, [x, ...weights]);
    return {
      outputs,
      gradients: gradients.map((gradient) => [...gradient.dataSync()]),
      statistics: parameters.filter((p) => !isLearned(p)).map((p) => [...p.save().values]),
    };
  });
}

/** Equal within 1e-4 of the largest number. */
function assertNear(actual: readonly number[], expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  const size = Math.max(...expected.map(Math.abs));
  const difference = Math.max(...expected.map((value, i) => Math.abs(value - actual[i])));
  assert.ok(difference <= 1e-4 * size, `${what}: differs by ${difference} of ${size}`);
}

for (const {
  title,
  layers,
  join = sequential,
  reference = (run: Layer) => run,
  training,
  prediction,
} of CASES) {
  test(`${title}, and equals the single layers`, async () => {
    await leavesNoTensors(() => {
      const shape: Images = [2, 7, 6, 16];
      const x = tf.randomNormal<tf.Rank.R4>(shape, 0.5, 1, 'float32', 1);
      const make = (joined: (layers: Layer[]) => Layer) => {
        setSeed(5);
        const root = scope();
        return { run: joined(layers(root)), parameters: root.parameters };
      };
      const fused = make(join);
      const single = make((each) => reference((y, pass) => each.reduce((z, layer) => layer(z, pass), y)));
      const results = [fused, single].map(({ run, parameters }) => trainOnce(run, parameters, x));
      assertNear(results[0].outputs, results[1].outputs, 'outputs');
      results[1].gradients.forEach((expected, i) => {
        assertNear(results[0].gradients[i], expected, `gradient ${i}`);
      });
      results[1].statistics.forEach((expected, i) => {
        assertNear(results[0].statistics[i], expected, `statistics ${i}`);
      });
      const predictions = [fused, single].map(({ run }) =>
        tf.tidy(() => [...run(x, startPass()).dataSync()]),
      );
      assertNear(predictions[0], predictions[1], 'prediction');
      if (nativeKernels()) {
        const forward = (isTraining: boolean) =>
          kernelsOf(() => void tf.tidy(() => void fused.run(x, startPass({ training: isTraining }))));
        assert.deepEqual(forward(true), training);
        assert.deepEqual(forward(false), prediction);
      }
      for (const parameter of [...fused.parameters, ...single.parameters]) parameter.dispose();
      x.dispose();
    });
  });
}

test('a parameter first read within an inner tf.tidy can be read again in the same pass', async () => {
  await leavesNoTensors(() => {
    const root = scope();
    const shared = conv3(root, 'shared');
    const block = residual([shared], { activation: relu });
    tf.tidy(() => {
      const x = tf.ones<tf.Rank.R4>([1, 4, 4, 16]);
      const pass = startPass();
      assert.deepEqual(shared(block(x, pass), pass).shape, [1, 4, 4, 16]);
    });
    for (const parameter of root.parameters) parameter.dispose();
  });
});
