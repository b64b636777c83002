import * as v from 'valibot';
import { FoveaError } from '../../base/errors';
import { checked, fields, list, number } from '../../base/schema';
import type { NamedArray } from '../../models/checkpoint/named-array';
import { readSafetensors, writeSafetensors } from '../../models/checkpoint/safetensors';
import { expectNotDisposed, loadParameters, type Model } from '../../models/model';
import { readNumbers } from '../../tensorflow/read';
import { tf } from '../../tensorflow/tf';
import type { Variable } from '../../tensorflow/variable';
import type { Optimizer } from '../optimizer';
import { expectTargets, expectVocabulary, vocabularyMetadata } from './vocabulary';

const AVERAGE = 'optimizer.average.';
const SQUARED = 'optimizer.squaredAverage.';

/** What a file of weights holds. */
export interface SavedTraining {
  readonly model: Model;
  /** Class names by index of the output, which tell what the weights were trained for; empty for other targets. By default they are not compared. */
  readonly vocabulary?: readonly string[];
  /** Name of the target block, e.g. `category`. By default it is not compared. */
  readonly targets?: string;
  /** Where given, its state is saved or loaded too; a file may lack it. */
  readonly optimizer?: Optimizer;
}

/**
 * Writes a model, and an optimizer's state if given, to a safetensors file: weights under their names in PyTorch's
 * layout, averages in TensorFlow's. The file appears whole or not at all.
 *
 * @param file Path of the file, which is replaced.
 * @param more More text by name for the file's metadata.
 * @throws FoveaError if the model was disposed, or the file cannot be written.
 */
export async function saveTraining(
  file: string,
  { model, vocabulary = [], targets, optimizer }: SavedTraining,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  expectNotDisposed(model);
  const tensors = new Map<string, NamedArray>(model.parameters.map((p) => [p.name, p.save()]));
  const metadata: Record<string, string> = {
    format: 'pt',
    model: model.name,
    ...vocabularyMetadata(vocabulary),
    ...(targets !== undefined && { targets }),
    ...more,
  };
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
 * @throws FoveaError if the file is damaged, of another model, of other classes or of other targets; nothing is changed then.
 */
export async function loadTraining(file: string, saved: SavedTraining): Promise<void> {
  readTraining(file, saved)();
}

/**
 * Reads and checks what {@link saveTraining} wrote, and changes nothing yet.
 *
 * @returns A function that loads it.
 * @throws FoveaError as {@link loadTraining}.
 */
export function readTraining(
  file: string,
  { model, vocabulary, targets, optimizer }: SavedTraining,
): () => void {
  const { tensors, metadata } = readSafetensors(file);
  expectVocabulary(file, metadata.vocabulary, vocabulary);
  expectTargets(file, metadata.targets, targets);
  const state = optimizer && metadata.optimizer ? readState(file, metadata.optimizer) : undefined;
  if (optimizer && state) expectGroups(file, state, optimizer);
  const averages = state ? readAverages(file, tensors, model) : [];
  return () => {
    loadParameters(model.parameters, tensors, { source: file });
    if (!optimizer) return;
    optimizer.clearState();
    if (!state) return;
    optimizer.freezeTo(state.frozenTo);
    for (const { parameter, average, squared } of averages) {
      const moments = optimizer.momentsOf(parameter);
      assign(moments.average, average);
      assign(moments.squaredAverage, squared);
    }
    optimizer.steps = state.steps;
    for (const [i, hyper] of optimizer.hypers.entries()) Object.assign(hyper, state.hypers[i]);
  };
}

type OptimizerState = v.InferOutput<typeof optimizerState>;

const NOT_NEGATIVE = 'a number of at least 0';
const notNegative = v.pipe(number, v.minValue(0, NOT_NEGATIVE));
const optimizerState = fields({
  steps: v.pipe(notNegative, v.integer('an integer')),
  frozenTo: number,
  hypers: list(fields({ rate: notNegative, momentum: notNegative, weightDecay: notNegative })),
});

/** Both averages of the parameters that have them. */
function readAverages(file: string, tensors: ReadonlyMap<string, NamedArray>, { parameters }: Model) {
  return parameters.flatMap((parameter) => {
    const [average, squared] = [AVERAGE, SQUARED].map((prefix) => tensors.get(prefix + parameter.name));
    if (!average && !squared) return [];
    // In TensorFlow's layout: the parameter's sizes in another order.
    const sizes = (shape: readonly number[]) => [...shape].sort().join();
    for (const array of [average, squared]) {
      if (array && sizes(array.shape) === sizes(parameter.shape)) continue;
      throw new FoveaError(
        `Expected two averages of the sizes [${parameter.shape.join(', ')}] for ${parameter.name} in ${file}, received ${array ? `[${array.shape.join(', ')}]` : 'one'}.`,
        'Load the weights alone: load(file, { withOptimizer: false }).',
      );
    }
    return [{ parameter, average: average as NamedArray, squared: squared as NamedArray }];
  });
}

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
