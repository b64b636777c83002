import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slice, tf } from '../../src/index';
import { type Parameter, scope } from '../../src/layers';
import { Optimizer } from '../../src/training/optimizer';
import { assertClose, leavesNoTensors } from '../leaves-no-tensors';

/** Two groups: a weight and a batch normalization's scale; a weight and a bias. All ones. */
function parameters() {
  const root = scope();
  const one = { constant: 1 };
  const body = [
    root.declare('body.weight', 'linear', [1, 1], one),
    root.declare('bn.weight', 'normScale', [1], one),
  ];
  const head = [
    root.declare('head.weight', 'linear', [1, 1], one),
    root.declare('head.bias', 'bias', [1], one),
  ];
  return { groups: [body, head], all: root.parameters };
}

const firstOf = (parameter: Parameter) => parameter.save().values[0];

function withOptimizer(
  options: ConstructorParameters<typeof Optimizer>[1],
  f: (optimizer: Optimizer, all: readonly Parameter[]) => void,
): Promise<void> {
  return leavesNoTensors(() => {
    const { groups, all } = parameters();
    const optimizer = new Optimizer(groups, options);
    f(optimizer, all);
    optimizer.dispose();
    for (const parameter of all) parameter.dispose();
  });
}

function step(optimizer: Optimizer, gradient: number): void {
  const gradients = new Map(optimizer.trainable().map((p) => [p, tf.fill([...p.variable.shape], gradient)]));
  optimizer.step(gradients);
  tf.dispose([...gradients.values()]);
}

test("an optimizer has fastai's defaults: rate 1e-3, momentum 0.9, weight decay 0.01, nothing frozen", () =>
  withOptimizer({}, (optimizer) => {
    assert.deepEqual(optimizer.hypers[0], { rate: 1e-3, momentum: 0.9, weightDecay: 0.01 });
    assert.equal(optimizer.frozenTo, 0);
  }));

test('the first step of Adam moves every weight by the rate, whatever the size of the gradient', () =>
  withOptimizer({ lr: 0.1, wd: 0, eps: 0 }, (optimizer, all) => {
    step(optimizer, 7);
    assertClose(all.map(firstOf), [0.9, 0.9, 0.9, 0.9], 1e-6);
  }));

test('weights decay by rate times decay; biases and batch normalization do not', () =>
  withOptimizer({ lr: 0.1, wd: 0.5 }, (optimizer, all) => {
    step(optimizer, 0);
    assertClose(all.map(firstOf), [0.95, 1, 0.95, 1], 1e-6);
  }));

test("both averages are debiased with the momentum of the step, so a scheduled momentum changes the step's length", () =>
  withOptimizer({ lr: 0.1, wd: 0, eps: 0 }, (optimizer, all) => {
    step(optimizer, 1);
    for (const hyper of optimizer.hypers) hyper.momentum = 0.5;
    step(optimizer, 1);
    // Average 0.5 * 0.1 + 0.5 * 1 = 0.55, divided by 1 - 0.5^2.
    assertClose([firstOf(all[0])], [0.9 - (0.1 * 0.55) / 0.75], 1e-6);
  }));

test('freezeTo() leaves batch normalization training in the frozen groups', () =>
  withOptimizer({}, (optimizer) => {
    optimizer.freezeTo(-1);
    assert.deepEqual(
      optimizer.trainable().map((p) => p.name),
      ['bn.weight', 'head.weight', 'head.bias'],
    );
  }));

test('freezeTo() with trainBn: false freezes batch normalization too', () =>
  withOptimizer({ trainBn: false }, (optimizer) => {
    optimizer.freezeTo(1);
    assert.deepEqual(
      optimizer.trainable().map((p) => p.name),
      ['head.weight', 'head.bias'],
    );
  }));

test("freezeTo() forgets Adam's averages and steps", () =>
  withOptimizer({}, (optimizer) => {
    step(optimizer, 1);
    assert.equal(optimizer.moments.size, 4);
    optimizer.freezeTo(0);
    assert.equal(optimizer.moments.size, 0);
    assert.equal(optimizer.steps, 0);
  }));

test('freezeTo() names the groups there are', () =>
  withOptimizer({}, (optimizer) => {
    assert.throws(() => optimizer.freezeTo(2), {
      message:
        'Expected a parameter group from -2 to 1 in freezeTo, received 2.\n  freezeTo(-1) trains the head only, freezeTo(0) everything.',
    });
  }));

test('slice(b) gives the head b and the other groups b / 10', () => {
  assert.deepEqual(slice(1e-3), { stop: 1e-3 });
});

test('an optimizer refuses options out of range', () => {
  const wrong = [
    [{ lr: -1 }, 'Expected a number of at least 0 as lr, received -1.'],
    [{ lr: Number.NaN }, 'Expected a number of at least 0 as lr, received NaN.'],
    [{ mom: 1 }, 'Expected a number in [0, 1) as mom, received 1.'],
    [{ sqrMom: -0.1 }, 'Expected a number in [0, 1) as sqrMom, received -0.1.'],
    [{ eps: -1e-8 }, 'Expected a number of at least 0 as eps, received -1e-8.'],
    [{ wd: Number.POSITIVE_INFINITY }, 'Expected a number of at least 0 as wd, received Infinity.'],
  ] as const;
  for (const [options, message] of wrong) assert.throws(() => new Optimizer([], options), { message });
});
