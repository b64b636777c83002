import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inspect } from 'node:util';
import { FoveaError } from '../base/errors';
import { homePath } from '../base/home-path';
import type { BatchTransform } from '../transforms/batch-transform';
import type { ItemTransform } from '../transforms/item-transform';
import type { TargetBlock } from './block';
import { categoryBlock } from './category-block';
import { readCsv } from './csv';
import { DataBlock } from './data-block';
import { cellOf, DataFrame, isBlank, presentCellOf, type Row } from './data-frame';
import type { DataLoaders, LoadingOptions } from './data-loaders';
import { filesWithin, fileWithin } from './file-within';
import { imageBlock } from './image-block';
import { getImageFiles } from './image-files';
import type { ClassLabel } from './label-name';
import { colReader, noPath, parentLabel, regexLabeller } from './labeller';
import { multiCategoryBlock } from './multi-category-block';
import { regressionBlock } from './regression-block';
import { grandparentSplitter, randomSplitter, type Splitter, truthSplitter } from './splitter';

/** Options of all {@link imageDataLoaders}, with fastai's names and defaults. */
export interface ImageLoadersOptions extends LoadingOptions {
  /**
   * Fraction of the images to validate on, in [0, 1].
   *
   * @defaultValue 0.2
   */
  readonly validPct?: number;
  /** Seed of the split, an integer in [0, 2^32). By default the split follows `setSeed`. */
  readonly seed?: number;
  /**
   * Transforms of each image, e.g. `[resize(460)]`.
   *
   * @defaultValue []
   */
  readonly itemTransforms?: readonly ItemTransform[];
  /**
   * Transforms of each batch, e.g. `augTransforms({ size: 224 })`.
   *
   * @defaultValue []
   */
  readonly batchTransforms?: readonly BatchTransform[];
}

/** Options of `imageDataLoaders.fromFolder`. */
export interface FromFolderOptions extends Omit<ImageLoadersOptions, 'validPct'> {
  /**
   * Name of the folder of training images.
   *
   * @defaultValue 'train'
   */
  readonly train?: string;
  /**
   * Name of the folder of validation images.
   *
   * @defaultValue 'valid'
   */
  readonly valid?: string;
  /** Fraction of all images to validate on, in [0, 1], wherever they lie. By default `train` and `valid` decide. */
  readonly validPct?: number;
  /** The classes, in the order of their indices. By default the training set's labels, sorted. */
  readonly vocab?: readonly ClassLabel[];
}

/** Options of `imageDataLoaders.fromPathFunc` and `fromNameFunc`. */
export interface FromFuncOptions extends ImageLoadersOptions {
  /** Paths of the images, absolute or relative to the folder. */
  readonly files: readonly string[];
  /** From an image's path, or name, to its label. */
  readonly labelFunc: (file: string) => ClassLabel;
}

/** Options of `imageDataLoaders.fromPathRegex` and `fromNameRegex`. */
export interface FromRegexOptions extends ImageLoadersOptions {
  /** Paths of the images, absolute or relative to the folder. */
  readonly files: readonly string[];
  /** Its first group, in parentheses, is the label. */
  readonly pattern: RegExp | string;
}

/** Options of `imageDataLoaders.fromLists`. */
export interface FromListsOptions extends ImageLoadersOptions {
  /** Paths of the images, absolute or relative to the folder. */
  readonly files: readonly string[];
  /** The label of each file: a class, a list of classes, a number or a list of numbers. */
  readonly labels: readonly unknown[];
  /**
   * What the labels are. By default several classes for each image if a label is a list, numbers to predict if all labels are numbers
   * and one is not whole, else one class for each image.
   */
  readonly yBlock?: TargetBlock;
}

/** A column: its name, or its position, from 0. */
export type ColumnOption = string | number;

