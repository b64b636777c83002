import type * as v from 'valibot';
import { FoveaError } from '../../base/errors';
import { checked, fields, list, number } from '../../base/schema';
import type { NamedArray } from '../../models/checkpoint/named-array';
import { readSafetensors, writeSafetensors } from '../../models/checkpoint/safetensors';
import { loadParameters, type Model } from '../../models/model';
import { readNumbers } from '../../tensorflow/read';
import { tf } from '../../tensorflow/tf';
import type { Variable } from '../../tensorflow/variable';
import type { Optimizer } from '../optimizer';

const AVERAGE = 'optimizer.average.';
const SQUARED = 'optimizer.squaredAverage.';

/**
 * Writes a model, and an optimizer's state if given, to a safetensors file: weights under their names in PyTorch's
 * layout, averages in TensorFlow's. The file appears whole or not at all.
 *
 * @param file Path of the file, which is replaced.
 */
export async function saveTraining(file: string, model: Model, optimizer?: Optimizer): Promise<void> {
  const tensors = new Map<string, NamedArray>(model.parameters.map((p) => [p.name, p.save()]));
  const metadata: Record<string, string> = { format: 'pt', model: model.name };
  if (optimizer) {
    for (const [{ name }, { average, squaredAverage }] of optimizer.moments) {
      tensors.set(AVERAGE + name, numbersOf(average));
      tensors.set(SQUARED + name, numbersOf(squaredAverage));
    }
    const { steps, frozenTo, hypers } = optimizer;
    metadata.optimizer = JSON.stringify({ steps, frozenTo, hypers });
  }
  await writeSafetensors(file, tensors, metadata);
}

/**
 * Reads back what {@link saveTraining} wrote.
 *
 * @param optimizer If given, its state is loaded too, where the file has it.
 * @throws FoveaError if the file is damaged or of another model; nothing is changed then.
 */
export async function loadTraining(file: string, model: Model, optimizer?: Optimizer): Promise<void> {
  const { tensors, metadata } = readSafetensors(file);
  const state = optimizer && metadata.optimizer ? readState(file, metadata.optimizer) : undefined;
  if (optimizer && state) expectGroups(file, state, optimizer);
  loadParameters(model.parameters, tensors, { source: file });
  if (!optimizer) return;
  optimizer.clearState();
  if (!state) return;
  optimizer.freezeTo(state.frozenTo);
  for (const parameter of model.parameters) {
    const average = tensors.get(AVERAGE + parameter.name);
    const squared = tensors.get(SQUARED + parameter.name);
    if (!average || !squared) continue;
    const moments = optimizer.momentsOf(parameter);
    assign(moments.average, average);
    assign(moments.squaredAverage, squared);
  }
  optimizer.steps = state.steps;
  for (const [i, hyper] of optimizer.hypers.entries()) Object.assign(hyper, state.hypers[i]);
}

type OptimizerState = v.InferOutput<typeof optimizerState>;

const optimizerState = fields({
  steps: number,
  frozenTo: number,
  hypers: list(fields({ rate: number, momentum: number, weightDecay: number })),
});

function readState(file: string, text: string): OptimizerState {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    state = text;
  }
  return checked(optimizerState, state, `the optimizer state in ${file}`, 'Save the learner again.');
}

function expectGroups(file: string, { hypers, frozenTo }: OptimizerState, { groups }: Optimizer): void {
  const fits = hypers.length === groups.length && frozenTo in groups;
  if (fits) return;
  throw new FoveaError(
    `Expected an optimizer state of ${groups.length} parameter groups in ${file}, received ${hypers.length}, frozen up to group ${frozenTo}.`,
    'Load the weights alone: load(file, { withOptimizer: false }).',
  );
}

function numbersOf(variable: Variable): NamedArray {
  return { shape: variable.shape, values: readNumbers(() => variable.read()) };
}

function assign(variable: Variable, { values }: NamedArray): void {
  tf.tidy(() => variable.assign(tf.tensor(values, [...variable.shape])));
}
