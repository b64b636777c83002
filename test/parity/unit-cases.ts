import { crossEntropyLoss, FoveaError, Learner, type LearnerData, randomSplitter, tf } from '../../src/index';
import { createHead, type Model, scope, visionModel } from '../../src/layers';
import { Optimizer } from '../../src/training/optimizer';
import {
  combinedCosine,
  cosineSchedule,
  evenMultiples,
  exponentialSchedule,
  linearSchedule,
  type Schedule,
} from '../../src/training/schedules/schedule';
import { ARCHITECTURES } from './model-cases';
import type { Report } from './report';
import { type Call, fixedBatches, perform } from './runs';
import { numbers } from './tensors';
import { unetSize } from './unet-cases';

// biome-ignore lint/suspicious/noExplicitAny: fixtures are JSON; each case reads its own fields and fails by name.
type Case = any;

/** Adam on six numbers with given gradients. */
export function adam(into: Report, name: string, c: Case): void {
  const root = scope();
  const parameter = root.declare('p.weight', 'linear', [1, 6], { constant: 0 });
  parameter.load({ shape: [1, 6], values: numbers(6, c.seed, (x) => 2 * x - 1) });
  const { mom, sqr_mom: sqrMom, eps } = c.defaults;
  const optimizer = new Optimizer([[parameter]], { lr: c.lr, wd: c.wd, mom, sqrMom, eps });
  const trajectory: number[] = [];
  for (let s = 0; s < c.steps; s++) {
    const gradient = tf.tensor2d(
      numbers(6, c.seed + 1 + s, (x) => 2 * x - 1),
      [6, 1],
    );
    optimizer.step(new Map([[parameter, gradient]]));
    gradient.dispose();
    trajectory.push(...parameter.save().values);
  }
  into.compare(name, 'trajectory', trajectory, c.trajectory.flat(), 1e-5, 'largest');
  optimizer.dispose();
  parameter.dispose();
}

/** Splits by seed, exactly. */
export function splits(into: Report, name: string, cases: Case[]): void {
  for (const c of cases) {
    const items = Array.from({ length: c.n }, (_, i) => i);
    const { train, valid } = randomSplitter({ validPct: c.valid_pct, seed: c.seed })(items);
    const label = `${name} n=${c.n} seed=${c.seed}`;
    into.compare(label, 'sizes', [train.length, valid.length], [c.n_train, c.n_valid], 0);
    into.compare(label, 'train_first', train.slice(0, c.train_first.length), c.train_first, 0);
    into.compare(label, 'valid_first', valid.slice(0, c.valid_first.length), c.valid_first, 0);
  }
}

/** The fixtures' names give the schedules: `cos_1e-3_to_1e-6`, `combined_cos_.25`, `even_mults_5e-6_5e-4_3`. */
export function schedules(into: Report, name: string, c: Record<string, number[]>): void {
  for (const [key, expected] of Object.entries(c)) {
    const ours = key.startsWith('even_mults')
      ? evenMultiples(...(key.split('_').slice(2).map(Number) as [number, number, number]))
      : positions(scheduleNamed(key, expected), expected.length);
    into.compare(name, key, ours, expected, 1e-5, 'largest');
  }
}

function scheduleNamed(key: string, expected: number[]): Schedule {
  const first = expected[0];
  const last = expected[expected.length - 1];
  if (key.startsWith('combined_cos')) {
    const fraction = Number(key.split('_')[2]);
    return combinedCosine(fraction, first, peak(fraction, expected), last);
  }
  if (key.startsWith('cos')) return cosineSchedule(first, last);
  if (key.startsWith('exp')) return exponentialSchedule(first, last);
  if (key.startsWith('lin')) return linearSchedule(first, last);
  throw new FoveaError(`Unknown schedule "${key}".`);
}

/** The top of the curve, which the name does not say: it follows from the second value, on the way up. */
function peak(fraction: number, expected: number[]): number {
  const position = 1 / (expected.length - 1) / fraction;
  const risen = (1 - Math.cos(Math.PI * position)) / 2;
  return position <= 1 ? expected[0] + (expected[1] - expected[0]) / risen : Math.max(...expected);
}