/** Options of `imageDataLoaders.fromFrame`. */
export interface FromFrameOptions extends ImageLoadersOptions {
  /**
   * The folder that the file names are relative to.
   *
   * @defaultValue '.'
   */
  readonly path?: string;
  /** A folder in `path` that the file names are relative to. By default `path` itself. */
  readonly folder?: string;
  /**
   * The column of file names.
   *
   * @defaultValue 0
   */
  readonly fnCol?: ColumnOption;
  /**
   * What to add to each file name, e.g. `.jpg`.
   *
   * @defaultValue ''
   */
  readonly suffix?: string;
  /**
   * The column of labels, or several of them.
   *
   * @defaultValue 1
   */
  readonly labelCol?: ColumnOption | readonly ColumnOption[];
  /** What separates several labels in one column, e.g. a space. By default each value is one label. */
  readonly labelDelimiter?: string;
  /**
   * Whether an empty value, where several labels are possible, is an image without labels. By default it is an error.
   *
   * @defaultValue false
   */
  readonly allowEmpty?: boolean;
  /** What the labels are. By default several classes for each image if there is a delimiter or several columns, else one class. */
  readonly yBlock?: TargetBlock;
  /** A column of True for validation and False for training. By default the split is random. */
  readonly validCol?: ColumnOption;
}

/** Options of `imageDataLoaders.fromCsv`. */
export interface FromCsvOptions extends Omit<FromFrameOptions, 'path'> {
  /**
   * Name of the CSV file in the folder.
   *
   * @defaultValue 'labels.csv'
   */
  readonly csvName?: string;
  /**
   * What separates two values.
   *
   * @defaultValue ','
   */
  readonly delimiter?: string;
}

async function fromFolder(
  path: string,
  { train = 'train', valid = 'valid', validPct, seed, vocab, ...options }: FromFolderOptions = {},
): Promise<DataLoaders> {
  if (validPct === undefined) await checkFolders(path, [train, valid]);
  const { itemTransforms, batchTransforms, ...loading } = options;
  const block = new DataBlock({
    blocks: [imageBlock(), categoryBlock({ vocab })],
    getItems: (folder: string) =>
      validPct === undefined ? getImageFiles(folder, { folders: [train, valid] }) : getImageFiles(folder),
    getY: parentLabel,
    splitter:
      validPct === undefined
        ? grandparentSplitter({ trainName: train, validName: valid })
        : randomSplitter({ validPct, seed }),
    itemTransforms,
    batchTransforms,
  });
  return block.dataloaders(path, loading);
}

async function checkFolders(path: string, wanted: readonly string[]): Promise<void> {
  const entries = await readdir(homePath(path), { withFileTypes: true }).catch(() => undefined);
  // getImageFiles says that the folder is missing.
  if (!entries) return;
  const names = entries.filter((entry) => !entry.isFile()).map(({ name }) => name);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length === 0) return;
  const some = names.slice(0, 5).join(', ') + (names.length > 5 ? ', ...' : '');
  throw new FoveaError(
    `There is no folder ${missing.join(' and no folder ')} in ${path}; ${names.length > 0 ? `its folders are ${some}` : 'it has no folders'}.`,
    'If these are the folders of the classes, split at random: { validPct: 0.2 }. If the sets have other names: { train: "training", valid: "test" }.',
  );
}

function expectList(name: string, given: unknown, cure: string): void {
  if (Array.isArray(given)) return;
  throw new FoveaError(
    `Expected a list as ${name} of imageDataLoaders, received ${inspect(given, { depth: 0 })}.`,
    cure,
  );
}

function expectFunction(labelFunc: unknown): void {
  if (typeof labelFunc === 'function') return;
  throw new FoveaError(
    `Expected a function as labelFunc of imageDataLoaders, received ${inspect(labelFunc)}.`,
    'It takes a file and returns its label, e.g. labelFunc: parentLabel.',
  );
}

interface LabelledFiles extends ImageLoadersOptions {
  readonly files: readonly string[];
  readonly yBlock?: TargetBlock;
  readonly getY: (file: string) => unknown;
}

