import {
  binaryCrossEntropyLoss,
  crossEntropyLoss,
  type EpochRow,
  efficientnetLite0,
  FoveaError,
  Learner,
  type LearnerData,
  type Loss,
  meanSquaredErrorLoss,
  resnet34,
  resnet50,
  tf,
} from '../../src/index';
import {
  classifier,
  disposeModel,
  loadParameters,
  type Model,
  type NamedArray,
  predict,
  startPass,
  valueAndGradients,
  visionModel,
} from '../../src/layers';
import type { Report } from './report';
import { type Call, fixedBatches, perform } from './runs';
import { images, numbers, parameterValues } from './tensors';

type Names = [string, number[], number][];

/** By the names that fixtures give them. */
export const ARCHITECTURES = { resnet34, resnet50, efficientnet_lite0: efficientnetLite0 };

export function architecture(name: string) {
  if (name in ARCHITECTURES) return ARCHITECTURES[name as keyof typeof ARCHITECTURES];
  throw new FoveaError(
    `Unknown architecture "${name}".`,
    `The suite knows ${Object.keys(ARCHITECTURES).join(', ')}.`,
  );
}

/** Fills a model with the fixture's numbers. */
export function fill(model: Model, names: Names, rename: (name: string) => string): void {
  const arrays = new Map<string, NamedArray>(
    names.map(([name, shape, t]) => [rename(name), parameterValues(name, shape, t)]),
  );
  if (arrays.size !== model.parameters.length) {
    throw new FoveaError(`The model has ${model.parameters.length} arrays, the fixture ${arrays.size}.`);
  }
  loadParameters(model.parameters, arrays, { source: 'the fixture' });
}

/** Height and width of a case's images: `size` is one number or two. */
export function imageSize(size: number | [number, number]): [number, number] {
  return typeof size === 'number' ? [size, size] : size;
}

/** Compares statistics of gradients: mean, mean |.|, first and last element, in PyTorch's layout. */
export function compareGradients(
  into: Report,
  name: string,
  model: Model,
  run: () => tf.Scalar,
  pass: ReturnType<typeof startPass>,
  expected: Record<string, number[]>,
  rename: (name: string) => string,
): number {
  const wanted = Object.keys(expected);
  const parameters = wanted.map((key) => {
    const found = model.parameters.find((p) => p.name === rename(key));
    if (!found) throw new FoveaError(`The model has no parameter "${rename(key)}".`);
    return found;
  });
  const { value, gradients } = valueAndGradients(
    run,
    parameters.map((p) => pass.value(p)),
  );
  wanted.forEach((key, i) => {
    const absMean = tf.mean(tf.abs(gradients[i])).dataSync()[0];
    into.compare(name, `gradient of ${key}`, [absMean], [expected[key][1]], 1e-2);
  });
  return value.dataSync()[0];
}

/** A torchvision classifier: outputs, loss, gradients and running statistics of one pass. */
export function forwardBackward(into: Report, name: string, c: Record<string, never>): void {
  const { arch, n, size, classes, names } = c as Record<string, unknown> as {
    arch: string;
    n: number;
    size: number;
    classes: number;
    names: Names;
  };
  const model = classifier(architecture(arch), classes);
  fill(model, names, (key) => key);
  const [height, width] = imageSize(size);
  const loss = crossEntropyLoss();
  tf.tidy(() => {
    const x = tf.tensor4d(images(n, height, width, 1000), [n, height, width, 3]);
    const y = tf.tensor1d(
      Array.from({ length: n }, (_, i) => i % classes),
      'int32',
    );
    into.compare(
      name,
      'eval_logits',
      predict(model, x).dataSync(),
      (c.eval_logits as number[][]).flat(),
      1e-3,
      'largest',
    );
    const pass = startPass({ training: true });
    let logits: ArrayLike<number> = [];
    const value = compareGradients(
      into,
      name,
      model,
      () => {
        const outputs = model.forward(x, pass);
        logits = outputs.dataSync();
        return loss.value(outputs, y);
      },
      pass,
      c.grads_mean_absmean_first_last,
      (key) => key,
    );
    into.compare(name, 'train_logits', logits, (c.train_logits as number[][]).flat(), 1e-3, 'largest');
    into.compare(name, 'loss', [value], [c.loss], 1e-3);
    for (const [key, parameter] of [
      ['bn1_running_mean', 'bn1.running_mean'],
      ['bn1_running_var', 'bn1.running_var'],
    ]) {
      const found = model.parameters.find((p) => p.name === parameter);
      const theirs = c[key] as number[];
      into.compare(
        name,
        key,
        [...(found?.save().values ?? [])].slice(0, theirs.length),
        theirs,
        1e-3,
        'largest',
      );
    }
  });
  disposeModel(model);
}

