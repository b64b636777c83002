import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { efficientnetLite0, pretrained, resnet34, setSeed, tf } from '../../../src/index';
import {
  classifier,
  disposeModel,
  loadParameters,
  loadPretrained,
  type NamedArray,
  predict,
  readWeights,
  writeSafetensors,
} from '../../../src/layers';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder();

const NORM = ['weight', 'bias', 'running_mean', 'running_var'];

/**
 * The names of timm 1.0.31's `tf_efficientnet_lite0` in its order, written down from its modules: a stem, seven stages of
 * blocks, of which the first has no expansion, and a head.
 */
function timmNames(): string[] {
  const norm = (name: string) => NORM.map((part) => `${name}.${part}`);
  const blocks = [1, 2, 2, 3, 3, 4, 1].flatMap((depth, stage) =>
    Array.from({ length: depth }, (_, i) => {
      const convolutions = stage === 0 ? ['conv_dw', 'conv_pw'] : ['conv_pw', 'conv_dw', 'conv_pwl'];
      return convolutions
        .flatMap((name, k) => [`${name}.weight`, ...norm(`bn${k + 1}`)])
        .map((name) => `blocks.${stage}.${i}.${name}`);
    }).flat(),
  );
  return [
    'conv_stem.weight',
    ...norm('bn1'),
    ...blocks,
    'conv_head.weight',
    ...norm('bn2'),
    'classifier.weight',
    'classifier.bias',
  ];
}

test("readWeights() gives timm's EfficientNet-Lite0 the published names: both models give the same outputs", async () => {
  setSeed(7);
  const model = classifier(efficientnetLite0, 5);
  const names = timmNames();
  assert.equal(names.length, model.parameters.length);
  const arrays = new Map<string, NamedArray>(
    // Running statistics and scales unlike each other, so that no two norms could be taken for one another.
    model.parameters.map((parameter, i) => {
      const { shape, values } = parameter.save();
      const moved = shape.length > 1 ? values : values.map((value, k) => value + ((i * 7 + k) % 5) / 10);
      return [names[i], { shape, values: moved }];
    }),
  );
  // As PyTorch's norms have it; our models have no use for it.
  arrays.set('bn1.num_batches_tracked', { shape: [], values: Float32Array.of(3) });
  const path = join(folder, 'tf_efficientnet_lite0.safetensors');
  await writeSafetensors(path, arrays);

  const read = readWeights(path);
  for (const [i, { name }] of model.parameters.entries()) {
    assert.deepEqual(read.get(name)?.values, arrays.get(names[i])?.values, name);
  }
  const other = classifier(efficientnetLite0, 5);
  loadParameters(other.parameters, read);
  model.parameters.forEach((parameter, i) => {
    parameter.load(arrays.get(names[i]) as NamedArray);
  });
  const image = tf.randomUniform<tf.Rank.R4>([1, 64, 64, 3], -1, 1, 'float32', 3);
  const [ours, timms] = [model, other].map((each) => {
    const outputs = predict(each, image);
    const values = [...outputs.dataSync()];
    outputs.dispose();
    return values;
  });
  assert.deepEqual(timms, ours);
  assert.ok(ours.some((value) => value !== 0));
  image.dispose();
  disposeModel(model);
  disposeModel(other);
});

test("readWeights() leaves the names of timm's ResNets unchanged: they are torchvision's", async () => {
  const arrays = new Map(
    ['conv1.weight', 'layer1.0.downsample.0.weight', 'fc.bias'].map((name) => [
      name,
      { shape: [2], values: Float32Array.of(1, 2) },
    ]),
  );
  const path = join(folder, 'resnet.safetensors');
  await writeSafetensors(path, arrays);
  assert.deepEqual(readWeights(path), arrays);
});

test('pretrained() with a file takes the weights from it alone', async () => {
  const path = join(folder, 'mine.safetensors');
  await writeSafetensors(path, new Map([['conv1.weight', { shape: [1], values: Float32Array.of(5) }]]));
  const lines: string[] = [];
  const listener = { line: (text: string) => void lines.push(text), note() {}, progress() {} };
  const { architecture, arrays } = await loadPretrained(pretrained(resnet34, { weights: path }), listener);
  assert.equal(architecture, resnet34);
  assert.deepEqual([...arrays.keys()], ['conv1.weight']);
  assert.deepEqual(lines, [`Model: resnet34, weights from ${path}.`]);
});

test('pretrained() with a file that cannot be read is an error, even if there is a second choice', async () => {
  const asked = pretrained(resnet34, { weights: join(folder, 'none.pth'), otherwise: efficientnetLite0 });
  await assert.rejects(loadPretrained(asked), {
    name: 'FoveaError',
    message: /none\.pth cannot be read as PyTorch weights\. Expected a readable file: it does not exist\./,
  });
});