function fromFiles(
  path: string,
  { files, yBlock = categoryBlock(), getY, validPct, seed, ...options }: LabelledFiles,
): Promise<DataLoaders> {
  const example = 'E.g. files: await getImageFiles(path).';
  expectList('files', files, example);
  for (const file of files) if (typeof file !== 'string') throw noPath(file, 'imageDataLoaders', example);
  const { items, givenOf } = filesWithin(path, files);
  const { itemTransforms, batchTransforms, ...loading } = options;
  const block = new DataBlock({
    blocks: [imageBlock(), yBlock],
    getY: (item: string) => getY(givenOf(item)),
    splitter: randomSplitter({ validPct, seed }),
    itemTransforms,
    batchTransforms,
  });
  return block.dataloaders(items, loading);
}

async function fromPathFunc(
  path: string,
  { labelFunc, ...options } = {} as FromFuncOptions,
): Promise<DataLoaders> {
  expectFunction(labelFunc);
  return fromFiles(path, { ...options, getY: labelFunc });
}

async function fromNameFunc(
  path: string,
  { labelFunc, ...options } = {} as FromFuncOptions,
): Promise<DataLoaders> {
  expectFunction(labelFunc);
  return fromFiles(path, { ...options, getY: (file) => labelFunc(basename(file)) });
}

const fromPathRegex = async (path: string, { pattern, ...options } = {} as FromRegexOptions) =>
  fromFiles(path, { ...options, getY: regexLabeller(pattern) });

const fromNameRegex = async (path: string, { pattern, ...options } = {} as FromRegexOptions) =>
  fromFiles(path, { ...options, getY: regexLabeller(pattern, { on: 'name' }) });

async function fromLists(
  path: string,
  { files, labels, yBlock, ...options } = {} as FromListsOptions,
): Promise<DataLoaders> {
  const inOrder = 'Give one label for each file, in the same order.';
  expectList('files', files, inOrder);
  expectList('labels', labels, inOrder);
  if (files.length !== labels.length) {
    throw new FoveaError(
      `Expected one label for each file in fromLists, received ${files.length} files and ${labels.length} labels.`,
      inOrder,
    );
  }
  const byFile = new Map<string, unknown>();
  files.forEach((file, i) => {
    if (labels[i] === undefined) {
      throw new FoveaError(`The label of ${file} in fromLists is undefined.`, inOrder);
    }
    if (byFile.has(file) && inspect(byFile.get(file)) !== inspect(labels[i])) {
      throw new FoveaError(
        `fromLists has two labels for ${file}: ${inspect(byFile.get(file))} and ${inspect(labels[i])}.`,
        'Leave one of them out, or give a list of labels for each file.',
      );
    }
    byFile.set(file, labels[i]);
  });
  return fromFiles(path, {
    files,
    yBlock: yBlock ?? blockOf(labels),
    getY: (file) => byFile.get(file),
    ...options,
  });
}

function blockOf(labels: readonly unknown[]): TargetBlock {
  if (labels.some(Array.isArray)) return multiCategoryBlock();
  const areNumbers = labels.every((label) => typeof label === 'number');
  return areNumbers && !labels.every(Number.isInteger) ? regressionBlock() : categoryBlock();
}

