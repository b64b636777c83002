import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Architecture,
  efficientnetLite0,
  FoveaError,
  mobilenetV2,
  resnet18,
  resnet34,
  resnet50,
  tf,
} from '../../src/index';
import {
  classifier,
  disposeModel,
  loadParameters,
  type Model,
  predict,
  unetModel,
  visionModel,
} from '../../src/layers';
import { leavesNoTensors } from '../leaves-no-tensors';

const numbersOf = (parameters: Model['parameters']) =>
  parameters
    .filter((p) => !p.role.startsWith('running'))
    .reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0);

for (const { architecture, body, groups } of [
  { architecture: resnet18, body: 11_176_512, groups: [30, 30, 6] },
  { architecture: resnet34, body: 21_284_672, groups: [48, 60, 6] },
  { architecture: resnet50, body: 23_508_032, groups: [72, 87, 6] },
  { architecture: mobilenetV2, body: 2_223_872, groups: [54, 102, 6] },
  { architecture: efficientnetLite0, body: 3_371_008, groups: [72, 75, 6] },
]) {
  test(`${architecture.name} has ${body} numbers in its body, and with the head three parameter groups of ${groups} tensors`, () => {
    const model = visionModel(architecture, 37);
    assert.equal(numbersOf(model.parameters.filter((p) => p.name.startsWith('body.'))), body);
    assert.deepEqual(
      model.groups.map((group) => group.filter((p) => !p.role.startsWith('running')).length),
      groups,
    );
  });
}

test("a classifier's parameters are named as torchvision names them, in its order", () => {
  const names = classifier(resnet34, 10).parameters.map((p) => p.name);
  assert.deepEqual(names.slice(0, 6), [
    'conv1.weight',
    'bn1.weight',
    'bn1.bias',
    'bn1.running_mean',
    'bn1.running_var',
    'layer1.0.conv1.weight',
  ]);
  assert.deepEqual(names.slice(-2), ['fc.weight', 'fc.bias']);
});

for (const architecture of [resnet34, efficientnetLite0, mobilenetV2] satisfies Architecture[]) {
  test(`${architecture.name} takes odd image sizes`, async () => {
    await leavesNoTensors(() => {
      const model = visionModel(architecture, 5);
      const outputs = tf.tidy(() => predict(model, tf.zeros([2, 75, 61, 3])));
      assert.deepEqual(outputs.shape, [2, 5]);
      outputs.dispose();
      disposeModel(model);
    });
  });

  test(`a U-Net on ${architecture.name} gives outputs for every pixel of an odd-sized image`, async () => {
    await leavesNoTensors(() => {
      const model = unetModel(architecture, 4, [75, 61]);
      const outputs = tf.tidy(() => predict(model, tf.zeros([1, 75, 61, 3])));
      assert.deepEqual(outputs.shape, [1, 75, 61, 4]);
      outputs.dispose();
      disposeModel(model);
    });
  });
}

test('a U-Net of 32 classes on ResNet-34 has 41,224,168 numbers', () => {
  const model = unetModel(resnet34, 32, [96, 128]);
  assert.equal(numbersOf(model.parameters), 41_224_168);
  disposeModel(model);
});

test('a U-Net of 32 classes on EfficientNet-Lite0 has 9,274,120 numbers, and 81,716,340 with the whole body, as in fastai', () => {
  for (const [wholeBody, numbers] of [
    [false, 9_274_120],
    [true, 81_716_340],
  ] as const) {
    const model = unetModel(efficientnetLite0, 32, [96, 128], { wholeBody });
    assert.equal(numbersOf(model.parameters), numbers);
    disposeModel(model);
  }
});

test('loadParameters() names an array that is missing and changes nothing', () => {
  const model = classifier(resnet34, 10);
  assert.throws(
    () =>
      loadParameters(
        model.parameters,
        new Map([['other.weight', { shape: [1], values: new Float32Array(1) }]]),
      ),
    new FoveaError(
      'the checkpoint has no "conv1.weight", which the model needs.',
      'It holds 1 arrays, e.g. other.weight. Is it of another architecture?',
    ),
  );
});

test('loadParameters() names a shape that differs', () => {
  const model = classifier(resnet34, 10);
  const arrays = new Map(
    model.parameters.map((p) => [p.name, { shape: p.shape, values: new Float32Array(0) }]),
  );
  arrays.set('fc.weight', { shape: [1000, 512], values: new Float32Array(0) });
  assert.throws(() => loadParameters(model.parameters, arrays), {
    message:
      'Expected shape [10, 512] for fc.weight, the checkpoint has [1000, 512].\n  Make the model with the number of outputs the checkpoint was trained for.',
  });
});
