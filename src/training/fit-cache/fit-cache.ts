import { existsSync, rmSync } from 'node:fs';
import { dateText, durationText } from '../../base/clock';
import { digestOf } from '../../base/digest';
import { FoveaError } from '../../base/errors';
import { megabytes } from '../../base/number-text';
import { putSharedRandom, sharedRandom } from '../../base/random';
import { systemReason } from '../../base/system-error';
import {
  keptFitFile,
  keptFits,
  keptFitsFolder,
  keptFitsLimit,
  makeRoom,
  noteUse,
} from '../../datasets/kept-fits';
import { sizeOf } from '../../models/checkpoint/named-array';
import type { FitState } from '../callbacks/callback';
import type { FitPlan, Trainer } from '../fits/fit-plan';
import { readTraining, saveTraining } from '../saving/training-file';
import { dataIngredients, type Ingredients, ingredientsOf } from './ingredients';
import { type KeptResult, readKeptResult, textOfResult } from './kept-result';

/** The cache as one fit sees it. */
export interface FitCache {
  /** The recorded result of an equal fit; undefined if there is none. */
  readonly found?: {
    readonly result: KeptResult;
    /** Puts weights, optimizer, random numbers and record into the state after that fit. */
    restore(): void;
  };
  /** What the reader of the table should know: that the result is a recorded one, or why none is looked for. */
  readonly note?: string;
  /** In what the fit differs from the most similar one that is recorded; undefined if none is similar. */
  readonly difference?: string;
  /**
   * Records the result of the fit that has just ended.
   *
   * @param notes Those that hold for the result too.
   * @returns Why it was not recorded; undefined if it was.
   */
  keep(state: FitState, seconds: number, notes: readonly string[]): Promise<string | undefined>;
}

/**
 * Looks for the recorded result of a fit.
 *
 * @returns Undefined where the cache is turned off by FOVEA_FITS_GB=0.
 */
export function openFitCache(trainer: Trainer, plan: FitPlan): FitCache | undefined {
  const limit = keptFitsLimit();
  if (limit === 0) return undefined;
  let ingredients: Ingredients;
  try {
    ingredients = ingredientsOf(trainer, plan);
  } catch (error) {
    if (!(error instanceof FoveaError)) throw error;
    return { note: notCached(error), keep: async () => undefined };
  }
  const file = keptFitFile(digestOf(ingredients));
  const found = read(file, trainer);
  return {
    found,
    note: found && fromCache(found.result),
    difference: found ? undefined : differenceFrom(ingredients),
    keep: (state, seconds, notes) => keep({ file, limit, ingredients, trainer, seconds, notes }, state),
  };
}

function read(file: string, { model, optimizer, recorder }: Trainer): FitCache['found'] {
  if (!existsSync(file)) return undefined;
  const result = readKeptResult(file);
  try {
    if (!result) throw new FoveaError(`${file} does not hold the result of a fit.`);
    const load = readTraining(file, { model, optimizer });
    noteUse(file);
    return {
      result,
      restore() {
        load();
        recorder.put(result.record);
        putSharedRandom(result.random);
      },
    };
  } catch (error) {
    if (!(error instanceof FoveaError)) throw error;
    // Damaged, e.g. by a disk: the fit trains, and writes it again.
    rmSync(file, { force: true });
    return undefined;
  }
}

interface Keeping {
  readonly file: string;
  readonly limit: number;
  readonly ingredients: Ingredients;
  readonly trainer: Trainer;
  readonly seconds: number;
  readonly notes: readonly string[];
}

async function keep(
  { file, limit, ingredients, trainer, seconds, notes }: Keeping,
  { model, numEpochs, stopReason }: FitState,
): Promise<string | undefined> {
  try {
    for (const [name, digest] of Object.entries(dataIngredients(trainer))) {
      if (ingredients[name] !== digest)
        throw new FoveaError(`Something about ${name} changed during the fit.`);
    }
    const { optimizer, recorder } = trainer;
    const result: KeptResult = {
      ingredients: { ...ingredients },
      learner: model.name,
      recordedAt: Date.now(),
      seconds,
      numEpochs,
      stopReason,
      notes,
      random: sharedRandom(),
      record: recorder.record(),
    };
    const fit = textOfResult(result);
    const numbers = [...model.parameters, ...[...optimizer.moments.keys()].flatMap((p) => [p, p])];
    const bytes = numbers.reduce((sum, { variable }) => sum + 4 * sizeOf(variable.shape), fit.length);
    if (!makeRoom(bytes, limit)) {
      throw new FoveaError(
        `Its result takes ${megabytes(bytes)}, and results of fits may take ${megabytes(limit)} here (FOVEA_FITS_GB).`,
      );
    }
    await saveTraining(file, { model, optimizer }, { fit });
    return undefined;
  } catch (error) {
    return notCached(error);
  }
}

function notCached(error: unknown): string {
  if (error instanceof FoveaError) return `Not cached. ${error.problem}`;
  const { code } = error as NodeJS.ErrnoException;
  if (!code) throw error;
  const reason = code === 'EEXIST' ? 'a file has its name' : systemReason(error);
  return `Not cached. The folder ${keptFitsFolder()} cannot be written to: ${reason}.`;
}

function fromCache({ recordedAt, seconds }: KeptResult): string {
  return `From the cache: trained on ${dateText(recordedAt)} in ${durationText(seconds)}. Without the option cache it trains again.`;
}

/** Names at most so many ingredients: of a fit that differs in more, nobody expects that it is the same. */
const MOST_NAMED = 4;
/** What follows from the cells that ran before, since the seed was set. */
const RUN_AGAIN = ['random numbers', 'weights', 'optimizer'];

function differenceFrom(ingredients: Ingredients): string | undefined {
  const others = keptFits().flatMap(({ path }) => readKeptResult(path) ?? []);
  const differing = others.map(({ ingredients: theirs, recordedAt }) => ({
    recordedAt,
    names: Object.keys(ingredients).filter((name) => ingredients[name] !== theirs[name]),
  }));
  const [nearest] = differing.sort((a, b) => a.names.length - b.names.length);
  if (!nearest || nearest.names.length > MOST_NAMED) return undefined;
  const { names, recordedAt } = nearest;
  const isLater = names.every((name) => RUN_AGAIN.includes(name));
  const cure = isLater ? ' Run all cells again from setSeed() on for the same.' : '';
  return `Not in the cache: ${listed(names)} ${names.length > 1 || names[0].endsWith('s') ? 'are' : 'is'} not as in the fit of ${dateText(recordedAt)}.${cure}`;
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
