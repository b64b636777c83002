import { FoveaError } from '../base/errors';
import type { NamedArray } from '../models/checkpoint/named-array';
import { readSafetensors, writeSafetensors } from '../models/checkpoint/safetensors';
import { loadParameters, type Model } from '../models/model';
import { readNumbers } from '../tensorflow/read';
import { tf } from '../tensorflow/tf';
import type { Variable } from '../tensorflow/variable';
import type { HyperParameters, Optimizer } from './optimizer';

const AVERAGE = 'optimizer.average.';
const SQUARED = 'optimizer.squaredAverage.';

/**
 * Writes a model, and an optimizer's state if given, to a safetensors file: weights under their names in PyTorch's
 * layout, averages in TensorFlow's. The file appears whole or not at all.
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
 * @param optimizer Given, its state is taken up too, if the file has it.
 * @throws FoveaError if the file is damaged or of another model; nothing is changed then.
 */
export async function loadTraining(file: string, model: Model, optimizer?: Optimizer): Promise<void> {
  const { tensors, metadata } = readSafetensors(file);
  const state = metadata.optimizer ? readState(file, metadata.optimizer) : undefined;
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

interface OptimizerState {
  readonly steps: number;
  readonly frozenTo: number;
  readonly hypers: HyperParameters[];
}

function readState(file: string, text: string): OptimizerState {
  try {
    const { steps, frozenTo, hypers } = JSON.parse(text) as OptimizerState;
    if (Number.isInteger(steps) && Number.isInteger(frozenTo) && Array.isArray(hypers)) {
      return { steps, frozenTo, hypers };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new FoveaError(`${file} holds an optimizer state that cannot be read.`, 'Save the learner again.');
}

function numbersOf(variable: Variable): NamedArray {
  return { shape: variable.shape, values: readNumbers(() => variable.read()) };
}

function assign(variable: Variable, { values }: NamedArray): void {
  tf.tidy(() => variable.assign(tf.tensor(values, [...variable.shape])));
}
