import { availableParallelism, cpus } from 'node:os';
import { digestOf } from '../../base/digest';
import { FoveaError } from '../../base/errors';
import { sharedRandom } from '../../base/random';
import { recipeOfMade } from '../../base/recipe';
import type { BatchSource } from '../../data/block';
import { nativeKernels } from '../../tensorflow/native-kernels';
import { readNumbers } from '../../tensorflow/read';
import { isOnGpu } from '../../tensorflow/tfjs-internals';
import type { Variable } from '../../tensorflow/variable';
import type { Callback } from '../callbacks/callback';
import type { FitPlan, Trainer } from '../fits/fit-plan';
import { metricRecipes } from '../metrics/metric-registry';
import type { Optimizer } from '../optimizer';
import { libraryVersion } from './library-version';

/** A digest of each thing that the result of a fit depends on, by the word for it in messages. */
export type Ingredients = Readonly<Record<string, string>>;

/**
 * All that the result of a fit depends on. Two fits with equal ingredients have equal results; on a GPU up to rounding.
 *
 * @throws FoveaError naming what cannot be compared: what is custom, since its functions may depend on anything, a random state that will
 *   not come again, or files that changed.
 */
export function ingredientsOf(trainer: Trainer, plan: FitPlan): Ingredients {
  const { model, optimizer, loss, metrics } = trainer;
  const { isSeeded, state } = sharedRandom();
  if (!isSeeded) {
    throw new FoveaError('Without setSeed() no later run draws the same random numbers.');
  }
  const metricsOf = metrics.map((metric) => {
    const [recipe] = metricRecipes([metric]);
    if (!recipe) throw new FoveaError(`The metric ${metric.name} is custom.`);
    return [recipe, metric.name];
  });
  const contents = {
    'version of fovea': libraryVersion(),
    machine: machine(),
    model: recipeOfMade(model, `The model ${model.name}`),
    precision: model.precision ?? 'float32',
    loss: recipeOfMade(loss, `The loss ${loss.name}`),
    metrics: metricsOf,
    callbacks: plan.callbacks.filter((one) => !isObserver(one)).map(recipeOfCallback),
    epochs: plan.epochs,
    schedule: scheduleOf(trainer, plan),
    'weight decay': plan.wd,
    'frozen groups': [plan.frozenTo, plan.resetOpt ?? false, plan.validates ?? true],
    budget: plan.budget?.content,
    'random numbers': state,
    weights: model.parameters.map(({ name, variable }) => [name, digestOfVariable(variable)]),
    optimizer: stateOf(optimizer),
  };
  const digests = Object.entries(contents).map(([name, content]) => [name, digestOf(content)]);
  return { ...dataIngredients(trainer), ...Object.fromEntries(digests) };
}

/** The ingredients that lie in files, and may change while a fit runs. */
export function dataIngredients({ train, valid }: Trainer): Ingredients {
  const [training, validation] = [train, valid].map(contentOf);
  const names = [...new Set([...Object.keys(training), ...Object.keys(validation)])];
  return Object.fromEntries(names.map((name) => [name, digestOf([training[name], validation[name]])]));
}

/** Whether a callback only looks on. One that replaces batches, losses or gradients does not, whatever it says. */
export function isObserver(callback: Callback): boolean {
  const { observes = false, transformBatch, transformLoss, transformGradients } = callback;
  return observes && !transformBatch && !transformLoss && !transformGradients;
}

function contentOf(source: BatchSource): Readonly<Record<string, unknown>> {
  const content = source.content?.();
  if (!content) throw new FoveaError('The data loaders are custom.');
  return content;
}

function recipeOfCallback(callback: Callback): unknown {
  return [recipeOfMade(callback, `The callback ${callback.name}`), callback.order];
}

/** Rates and momentum of every step, at the positions at which a fit asks for them. */
function scheduleOf({ train }: Trainer, { epochs, rates, momentum, firstRates }: FitPlan): unknown {
  const schedules = [...(rates ?? []), ...(momentum ? [momentum] : [])];
  const values: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    let position = epoch / epochs;
    for (let batch = 0; batch < train.numBatches; batch++) {
      for (const schedule of schedules) values.push(schedule(position));
      position += 1 / (train.numBatches * epochs);
    }
  }
  return { firstRates, hasMomentum: momentum !== undefined, values: Float64Array.from(values) };
}

function stateOf({ constants, hypers, frozenTo, steps, moments }: Optimizer): unknown {
  const averages = [...moments].map(([{ name }, { average, squaredAverage }]) => [
    name,
    digestOfVariable(average),
    digestOfVariable(squaredAverage),
  ]);
  return { constants, hypers, frozenTo, steps, averages: averages.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function digestOfVariable(variable: Variable): string {
  return digestOf([variable.shape, readNumbers(() => variable.read())]);
}

/** What may change the last bits of a result. */
function machine(): unknown {
  return {
    architecture: process.arch,
    processor: cpus()[0]?.model,
    cores: availableParallelism(),
    gpu: isOnGpu(),
    kernels: nativeKernels(),
  };
}
