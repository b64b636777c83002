import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fovea from 'fovea';
import type { Call, CompiledLesson, LessonRecipe } from './lesson-recipe';

const {
  DataBlock,
  DataFrame,
  DataLoaders,
  FoveaError,
  Interpretation,
  Learner,
  Recorder,
  efficientnetLite0,
} = fovea;

/** The learner's methods that train, and those that choose what trains. */
const FIT_METHODS = [
  'freeze',
  'freezeTo',
  'unfreeze',
  'fit',
  'fitOneCycle',
  'fitFlatCos',
  'fineTune',
] as const;

/** A lesson as far as its learner, untrained, with the recipe of its fits. */
export interface Lesson {
  readonly recipe: LessonRecipe;
  /** Performs the fits that the lesson's cells call. */
  fit(): Promise<fovea.Learner>;
}

/**
 * Runs a lesson's cells, up to the last one that trains, and records its fits instead of running them. The body is
 * EfficientNet-Lite0, whose weights both sides have. Nothing is shown. Of several learners it takes the first that trains.
 *
 * @param file What `compileLesson` wrote.
 * @throws FoveaError if the cells train no learner, or by something that JSON cannot hold, e.g. a callback.
 */
export async function readLesson(file: string): Promise<Lesson> {
  const { name, folder, cells }: CompiledLesson = JSON.parse(readFileSync(file, 'utf8'));
  const recording = recordingLibrary();
  const load = createRequire(`${folder}/`);
  // Kernels run in the notebook's folder, and keep what a cell declares in one object that all cells share.
  process.chdir(folder);
  const declared = new Proxy(
    {},
    { defineProperty: (all, key, { get, value }) => Reflect.set(all, key, get ? get() : value) },
  );
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  for (const cell of cells) {
    const run = new AsyncFunction('exports', 'require', cell);
    await run(declared, (id: string) => (id === 'fovea' ? recording.library : load(id)));
  }
  const trained = recording.learners.find(({ fits }) => fits.some(({ name }) => /^fi/.test(name)));
  if (!trained) throw new FoveaError(`${name} trains no learner of visionLearner or unetLearner.`);
  const { learn, fits } = trained;
  for (const method of FIT_METHODS) delete (learn as Partial<typeof learn>)[method];
  return {
    recipe: recipeOf(name, trained, recording),
    async fit() {
      for (const { name, args } of fits)
        await (learn[name as 'fit'] as (...args: unknown[]) => unknown)(...args);
      return learn;
    },
  };
}

/** A learner that a lesson made, with the calls it would train by. */
interface RecordedLearner {
  readonly learn: fovea.Learner;
  readonly madeBy: Call;
  readonly fits: Call[];
}

/** The library as a lesson's cells see it. */
interface Recording {
  readonly library: Readonly<Record<string, unknown>>;
  readonly learners: readonly RecordedLearner[];
  /** The call of the lesson that made an object, e.g. a transform. For a metric without options, its name. */
  readonly madeBy: WeakMap<object, Call>;
  readonly seed: () => number | undefined;
}

