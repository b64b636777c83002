import { FoveaError } from '../../base/errors';
import type { BatchSource, TargetBlock } from '../../data/block';
import type { Model } from '../../models/model';
import type { Loss } from '../losses/loss';
import type { Optimizer } from '../optimizer';

/**
 * Checks that a fit can change something for the better.
 *
 * @throws FoveaError if there is nothing to train on, only one class or no label to learn, weights of other classes, or batches of one image where batch normalization needs
 *   two.
 */
export function expectTrainable({
  model,
  loss,
  train,
  target,
}: {
  readonly model: Model;
  readonly loss: Loss;
  readonly train: BatchSource;
  readonly target?: TargetBlock;
}): void {
  if (train.numBatches === 0) {
    throw new FoveaError(
      'There is nothing to train on: the training set is empty.',
      'A learner of loadLearner only predicts. To train, make one with data and load its weights by load.',
    );
  }
  if (target) {
    expectClasses(target, loss);
    loss.expectOutputs?.(target.numOutputs);
  }
  const { leastTrainingBatch: least = 1 } = model;
  const largest = Math.min(train.batchSize ?? train.numItems, train.numItems);
  if (largest < least) {
    throw new FoveaError(
      `Expected training batches of at least ${least} images for the batch normalization of ${model.name}, received batches of ${largest}.`,
      train.numItems < least
        ? 'Add images to the training set.'
        : `Raise the batch size: dataloaders(source, { batchSize: 8 }). For the effect of small batches there is gradientAccumulation().`,
    );
  }
}

/**
 * Checks that there are classes to tell apart.
 *
 * @throws FoveaError if each image or pixel is to get one of a single class: the loss would be 0 whatever the images are.
 */
function expectClasses(
  { name, counting, vocabulary, ignoreIndex }: TargetBlock,
  loss: Pick<Loss, 'name'>,
): void {
  if (counting === 'labels' && vocabulary.length === 0) {
    throw new FoveaError(
      `Expected at least one label to learn in the ${name} block, received none: no training item has any.`,
      'Check getY, e.g. the column and the labelDelimiter of colReader, or name the labels with the option vocab.',
    );
  }
  if (loss.name !== 'crossEntropy' || counting === undefined || counting === 'labels') return;
  const counted = vocabulary.filter((_, index) => index !== ignoreIndex);
  if (counted.length > 1) return;
  const received = counted.length === 1 ? `only "${counted[0]}"` : 'none';
  const ignored =
    counted.length < vocabulary.length ? ` beside the ignored "${vocabulary[ignoreIndex as number]}"` : '';
  throw new FoveaError(
    `Expected at least two classes to tell apart in the ${name} block, received ${received}${ignored}.`,
    counting === 'classPerPixel'
      ? 'Name the background as a class too, e.g. maskBlock(["background", "road"]).'
      : 'Check getY and the folder: add images that are not of this class, and label them so, e.g. "other".',
  );
}

/**
 * Checks that a step would change a parameter.
 *
 * @throws FoveaError if all are frozen.
 */
export function expectParameters(optimizer: Optimizer): void {
  if (optimizer.trainable().length > 0) return;
  throw new FoveaError(
    'There is nothing to train: all parameters are frozen.',
    'Call learn.unfreeze() first.',
  );
}
