import { countText } from '../base/number-text';
import { printable } from '../base/printable';
import { textTable } from '../base/text-table';
import { sizeOf } from '../models/checkpoint/named-array';
import { isLearned, type Parameter, type ParameterRole } from '../models/parameter';
import type { Callback } from './callbacks/callback';
import type { Loss } from './losses/loss';
import type { Optimizer } from './optimizer';

/** One layer with parameters, as a summary lists it. */
export interface LayerSummary {
  /** As in the checkpoint, e.g. `body.layer1.0.conv1`. */
  readonly name: string;
  /** What it does, e.g. `convolution`. */
  readonly kind: string;
  /** Shape of its weights, in PyTorch's layout. */
  readonly shape: readonly number[];
  /** Index of its parameter group. */
  readonly group: number;
  /** How many numbers are learned: running statistics are not. */
  readonly numParams: number;
  /** Whether the next step would change it. */
  readonly isTrainable: boolean;
}

/** A model's layers and how it is trained. As text, and as the last line of a cell, it is a table. */
export interface LearnerSummary {
  /** The model's name. */
  readonly model: string;
  /** In the order of the parameter groups. */
  readonly layers: readonly LayerSummary[];
  /** How many numbers are learned. */
  readonly totalParams: number;
  /** How many of them the next step would change. */
  readonly trainableParams: number;
  /** How many of them are frozen. */
  readonly nonTrainableParams: number;
  /** The optimizer's name. */
  readonly optimizer: string;
  /** The loss's name. */
  readonly loss: string;
  /** Index of the first group whose weights train; 0 if all do. */
  readonly frozenTo: number;
  /** Names of the learner's callbacks. */
  readonly callbacks: readonly string[];
  /** The sums and settings as sentences, as fastai ends its summary. */
  readonly notes: readonly string[];
  /** The table and the sentences as text. */
  toString(): string;
}

const KINDS: Partial<Record<ParameterRole, string>> = {
  convolution: 'convolution',
  depthwise: 'depthwise convolution',
  linear: 'linear',
  normScale: 'batch normalization',
};

/**
 * Lists layers and counts parameters.
 *
 * @see fastai's `Learner.summary`; layers come by the names of their parameters, since a model is a plain function.
 */
export function summarizeLearner({
  model,
  optimizer,
  loss,
  callbacks,
}: {
  readonly model: { readonly name: string };
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly callbacks: readonly Callback[];
}): LearnerSummary {
  const trainable = new Set(optimizer.trainable());
  const layers = optimizer.groups.flatMap((group, i) =>
    [...byLayer(group)].map(([name, parameters]) => describe(name, parameters, i, trainable)),
  );
  const learned = optimizer.groups.flat().filter(isLearned);
  const totalParams = count(learned);
  const trainableParams = count(learned.filter((parameter) => trainable.has(parameter)));
  const { frozenTo } = optimizer;
  const names = callbacks.map(({ name }) => name);
  const sums = { totalParams, trainableParams, nonTrainableParams: totalParams - trainableParams };
  const settings = { optimizer: 'Adam', loss: loss.name, frozenTo, callbacks: names };
  const summary = { model: model.name, layers, ...sums, ...settings, notes: notesOf(sums, settings) };
  return printable(summary, () => textOf(summary));
}

const count = (parameters: readonly Parameter[]) =>
  parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);

function byLayer(group: readonly Parameter[]): Map<string, Parameter[]> {
  const layers = new Map<string, Parameter[]>();
  for (const parameter of group) {
    const name = parameter.name.slice(0, Math.max(0, parameter.name.lastIndexOf('.')));
    layers.set(name, [...(layers.get(name) ?? []), parameter]);
  }
  return layers;
}

function describe(
  name: string,
  parameters: readonly Parameter[],
  group: number,
  trainable: ReadonlySet<Parameter>,
): LayerSummary {
  const learned = parameters.filter(isLearned);
  const main = parameters.find(({ role }) => KINDS[role]) ?? parameters[0];
  return {
    name,
    kind: KINDS[main.role] ?? main.role,
    shape: main.shape,
    group,
    numParams: count(learned),
    isTrainable: learned.some((parameter) => trainable.has(parameter)),
  };
}

function notesOf(
  sums: Pick<LearnerSummary, 'totalParams' | 'trainableParams' | 'nonTrainableParams'>,
  settings: Pick<LearnerSummary, 'optimizer' | 'loss' | 'frozenTo' | 'callbacks'>,
): string[] {
  const { frozenTo, callbacks } = settings;
  return [
    `Total params: ${countText(sums.totalParams)}`,
    `Total trainable params: ${countText(sums.trainableParams)}`,
    `Total non-trainable params: ${countText(sums.nonTrainableParams)}`,
    `Optimizer: ${settings.optimizer}`,
    `Loss function: ${settings.loss}`,
    frozenTo > 0 ? `Model frozen up to parameter group #${frozenTo}` : 'Model unfrozen',
    `Callbacks: ${callbacks.join(', ') || 'none'}`,
  ];
}

function textOf({ model, layers, notes }: Pick<LearnerSummary, 'model' | 'layers' | 'notes'>): string {
  const rows = [
    ['Layer', 'Kind', 'Weights', 'Group', 'Params', 'Trains'],
    ...layers.map(({ name, kind, shape, group, numParams, isTrainable }) => [
      name,
      kind,
      shape.join(' x '),
      String(group),
      countText(numParams),
      isTrainable ? 'yes' : 'no',
    ]),
  ];
  const columns = [{}, {}, {}, { align: 'right' }, { align: 'right' }, {}] as const;
  return [model, ...textTable(rows, { columns }), '', ...notes].join('\n');
}
