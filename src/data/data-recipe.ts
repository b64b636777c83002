import * as v from 'valibot';
import { customError, type Maker, naming, type Recipe, recipeBy, remake } from '../base/recipe';
import { fields, list, number } from '../base/schema';
import type { BatchTransform, ColourStatistics } from '../transforms/batch-transform';
import type { ItemTransform } from '../transforms/item-transform';
import { checkStatistics } from '../transforms/normalize';
import {
  batchTransformMakers,
  batchTransformRecipes,
  itemTransformMakers,
  itemTransformRecipes,
} from '../transforms/transform-recipes';
import type { Block, TargetBlock } from './block';
import { categoryMaker } from './category-block';
import { imageMaker } from './image-block';
import { maskMaker } from './mask-block';
import { multiCategoryMaker } from './multi-category-block';
import { pointMaker } from './point-block';
import { regressionMaker } from './regression-block';

const inputMakers: readonly Maker<object, Block>[] = [imageMaker];

const targetMakers: readonly Maker<object, TargetBlock>[] = [
  categoryMaker,
  multiCategoryMaker,
  maskMaker,
  pointMaker,
  regressionMaker,
];

/** The schema of a {@link DataRecipe}. */
export const dataRecipe = fields({
  input: recipeBy(inputMakers),
  /** With what the block learned, e.g. the vocabulary. */
  target: recipeBy(targetMakers),
  itemTransforms: list(recipeBy(itemTransformMakers)),
  batchTransforms: list(recipeBy(batchTransformMakers)),
  /** Mean and deviation of red, green and blue, in [0, 1]. */
  normalization: v.optional(fields({ mean: list(number), std: list(number) })),
});

/** How validation reads and transforms, as plain data: all that loaders of new items take. */
export interface DataRecipe extends v.InferOutput<typeof dataRecipe> {}

/** What a {@link DataRecipe} describes. */
export interface DescribedData {
  readonly input: Block;
  readonly target: TargetBlock;
  readonly itemTransforms: readonly ItemTransform[];
  readonly batchTransforms: readonly BatchTransform[];
  readonly statistics?: ColourStatistics;
}

/**
 * Describes what loaders are made of.
 *
 * @throws FoveaError naming a custom block or transform, which no data can describe.
 */
export function recipeOfLoaders(data: DescribedData): DataRecipe {
  return {
    input: recipeOfBlock(data.input),
    target: recipeOfBlock(data.target),
    itemTransforms: itemTransformRecipes(data.itemTransforms),
    batchTransforms: batchTransformRecipes(data.batchTransforms),
    normalization: data.statistics,
  };
}

/**
 * Makes again what {@link recipeOfLoaders} described.
 *
 * @param file Where the recipe is from, for errors.
 * @throws FoveaError naming the field and the file where a value cannot be used.
 */
export function dataOfRecipe(recipe: DataRecipe, file: string): DescribedData {
  const { input, target, itemTransforms, batchTransforms, normalization } = recipe;
  return {
    input: remake(inputMakers, input, `input of ${file}`),
    target: remake(targetMakers, target, `target of ${file}`),
    itemTransforms: itemTransforms.map((one, i) =>
      remake(itemTransformMakers, one, `itemTransforms[${i}] of ${file}`),
    ),
    batchTransforms: batchTransforms.map((one, i) =>
      remake(batchTransformMakers, one, `batchTransforms[${i}] of ${file}`),
    ),
    statistics:
      normalization &&
      naming(`normalization of ${file}`, () => {
        checkStatistics(normalization);
        return normalization;
      }),
  };
}

function recipeOfBlock({ name, recipe }: Block): Recipe {
  if (recipe) return recipe;
  throw customError(`The ${name} block`, "Use fovea's blocks");
}
