import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FoveaError } from '../base/errors';
import { type Recipe, recipeOfMade } from '../base/recipe';
import type { ItemTransform } from '../transforms/item-transform';
import type { BatchRecipe } from './batch-maker';
import type { Block } from './block';
import type { Dataset } from './dataset';
import { imageSourceKind } from './image-source';

/** How a loader reads, so far as its batches depend on it. */
interface Reading {
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly weights?: readonly number[];
  readonly dropLast: boolean;
  readonly onBadImage: string;
  readonly itemTransforms: readonly ItemTransform[];
}

/**
 * What the batches of a loader depend on, as plain data: the sources of its items, files by their sizes and times, blocks, transforms
 * and the way of reading.
 *
 * @param since When the files' headers may first have been read, in milliseconds since 1970. A file that changed later may have been read
 *   as it was before.
 * @param skipped Indices of items that could not be read.
 * @throws FoveaError naming a custom block or transform, an image from the web, or a file that changed or is gone.
 */
export function loaderContent(
  { sources, split }: Dataset,
  { input, target, transforms, statistics }: BatchRecipe,
  { batchSize, shuffle, weights, dropLast, onBadImage, itemTransforms }: Reading,
  since: number,
  skipped: ReadonlySet<number>,
): Readonly<Record<string, unknown>> {
  if (!sources) throw new FoveaError('The data set is custom.');
  const recipeOf = (one: { readonly name: string; readonly recipe?: Recipe }, what: string) =>
    recipeOfMade(one, `${what} ${one.name}`);
  const filesOf = ({ readsFiles }: Block, listed: readonly unknown[]) =>
    readsFiles ? listed.map((source) => fileState(source, since)) : [];
  return {
    images: [sources.inputs, filesOf(input, sources.inputs), recipeOf(input, 'The block')],
    labels: [sources.targets, filesOf(target, sources.targets ?? []), recipeOf(target, 'The block')],
    'item transforms': itemTransforms.map((one) => recipeOf(one, 'The transform')),
    'batch transforms': transforms
      // Statistics are those of the loaders.
      .filter((one) => !isPlainStatistics(one))
      .map((one) => recipeOf(one, 'The transform')),
    normalization: statistics(),
    'batch size': batchSize,
    'order of images': { split, shuffle, weights, dropLast },
    'images left out': { onBadImage, skipped: [...skipped].sort((a, b) => a - b) },
  };
}

function isPlainStatistics(transform: object): boolean {
  return Object.keys(transform).sort().join() === 'name,statistics';
}

/** The state of the file that a source names; undefined for bytes and pixels, which are compared themselves. */
function fileState(source: unknown, since: number): unknown {
  const kind = imageSourceKind(source);
  if (kind !== 'path' && kind !== 'address') return undefined;
  const path = kind === 'path' ? resolve(source as string) : pathOf(source as string | URL);
  const state = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!state) throw new FoveaError(`${path} is not there under this very name.`);
  if (Number(state.ctimeMs) > since)
    throw new FoveaError(`${path} changed after the data loaders were made.`);
  const { size, mtimeNs, ctimeNs, ino } = state;
  return [path, size, mtimeNs, ctimeNs, ino];
}

function pathOf(address: string | URL): string {
  const url = new URL(address);
  if (url.protocol === 'file:') return fileURLToPath(url);
  throw new FoveaError(`${url.href} comes from the web, where it may change.`);
}
