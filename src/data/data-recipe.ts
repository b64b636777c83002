import { FoveaError } from '../base/errors';
import type { Recipe } from '../base/recipe';
import type { JsonFields, Makers } from '../base/schema';
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
import { categoryBlock } from './category-block';
import { imageBlock } from './image-block';
import { maskBlock } from './mask-block';
import { multiCategoryBlock } from './multi-category-block';
import { pointBlock } from './point-block';

/** How validation reads and transforms, as plain data: all that loaders of new items take. */
export interface DataRecipe {
  readonly input: Recipe;
  /** With what the block learned, e.g. the vocabulary. */
  readonly target: Recipe;
  readonly itemTransforms: readonly Recipe[];
  readonly batchTransforms: readonly Recipe[];
  readonly normalization?: ColourStatistics;
}

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
 * @throws FoveaError naming a block or transform made by hand, which no data can describe.
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
 * @throws FoveaError naming the field that is missing, unknown or no good.
 */
export function dataOfRecipe(fields: JsonFields): DescribedData {
  return {
    input: fields.make('input', INPUTS),
    target: fields.make('target', TARGETS),
    itemTransforms: fields.makeAll('itemTransforms', itemTransformMakers),
    batchTransforms: fields.makeAll('batchTransforms', batchTransformMakers),
    statistics: fields.optional('normalization', () => statisticsOf(fields)),
  };
}

const INPUTS: Makers<Block> = { image: () => imageBlock() as Block };

const TARGETS: Makers<TargetBlock> = {
  category: (o) => categoryBlock({ vocab: o.texts('vocab') }) as TargetBlock,
  multiCategory: (o) => multiCategoryBlock({ vocab: o.texts('vocab') }) as TargetBlock,
  mask: (o) =>
    maskBlock(o.texts('codes'), { ignoreIndex: o.optional('ignoreIndex', o.number) }) as TargetBlock,
  point: (o) => pointBlock({ numPoints: o.count('numPoints') }) as TargetBlock,
};

function statisticsOf(all: JsonFields): ColourStatistics {
  const fields = all.object('normalization');
  const statistics = { mean: fields.numbers('mean'), std: fields.numbers('std') };
  return all.checked('normalization', () => {
    checkStatistics(statistics);
    return statistics;
  });
}

function recipeOfBlock({ name, recipe }: Block): Recipe {
  if (recipe) return recipe;
  throw new FoveaError(
    `The ${name} block is made by hand: an export holds no code, so it cannot be exported.`,
    "Use fovea's blocks, or keep the learner by save and load.",
  );
}
