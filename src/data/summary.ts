import { inspect } from 'node:util';
import { newStream } from '../base/random';
import { tf } from '../tensorflow/tf';
import type { BatchTransform } from '../transforms/batch-transform';
import type { ItemTransform } from '../transforms/item-transform';
import { makeBatch } from './batch-maker';
import type { Block, Sample, SampleValue, TargetBlock } from './block';
import { applyItemTransforms, type Datasets, itemName, loadPair, type SamplePair } from './dataset';
import type { Indices } from './splitter';

/** One step of a summary. */
export interface SummaryStep {
  /** The step's name, e.g. `resize(460 x 460, crop)`. */
  readonly name: string;
  /** A description of the result, or the error's message. */
  readonly result: string;
  /** Whether the step threw an error. */
  readonly failed: boolean;
}

/** The steps of a sample from the source to a batch. */
export interface Summary {
  /** The steps up to the last or the first one that failed. */
  readonly steps: readonly SummaryStep[];
  /** The step that failed, the last of the list; undefined if none failed. */
  readonly failed?: SummaryStep;
  /** The steps as lines of text. */
  toString(): string;
}

/** What {@link summarize} needs of a data block. */
export interface SummaryParts<Item> {
  readonly blocks: readonly [Block, TargetBlock];
  readonly getX: (item: Item) => unknown;
  readonly getY: (item: Item) => unknown;
  readonly splitter: (items: readonly Item[]) => Indices;
  readonly itemTransforms: readonly ItemTransform[];
  readonly batchTransforms: readonly BatchTransform[];
  readonly batchSize: number;
  listItems(): Promise<readonly Item[]>;
  datasets(): Promise<Datasets>;
}

/** Goes through the steps of a data block until one fails. */
export async function summarize<Item>(parts: SummaryParts<Item>): Promise<Summary> {
  const steps: SummaryStep[] = [];
  const step = async <T>(name: string, run: () => T | Promise<T>, describe: (value: T) => string) => {
    try {
      const value = await run();
      steps.push({ name, result: describe(value), failed: false });
      return value;
    } catch (error) {
      steps.push({ name, result: error instanceof Error ? error.message : String(error), failed: true });
      throw error;
    }
  };
  try {
    await goThrough(parts, step);
  } catch (error) {
    if (!steps.at(-1)?.failed) throw error;
  }
  return makeSummary(steps);
}

type Step = <T>(name: string, run: () => T | Promise<T>, describe: (value: T) => string) => Promise<T>;

async function goThrough<Item>(parts: SummaryParts<Item>, step: Step): Promise<void> {
  const items = await step(
    'getItems',
    parts.listItems,
    (all) => `${all.length} items, e.g. ${itemName(all[0])}`,
  );
  const split = await step(
    'splitter',
    () => parts.splitter(items),
    ({ train, valid }) => `${train.length} for training, ${valid.length} for validation`,
  );
  const first = items[split.train[0] ?? 0];
  await step('getX', () => parts.getX(first), itemName);
  await step('getY', () => parts.getY(first), itemName);
  const { train, target } = await step('blocks', parts.datasets, describeBlocks);
  const numSamples = Math.min(parts.batchSize, train.items.length);
  const pairs: SamplePair[] = [
    await step(`open ${itemName(train.items[0])}`, () => train.open(0), describePair),
  ];
  for (let i = 1; i < numSamples; i++) pairs.push(await train.open(i));
  const random = newStream();
  for (const transform of parts.itemTransforms) {
    const cut = (pair: SamplePair) => applyItemTransforms(pair, [transform], 'train', random);
    await step(
      transform.name,
      () => {
        for (const [i, pair] of pairs.entries()) pairs[i] = cut(pair);
      },
      () => describePair(pairs[0]),
    );
  }
  const loaded = await step(
    'read',
    () => Promise.all(pairs.map(loadPair)),
    ([pair]) => {
      return `${describeValue(pair.input)}; ${parts.blocks[1].name} ${describeValue(pair.target!)}`;
    },
  );
  const names = parts.batchTransforms.map(({ name }) => name).join(', ');
  await step(
    `batch of ${numSamples}${names && `: ${names}`}`,
    () => {
      const statistics = parts.batchTransforms.find((transform) => transform.statistics)?.statistics;
      const [input, transforms] = [parts.blocks[0], parts.batchTransforms];
      const recipe = { input, target, transforms, statistics: () => statistics };
      const batch = makeBatch(loaded, train.items.slice(0, numSamples), recipe, 'train', random);
      const result = `inputs ${describeTensor(batch.inputs)}; targets ${describeTensor(batch.targets)}`;
      batch.dispose();
      return result;
    },
    (result) => result,
  );
}

function makeSummary(steps: readonly SummaryStep[]): Summary {
  const text = () => {
    const lines = steps.map(
      ({ name, result, failed }) => `${failed ? 'FAILED  ' : ''}${name}\n    ${result}`,
    );
    return lines.join('\n');
  };
  const summary = { steps, failed: steps.find(({ failed }) => failed), toString: text };
  Object.defineProperty(summary, inspect.custom, { value: text });
  return summary;
}

function describeBlocks({ input, target }: Datasets): string {
  const { vocabulary } = target;
  const some = vocabulary.slice(0, 5).join(', ') + (vocabulary.length > 5 ? ', ...' : '');
  const classes = vocabulary.length > 0 ? ` with ${vocabulary.length} classes: ${some}` : '';
  return `${input.name} -> ${target.name}${classes}`;
}

function describePair({ input, target }: SamplePair): string {
  return `input ${describeSize(input)}${target?.size ? `; target ${describeSize(target)}` : ''}`;
}

function describeSize({ size }: Sample): string {
  return size ? `${size.width} x ${size.height} pixels` : 'without pixels';
}

function describeValue({ values, shape }: SampleValue): string {
  return shape.length === 0
    ? String(values[0])
    : `[${shape.join(', ')}] ${values.BYTES_PER_ELEMENT === 1 ? 'bytes' : 'numbers'}`;
}

function describeTensor(tensor: tf.Tensor): string {
  const [low, high] = tf.tidy(() => [tensor.min().dataSync()[0], tensor.max().dataSync()[0]]);
  return `[${tensor.shape.join(', ')}] ${tensor.dtype} from ${Number(low.toFixed(3))} to ${Number(high.toFixed(3))}`;
}
