import { customError, type Maker, maker, type Recipe } from '../base/recipe';
import { choice, fields, pair, positiveInteger } from '../base/schema';
import type { Architecture } from './architectures/architecture';
import { efficientnetLite0 } from './architectures/efficientnet-lite';
import { mobilenetV2 } from './architectures/mobilenet-v2';
import { resnet18, resnet34, resnet50, resnet101, resnet152 } from './architectures/resnet';
import { headOptions } from './head';
import type { Model } from './model';
import { unetModel, unetOptions } from './unet';
import { visionModel } from './vision-model';

/** The architectures that an export may name. */
const ARCHITECTURES: Record<Architecture['name'], Architecture> = {
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  mobilenetV2,
  efficientnetLite0,
};

const architecture = choice(Object.keys(ARCHITECTURES) as Architecture['name'][]);

/** The models that an export may name, and how they are made of their recipes, with new weights. */
export const modelMakers: readonly Maker<object, Model>[] = [
  maker(
    'visionModel',
    fields({ architecture, numOutputs: positiveInteger, head: headOptions }),
    ({ architecture: name, numOutputs, head }) => visionModel(ARCHITECTURES[name], numOutputs, head),
  ),
  maker(
    'unetModel',
    fields({ architecture, numOutputs: positiveInteger, imageSize: pair, ...unetOptions.entries }),
    // Exports that do not say were made when every U-Net had the whole body.
    ({ architecture: name, numOutputs, imageSize, wholeBody = true, ...options }) =>
      unetModel(ARCHITECTURES[name], numOutputs, imageSize, { wholeBody, ...options }),
  ),
];

/**
 * Describes how to make a model again, without its weights.
 *
 * @throws FoveaError for a custom model.
 */
export function recipeOfModel({ name, recipe }: Model): Recipe {
  if (recipe && Object.hasOwn(ARCHITECTURES, recipe.options.architecture as string)) return recipe;
  throw customError(`The model ${name}`, 'Use visionLearner or unetLearner');
}
