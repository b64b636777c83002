import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type Architecture,
  mobilenetV2,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  tf,
} from '../../src/index';
import { classifier, disposeModel, loadParameters, predict } from '../../src/layers';
import { modelMakers } from '../../src/models/model-recipe';
import { PUBLISHED } from '../../src/models/weights/published-weights';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';
import { images, parameterValues } from '../parity/tensors';

// state-dicts/ holds the names and shapes of torchvision 0.29's state_dict() without num_batches_tracked, which nothing reads.
const stateDict = (name: string) =>
  readFileSync(join(__dirname, 'state-dicts', `${name}.txt`), 'utf8')
    .trim()
    .split('\n');

for (const { architecture, numbers, file } of [
  { architecture: resnet18, numbers: 11_689_512, file: 'resnet18-f37072fd.pth' },
  { architecture: resnet34, numbers: 21_797_672, file: 'resnet34-b627a593.pth' },
  { architecture: resnet50, numbers: 25_557_032, file: 'resnet50-0676ba61.pth' },
  { architecture: resnet101, numbers: 44_549_160, file: 'resnet101-63fe2227.pth' },
  { architecture: resnet152, numbers: 60_192_808, file: 'resnet152-394f9c45.pth' },
  { architecture: mobilenetV2, numbers: 3_504_872, file: 'mobilenet_v2-b0353104.pth' },
]) {
  const { name } = architecture;
  test(`${name} has the parameters of torchvision's state_dict, ${numbers} numbers, and its file of weights`, () => {
    const model = classifier(architecture);
    const found = model.parameters.map((p) => `${p.name} ${p.shape.join('x')}`);
    assert.deepEqual(found, stateDict(name));
    const sizes = model.parameters.filter((p) => !p.role.startsWith('running')).map((p) => p.shape);
    assert.equal(
      sizes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0),
      numbers,
    );
    assert.deepEqual(PUBLISHED[name].origin, { kind: 'torchHub', file });
    disposeModel(model);
  });
}

// The outputs of torchvision 0.29's own forward() for two images of 37 x 45 pixels, computed in float64.
const OUTPUTS: readonly { architecture: Architecture; expected: readonly number[] }[] = [
  {
    architecture: resnet18,
    expected: [
      -8.589796, 13.09671, -21.80146, -26.88877, 19.6355, -5.006425, 7.209623, 20.85646, 6.304148, 1.155871,
      -7.701955, 10.44593, -22.61498, -25.50779, 18.7323, -4.673397, 6.183888, 23.61833, 7.034153, 3.132447,
    ],
  },
  {
    architecture: mobilenetV2,
    expected: [
      -1.946241, 2.954473, -0.8322818, 1.408657, -1.038979, -0.9782261, -3.168847, 2.148228, 2.102378,
      2.215502, -1.506033, 3.061928, 0.05818464, 0.4401075, -1.167323, -1.344436, -1.883904, 0.8844746,
      1.929783, 3.748264,
    ],
  },
];

for (const { architecture, expected } of OUTPUTS) {
  test(`${architecture.name} gives the outputs of torchvision's forward() for the same weights`, () =>
    leavesNoTensors(() => {
      const model = classifier(architecture, 10);
      const arrays = model.parameters.map(
        ({ name, shape }, t) => [name, parameterValues(name, shape, t)] as const,
      );
      loadParameters(model.parameters, new Map(arrays));
      tf.tidy(() => {
        const outputs = predict(model, tf.tensor4d(images(2, 37, 45, 10_000), [2, 37, 45, 3]));
        assertClose(outputs.dataSync(), expected, 1e-3);
      });
      disposeModel(model);
    }));
}

test('an export may name each architecture, as a classifier and as the encoder of a U-Net', () => {
  for (const { name } of [resnet18, resnet101, resnet152, mobilenetV2]) {
    const [vision] = modelMakers;
    const model = vision.make({ architecture: name, numOutputs: 3, head: {} });
    assert.deepEqual(
      model.groups.map((group) => group.length > 0),
      [true, true, true],
    );
    disposeModel(model);
  }
});