function lossAndTargets(name: string, n: number, classes: number): { loss: Loss; targets: tf.Tensor } {
  if (name === 'ce') {
    const labels = Array.from({ length: n }, (_, i) => i % classes);
    return { loss: crossEntropyLoss(), targets: tf.tensor1d(labels, 'int32') };
  }
  if (name === 'bce') {
    const labels = numbers(n * classes, 3000, (x) => (x > 0.7 ? 1 : 0));
    return { loss: binaryCrossEntropyLoss(), targets: tf.tensor2d(labels, [n, classes]) };
  }
  if (name === 'mse') {
    const values = numbers(n * classes, 3000, (x) => 2 * x - 1);
    return { loss: meanSquaredErrorLoss(), targets: tf.tensor2d(values, [n, classes]) };
  }
  throw new FoveaError(`Unknown loss_func "${name}".`, 'The suite knows ce, bce and mse.');
}

/** A fastai learner trained on fixed batches: the losses of every step, the table, the final outputs. */
export async function train(into: Report, name: string, c: Record<string, never>): Promise<void> {
  const { arch, classes, n, size, bs, loss_func, y_range, names, run } = c as Record<string, unknown> as {
    arch: string;
    classes: number;
    n: number;
    size: number;
    bs: number;
    loss_func: string;
    y_range: [number, number] | null;
    names: Names;
    run: Call[];
  };
  const model = visionModel(architecture(arch), classes, { ps: 0, yRange: y_range ?? undefined });
  const stages = ['conv1', 'bn1', 'relu', 'maxpool', 'layer1', 'layer2', 'layer3', 'layer4'];
  fill(model, names, (key) =>
    key.replace(/^0\.(\d)/, (_, i) => `body.${stages[Number(i)]}`).replace(/^1\./, 'head.'),
  );
  into.compare(
    name,
    'groups',
    model.groups.map((g) => g.filter((p) => !/running_/.test(p.name)).length),
    c.groups,
    0,
  );
  const [height, width] = imageSize(size);
  const { loss, targets } = lossAndTargets(loss_func, n, classes);
  const all = tf.tensor4d(images(n, height, width, 2000), [n, height, width, 3]);
  const batches = Array.from({ length: Math.floor(n / bs) }, (_, i) => () => ({
    inputs: all.slice([i * bs, 0, 0, 0], [bs, height, width, 3]),
    targets: targets.slice(i * bs, bs),
  }));
  const dls: LearnerData = { train: fixedBatches(batches, bs), valid: fixedBatches(batches.slice(0, 1), bs) };
  const learn = new Learner(dls, model, { loss });
  const { losses, rows } = await perform(learn, run);
  const theirs = c.train_losses as number[];
  into.compare(name, 'first 6 train_losses', losses.slice(0, 6), theirs.slice(0, 6), 2e-3);
  into.compare(name, `all ${theirs.length} train_losses`, losses, theirs, Number.POSITIVE_INFINITY);
  if (c.recorder_train_valid) compareTable(into, name, rows, c.recorder_train_valid);
  const outputs = tf.tidy(() => predict(model, all.slice([0, 0, 0, 0], [bs, height, width, 3])).dataSync());
  if (c.final_eval_out)
    into.compare(
      name,
      'final_eval_out',
      outputs,
      (c.final_eval_out as number[][]).flat(),
      Number.POSITIVE_INFINITY,
      'largest',
    );
  learn.optimizer.dispose();
  disposeModel(model);
  tf.dispose([all, targets]);
}

/** The last epochs' training and validation losses. */
function compareTable(into: Report, name: string, rows: readonly EpochRow[], expected: number[][]): void {
  const last = rows
    .slice(-expected.length)
    .flatMap(({ trainLoss, validLoss }) => [trainLoss, validLoss ?? Number.NaN]);
  into.compare(name, 'recorder_train_valid', last, expected.flat(), Number.POSITIVE_INFINITY);
}
