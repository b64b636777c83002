import { FoveaError } from '../base/errors';
import type { JsonFields, Makers } from '../base/json-fields';
import type { Recipe } from '../base/recipe';
import type { Architecture } from './architectures/architecture';
import { efficientnetLite0 } from './architectures/efficientnet-lite';
import { resnet34, resnet50 } from './architectures/resnet';
import type { HeadOptions } from './head';
import { type Model, visionModel } from './model';
import { unetModel } from './unet';

const ARCHITECTURES = new Map([resnet34, resnet50, efficientnetLite0].map((one) => [one.name, one]));

/** Recipes of models; their weights come from elsewhere. */
export const modelMakers: Makers<Model> = {
  visionModel: (o) => visionModel(architecture(o), o.count('numOutputs'), headOptions(o.object('head'))),
  unetModel: (o) =>
    unetModel(architecture(o), o.count('numOutputs'), o.numberPair('imageSize'), {
      blur: o.flag('blur'),
      blurFinal: o.flag('blurFinal'),
      lastCross: o.flag('lastCross'),
      yRange: o.optional('yRange', o.numberPair),
    }),
};

/**
 * How to make a model again, without its weights.
 *
 * @throws FoveaError for a model made by hand.
 */
export function recipeOfModel({ name, recipe }: Model): Recipe {
  if (recipe && ARCHITECTURES.has(recipe.options.architecture as Architecture['name'])) return recipe;
  throw new FoveaError(
    `The model ${name} is made by hand: an export holds no code, so it cannot be exported.`,
    'Use visionLearner or unetLearner, or keep the learner by save and load.',
  );
}

function architecture(o: JsonFields): Architecture {
  return ARCHITECTURES.get(o.choice('architecture', [...ARCHITECTURES.keys()])) as Architecture;
}

function headOptions(o: JsonFields): HeadOptions {
  const flag = (name: string) => o.optional(name, o.flag);
  return {
    linFtrs: o.optional('linFtrs', o.numbers),
    ps: o.optional('ps', o.numbers),
    pool: flag('pool'),
    concatPool: flag('concatPool'),
    firstBn: flag('firstBn'),
    bnFinal: flag('bnFinal'),
    linFirst: flag('linFirst'),
    yRange: o.optional('yRange', o.numberPair),
  };
}
