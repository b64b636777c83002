import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FoveaError } from '../../base/errors';
import { expectPath } from '../../base/expect-path';
import { remake } from '../../base/recipe';
import { systemReason } from '../../base/system-error';
import { DataLoaders } from '../../data/data-loaders';
import { type DescribedData, dataOfRecipe } from '../../data/data-recipe';
import { makeDataset } from '../../data/dataset';
import { checkItems, imageSourceKind } from '../../data/image-source';
import { disposeModel } from '../../models/model';
import { modelMakers } from '../../models/model-recipe';
import { Learner } from '../learner';
import { lossMakers } from '../losses/loss-registry';
import { metricMakers } from '../metrics/metric-registry';
import { EXPORT_FILES, parseDescription } from './learner-file';

/** Options of {@link loadLearner}. */
export interface LoadLearnerOptions<Item = string> {
  /**
   * The image of an item that is none itself, e.g. a row of a table: `colReader('fname', { prefix: 'images/' })`. Functions are not
   * exported.
   */
  readonly getX?: (item: Item) => unknown;
  /** What the target block reads for an item, for loaders with labels: functions are not exported. */
  readonly getY?: (item: Item) => unknown;
  /** Images in a batch of `getPreds`. @defaultValue 64 */
  readonly batchSize?: number;
}

/**
 * Loads what `learn.export` wrote, on any machine, without the data set: `predict`, and `getPreds` of a `testDl`, give
 * what they gave there. Its training and validation sets are empty.
 *
 * @param folder The exported folder.
 * @returns A learner that owns its model: dispose it.
 * @throws FoveaError naming the file, and the field that is missing, unknown or damaged.
 * @see fastai's `load_learner`; no code is read from the folder.
 */
export async function loadLearner<Item = string>(
  folder: string,
  options: LoadLearnerOptions<Item> = {},
): Promise<Learner> {
  const path = expectPath(folder, 'a folder in loadLearner');
  const file = join(path, EXPORT_FILES.learner);
  const described = parseDescription(await readText(file), file);
  const data = dataOfRecipe(described, file);
  const loss = remake(lossMakers, described.loss, `loss of ${file}`);
  const metrics = described.metrics.map((one, i) => remake(metricMakers, one, `metrics[${i}] of ${file}`));
  const { numOutputs } = described.model.options;
  if (numOutputs !== data.target.numOutputs) {
    throw new FoveaError(
      `${file} contradicts itself: the model has ${numOutputs} outputs, the target ${data.target.numOutputs}.`,
      'Export the learner again.',
    );
  }
  const model = remake(modelMakers, described.model, `model of ${file}`);
  const learn = new Learner(emptyLoaders(data, options), model, { loss, metrics });
  try {
    await learn.load(join(path, EXPORT_FILES.weights), { withOptimizer: false });
  } catch (error) {
    disposeModel(model);
    throw error;
  }
  return learn;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new FoveaError(
      `${file} cannot be read: ${systemReason(error)}.`,
      'Give the folder that learn.export wrote.',
    );
  }
}

function emptyLoaders<Item>(
  { statistics, ...data }: DescribedData,
  { getX, getY, batchSize = 64 }: LoadLearnerOptions<Item>,
): DataLoaders {
  const empty = (split: 'train' | 'valid') =>
    makeDataset({ items: [], split, inputSources: [], targetSources: [], ...data });
  const isImage = (item: unknown) => imageSourceKind(item) !== undefined;
  const expectItems = (items: readonly unknown[]) =>
    checkItems(
      items,
      getX && {},
      'This learner was loaded from an export, which holds no code: it does not know the images of items. Say how: loadLearner(folder, { getX: colReader("fname", { prefix: "images/" }) }).',
    );
  const sources = (items: readonly unknown[], withLabels: boolean) => {
    if (withLabels && !getY) {
      throw new FoveaError(
        'This learner was loaded from an export, which holds no code: it does not know how to label items.',
        'Say how: loadLearner(folder, { getY: parentLabel }).',
      );
    }
    expectItems(items);
    const inputs = items.map((item) => (isImage(item) ? item : getX?.(item as Item)));
    return { inputs, labels: withLabels ? items.map((item) => getY?.(item as Item)) : undefined };
  };
  const dls = new DataLoaders(
    { ...data, train: empty('train'), valid: empty('valid'), expectItems, sources },
    { batchSize },
  );
  if (statistics) dls.normalize(statistics);
  return dls;
}
