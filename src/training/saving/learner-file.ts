import * as v from 'valibot';
import { FoveaError } from '../../base/errors';
import { recipeBy } from '../../base/recipe';
import { anObject, checked, fields, list } from '../../base/schema';
import { dataRecipe } from '../../data/data-recipe';
import { modelMakers } from '../../models/model-recipe';
import { lossMakers } from '../losses/loss-registry';
import { metricMakers } from '../metrics/metric-registry';

/** The two files of an export. */
export const EXPORT_FILES = { weights: 'weights.safetensors', learner: 'learner.json' };

/** What `learner.json` says it is, and the version of its fields. */
export const EXPORT_FORMAT = { format: 'fovea learner', version: 1 } as const;

const learnerDescription = fields({
  format: v.literal(EXPORT_FORMAT.format),
  version: v.literal(EXPORT_FORMAT.version),
  model: recipeBy(modelMakers),
  ...dataRecipe.entries,
  loss: recipeBy(lossMakers),
  metrics: list(recipeBy(metricMakers)),
});

/** What a learner is made of, as plain data: the content of `learner.json`. */
export interface LearnerDescription extends v.InferOutput<typeof learnerDescription> {}

const CURE = 'The file is damaged, or of another version of fovea: export the learner again.';

/**
 * Reads the text of a `learner.json`.
 *
 * @param file Its path, for errors.
 * @throws FoveaError naming the file, and the field that is missing, unknown or of the wrong type.
 */
export function parseDescription(text: string, file: string): LearnerDescription {
  const value = parseJson(text, file);
  const { format = 'no format', version = 'unknown' } = checked(anObject, value, file, CURE);
  if (format !== EXPORT_FORMAT.format || version !== EXPORT_FORMAT.version) {
    const [expected, received] = [EXPORT_FORMAT, { format, version }].map(
      (one) => `${one.format} version ${one.version}`,
    );
    throw new FoveaError(
      `Expected ${expected} in ${file}, received ${received}.`,
      'Export it again with this version of fovea.',
    );
  }
  return checked(learnerDescription, value, file, CURE);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FoveaError(`${file} is not JSON: ${(error as Error).message}.`, CURE);
  }
}