async function fromFrame(
  frame: DataFrame | readonly Row[],
  {
    path = '.',
    folder = '',
    fnCol = 0,
    suffix = '',
    labelCol = 1,
    labelDelimiter,
    allowEmpty = false,
    validCol,
    validPct,
    seed,
    ...options
  }: FromFrameOptions = {},
): Promise<DataLoaders> {
  if (!(frame instanceof DataFrame)) {
    const example = 'Give a table: imageDataLoaders.fromFrame(await readCsv(file)).';
    expectList('rows', frame, example);
    if (frame.length === 0) throw new FoveaError('The table of imageDataLoaders has no rows.', example);
  }
  const nameOf = (column: ColumnOption) => columnName(frame, column);
  const files = nameOf(fnCol);
  const labels = [labelCol].flat().map((column) => nameOf(column as ColumnOption));
  const isMulti = labels.length > 1 || labelDelimiter !== undefined;
  const { yBlock = isMulti ? multiCategoryBlock() : categoryBlock(), ...rest } = options;
  const { itemTransforms, batchTransforms, ...loading } = rest;
  const within = fileWithin(join(path, folder));
  const splitter =
    validCol === undefined
      ? randomSplitter({ validPct, seed })
      : truthSplitter(nameOf(validCol), () => VALID_COLUMN_CURE);
  const block = new DataBlock<Iterable<Row>, Row>({
    blocks: [imageBlock(), yBlock],
    getX: (row) => within(`${presentCellOf(row, files)}${suffix}`),
    getY: labelReader(labels, { labelDelimiter, allowEmpty }),
    splitter: splitter as Splitter<Row>,
    itemTransforms,
    batchTransforms,
  });
  return block.dataloaders(frame, loading);
}

const VALID_COLUMN_CURE =
  'Give validCol a column of True for validation and False for training, or of 1 and 0. Without validCol the split is random.';

function labelReader(
  columns: readonly string[],
  { labelDelimiter, allowEmpty }: { readonly labelDelimiter?: string; readonly allowEmpty: boolean },
): (row: Row) => unknown {
  if (labelDelimiter !== undefined) {
    const readers = columns.map((column) => colReader(column, { labelDelimiter, allowEmpty }));
    return (row) => readers.flatMap((read) => read(row));
  }
  if (columns.length === 1) return colReader(columns[0]);
  return (row) => {
    const cells = columns.map((column) => cellOf(row, column));
    return allowEmpty ? cells.filter((cell) => !isBlank(cell)) : cells;
  };
}

function columnName(frame: DataFrame | readonly Row[], column: ColumnOption): string {
  if (typeof column === 'string') return column;
  const names =
    frame instanceof DataFrame ? frame.columns.map(({ name }) => name) : Object.keys(frame[0] ?? {});
  const name = names[column];
  if (name !== undefined) return name;
  throw new FoveaError(
    `There is no column ${column} in ${frame instanceof DataFrame ? frame.file : 'the rows'}: it has ${names.length}, counted from 0: ${names.join(', ')}.`,
    'Name the columns of files and labels, e.g. { fnCol: "image", labelCol: "class" }; for a table with another delimiter, { delimiter: ";" }.',
  );
}

async function fromCsv(
  path: string,
  { csvName = 'labels.csv', delimiter, ...options }: FromCsvOptions = {},
): Promise<DataLoaders> {
  return fromFrame(await readCsv(join(path, csvName), { delimiter }), { path, ...options });
}

/**
 * Makes loaders of images with labels in one call, without a data block. All take `validPct`, `seed`, `itemTransforms`,
 * `batchTransforms` and the options of `DataBlock.dataloaders`.
 *
 * - `fromFolder(path)`: the folders `train` and `valid`, each with a folder for each class; or with `validPct` one folder for each
 *   class.
 * - `fromPathFunc(path, { files, labelFunc })`, `fromNameFunc`: labels by a function of each file's path, or name.
 * - `fromPathRegex(path, { files, pattern })`, `fromNameRegex`: labels by a regular expression.
 * - `fromCsv(path)`: a CSV file, by default `labels.csv`, whose first column names files and whose second names labels.
 * - `fromFrame(frame)`: the same for a table that was read already.
 * - `fromLists(path, { files, labels })`: two lists.
 *
 * @see fastai's `ImageDataLoaders`: `from_folder`, `from_path_func`, `from_name_func`, `from_path_re`, `from_name_re`, `from_csv`,
 *   `from_df` and `from_lists`.
 */
export const imageDataLoaders = {
  fromFolder,
  fromPathFunc,
  fromNameFunc,
  fromPathRegex,
  fromNameRegex,
  fromCsv,
  fromFrame,
  fromLists,
};
