import { customError, type Maker, maker, type Recipe } from '../base/recipe';
import { choice, fields, pair, positiveInteger } from '../base/schema';
import type { Architecture } from './body';
import { efficientnetLite0 } from './efficientnet-lite';
import { headOptions } from './head';
import { type Model, visionModel } from './model';
import { resnet34, resnet50 } from './resnet';
import { unetModel, unetOptions } from './unet';

/** The architectures that an export may name. */
const ARCHITECTURES: Record<Architecture['name'], Architecture> = { resnet34, resnet50, efficientnetLite0 };

const architecture = choice(Object.keys(ARCHITECTURES) as Architecture['name'][]);

/** The models that an export may name; their weights come from elsewhere. */
export const modelMakers: readonly Maker<object, Model>[] = [
  maker(
    'visionModel',
    fields({ architecture, numOutputs: positiveInteger, head: headOptions }),
    ({ architecture: name, numOutputs, head }) => visionModel(ARCHITECTURES[name], numOutputs, head),
  ),
  maker(
    'unetModel',
    fields({ architecture, numOutputs: positiveInteger, imageSize: pair, ...unetOptions.entries }),
    ({ architecture: name, numOutputs, imageSize, ...options }) =>
      unetModel(ARCHITECTURES[name], numOutputs, imageSize, options),
  ),
];

/**
 * How to make a model again, without its weights.
 *
 * @throws FoveaError for a custom model.
 */
export function recipeOfModel({ name, recipe }: Model): Recipe {
  if (recipe && Object.hasOwn(ARCHITECTURES, recipe.options.architecture as string)) return recipe;
  throw customError(`The model ${name}`, 'Use visionLearner or unetLearner');
}