function recordingLibrary(): Recording {
  const madeBy = new WeakMap<object, Call>();
  const learners: RecordedLearner[] = [];
  let seed: number | undefined;
  const isObject = (value: unknown): value is object =>
    (typeof value === 'object' && value !== null) || typeof value === 'function';
  const recorded = (name: string, original: object) => {
    const proxy = new Proxy(original as (...args: unknown[]) => unknown, {
      apply(target, self, args) {
        if (name === 'setSeed') seed = args[0];
        const made = Reflect.apply(target, self, args);
        const call = { name, args };
        for (const one of [made].flat()) if (isObject(one)) madeBy.set(one, call);
        return made;
      },
    });
    madeBy.set(proxy, { name, args: [] });
    return proxy;
  };
  const learnerBy = (name: string, make: typeof fovea.visionLearner) => {
    return async (dls: fovea.DataLoaders, _architecture: unknown, options: object = {}) => {
      const learn = await make(dls, efficientnetLite0, options);
      const fits: Call[] = [];
      for (const method of FIT_METHODS) {
        Object.defineProperty(learn, method, {
          configurable: true,
          value: (...args: unknown[]) => void fits.push({ name: method, args }),
        });
      }
      learners.push({ learn, madeBy: { name, args: [options] }, fits });
      return learn;
    };
  };
  disableShowMethods();
  const library = Object.fromEntries(
    Object.entries(fovea).map(([name, value]) => {
      const isFunction =
        typeof value === 'function' && !/^class\b/.test(Function.prototype.toString.call(value));
      return [name, isFunction ? recorded(name, value) : value];
    }),
  );
  return {
    library: {
      ...library,
      visionLearner: learnerBy('visionLearner', fovea.visionLearner),
      unetLearner: learnerBy('unetLearner', fovea.unetLearner),
      showImage: async () => {},
    },
    learners,
    madeBy,
    seed: () => seed,
  };
}

/** Turns the methods that only show something into no-ops: they would decode images before the clock starts. */
function disableShowMethods(): void {
  for (const { prototype } of [DataBlock, DataFrame, DataLoaders, Interpretation, Learner, Recorder]) {
    const names = Object.getOwnPropertyNames(prototype).filter((name) => /^(show|plot)/.test(name));
    for (const name of names) Object.defineProperty(prototype, name, { value: async () => {} });
  }
}

function recipeOf(
  lesson: string,
  { learn, madeBy, fits }: RecordedLearner,
  recording: Recording,
): LessonRecipe {
  const { dls } = learn;
  const { parts } = dls as unknown as { parts: LoaderParts };
  const pairs = ({ items }: { readonly items: readonly unknown[] }) => {
    const { inputs, labels } = parts.sources(items, true);
    return inputs.map((image, i) => ({ image, target: labels[i] }));
  };
  const callsOf = (made: readonly object[], what: string) => {
    const calls = made.map((one) => recording.madeBy.get(one));
    const unknown = calls.indexOf(undefined);
    if (unknown >= 0) {
      throw new FoveaError(`${lesson} has a custom ${what}, which the baseline cannot repeat.`);
    }
    return [...new Set(calls as Call[])];
  };
  const [{ metrics = [], ...options }] = madeBy.args as [Record<string, unknown>];
  const plain = (call: Call): Call => JSON.parse(JSON.stringify(call, plainly(lesson, recording.madeBy)));
  const { name: kind, vocabulary, ignoreIndex } = dls.target;
  return {
    lesson,
    seed: recording.seed(),
    train: pairs(dls.train),
    valid: pairs(dls.valid),
    target: { kind, vocabulary, ignoreIndex },
    batchSize: dls.train.batchSize,
    itemTransforms: callsOf(parts.itemTransforms, 'item transform').map(plain),
    batchTransforms: callsOf(parts.batchTransforms, 'batch transform').map(plain),
    statistics: dls.normalization,
    learner: plain({ name: madeBy.name, args: [options] }),
    metrics: callsOf(metrics as object[], 'metric').map(plain),
    fits: fits.map(plain),
  };
}

/** For `JSON.stringify`: writes an object that a function of the library made as that call, and refuses all other code. */
function plainly(lesson: string, madeBy: WeakMap<object, Call>) {
  return (key: string, value: unknown) => {
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return value;
    const call = madeBy.get(value);
    if (call) return call;
    if (
      typeof value === 'object' &&
      [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value))
    ) {
      return value;
    }
    throw new FoveaError(`${lesson} gives ${key} as code, which the baseline cannot repeat.`);
  };
}

/** The loaders' private record of their data block. */
interface LoaderParts {
  readonly itemTransforms: readonly object[];
  readonly batchTransforms: readonly object[];
  sources(items: readonly unknown[], withLabels: true): { inputs: unknown[]; labels: unknown[] };
}