function positions(schedule: Schedule, n: number): number[] {
  return Array.from({ length: n }, (_, i) => schedule(i / (n - 1)));
}

/** A model of one number per group: only the rates that it is trained with matter. */
function tinyModel(numGroups: number): Model {
  const root = scope();
  const groups = Array.from({ length: numGroups }, (_, i) => [
    root.declare(`${i}.weight`, 'linear', [1, 1], { constant: 1 }),
  ]);
  return {
    name: 'tiny',
    parameters: root.parameters,
    groups,
    forward: (x, pass) => {
      const sum = tf.addN(root.parameters.map((p) => pass.value(p)));
      return tf.mul(tf.mean(x, [1, 2]), sum);
    },
  };
}

/** Learning rates and momentum of every step of a series of fits. */
export async function traces(into: Report, name: string, cases: Case[]): Promise<void> {
  for (const [i, c] of cases.entries()) {
    const make = Array.from({ length: c.n_batches }, () => () => ({
      inputs: tf.ones([2, 1, 1, 3]) as tf.Tensor4D,
      targets: tf.tensor1d([0, 1], 'int32'),
    }));
    const dls: LearnerData = { train: fixedBatches(make, 2), valid: fixedBatches([], 2) };
    const learn = new Learner(dls, tinyModel(c.groups), { loss: crossEntropyLoss() });
    learn.freeze();
    const { rates, momentums } = await perform(learn, c.run as Call[]);
    const spread = momentums.flatMap((m) => Array.from({ length: c.groups }, () => m));
    into.compare(
      name,
      `${i}: learning rates`,
      rates.flat(),
      c.trace.flatMap((t: number[][]) => t[0]),
      1e-5,
    );
    into.compare(
      name,
      `${i}: momentums`,
      spread,
      c.trace.flatMap((t: number[][]) => t[1]),
      1e-5,
    );
  }
}

/** Sizes of models and heads. */
export function counts(into: Report, name: string, c: Case): void {
  for (const [key, expected] of Object.entries<Case>(c)) {
    const arch = ARCHITECTURES[key.split('_').pop() as keyof typeof ARCHITECTURES];
    if (key.startsWith('groups_') && arch) {
      const groups = visionModel(arch, 37).groups.map((group) => {
        const learned = group.filter((p) => !p.role.startsWith('running'));
        return [learned.length, learned.reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0)];
      });
      into.compare(name, key, groups.flat(), expected.flat(), 0);
    } else if (key.startsWith('params_') && arch) {
      const learned = visionModel(arch, 37).parameters.filter((p) => !p.role.startsWith('running'));
      into.compare(
        name,
        key,
        [learned.reduce((sum, p) => sum + p.shape.reduce((a, b) => a * b, 1), 0)],
        [expected],
        0,
      );
    } else if (key === 'unet_params') {
      into.compare(name, key, [unetSize(32)], [expected], 0);
    } else if (key.startsWith('head_') && arch) {
      compareHead(into, name, key, expected);
    } else {
      into.fail(name, key, 'is not known to this suite');
    }
  }
}

/** Reads PyTorch's printed head and compares positions and sizes of the layers that have parameters. */
function compareHead(into: Report, name: string, key: string, printed: string): void {
  const lines = [
    ...printed.matchAll(
      /^ {2}\((\d+)\): (BatchNorm1d|Linear)\((?:in_features=)?(\d+)(?:, out_features=(\d+))?/gm,
    ),
  ];
  const theirs = lines.flatMap(([, position, , inputs, outputs]) => [
    Number(position),
    Number(inputs),
    Number(outputs ?? 0),
  ]);
  const root = scope();
  createHead(root, theirs[1] / 2, theirs[theirs.length - 1]);
  const ours = root.parameters
    .filter((p) => p.name.endsWith('.weight'))
    .flatMap((p) => [
      Number(p.name.split('.')[0]),
      p.shape[p.shape.length - 1],
      p.role === 'linear' ? p.shape[0] : 0,
    ]);
  into.compare(name, key, ours, theirs, 0);
}
