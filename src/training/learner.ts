import type { BatchSource } from '../data/block';
import type { DataLoaders } from '../data/data-loaders';
import { disposeModel, type Model } from '../models/model';
import type { tf } from '../tensorflow/tf';
import type { Callback } from './callbacks/callback';
import { type Evaluation, evaluate } from './fits/evaluate';
import { expectIdle, setPrecision, type Trainer } from './fits/fit';
import { type FlatCosineOptions, fineTuneByPolicy, fitByPolicy } from './fits/fit-by-policy';
import { interruptible } from './interrupt';
import type {
  FineTuneOptions,
  FitOptions,
  LearnerData,
  LearnerOptions,
  OneCycleOptions,
} from './learner-options';
import { type LearnerSummary, summarizeLearner } from './learner-summary';
import type { Loss } from './losses/cross-entropy';
import { findLearningRate, type LrFindOptions, type LrFindResult } from './lr-find/lr-find';
import type { Metric } from './metrics/metric';
import { Optimizer } from './optimizer';
import {
  collectPredictions,
  type GetPredsOptions,
  type Predictions,
  predictBatch,
} from './prediction/get-preds';
import { type Prediction, predictItem } from './prediction/predict-item';
import { augmentedPredictions, type TtaOptions } from './prediction/tta';
import { Recorder } from './recorder';
import { exportLearner } from './saving/export';
import { loadTraining, saveTraining } from './saving/training-file';
import { flatCosine, oneCycle, type Policy } from './schedules/policy';
import { type Rate, ratesOf } from './schedules/rate';

/**
 * Data, a model and how to train it.
 *
 * @see fastai's `Learner`; defaults are fastai's.
 */
export class Learner<Data extends LearnerData = DataLoaders> {
  readonly recorder = new Recorder();
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  metrics: readonly Metric[];
  callbacks: readonly Callback[];
  private readonly lr: number;
  private readonly moms: readonly [number, number, number];

  constructor(
    readonly dls: Data,
    readonly model: Model,
    { loss, metrics = [], callbacks = [], moms = [0.95, 0.85, 0.95], lr = 1e-3, ...others }: LearnerOptions,
  ) {
    this.loss = loss;
    this.metrics = metrics;
    this.callbacks = callbacks;
    this.lr = lr;
    this.moms = moms;
    this.optimizer = new Optimizer(model.groups, { lr, ...others });
  }

  /**
   * Trains at a constant rate.
   *
   * @param epochs Whole number, at least 1.
   * @param options `lr`: rate, or rates by group; the learner's unless told.
   * @throws FoveaError for a number of epochs that is none, or rates that do not fit the groups.
   */
  async fit(epochs: number, { lr = this.lr, ...options }: FitOptions & { lr?: Rate } = {}): Promise<void> {
    const rates = this.ratesOf(lr);
    for (const [i, hyper] of this.optimizer.hypers.entries()) hyper.rate = rates[i];
    await this.run(epochs, {}, options);
  }

  /**
   * Trains by the one-cycle policy.
   *
   * @param epochs Whole number, at least 1.
   * @throws FoveaError for a number of epochs that is none, or rates that do not fit the groups.
   * @see {@link oneCycle}; fastai's `fit_one_cycle`.
   */
  async fitOneCycle(epochs: number, { lrMax = this.lr, ...options }: OneCycleOptions = {}): Promise<void> {
    await this.run(epochs, oneCycle(this.ratesOf(lrMax), { moms: this.moms, ...options }), options);
  }

  /**
   * Trains at a constant rate, then lets it fall by a cosine.
   *
   * @param options `pctStart`: where the fall begins; `divFinal`: it ends at `lr / divFinal`.
   * @see {@link flatCosine}; fastai's `fit_flat_cos`.
   */
  async fitFlatCos(epochs: number, { lr = this.lr, ...options }: FlatCosineOptions = {}): Promise<void> {
    const { momentum } = this.optimizer.hypers[0];
    await this.run(epochs, flatCosine(this.ratesOf(lr), momentum, options), options);
  }

  /**
   * Transfer learning in one call: first the head with the body frozen, then everything, with lower rates for the first layers.
   *
   * @param epochs Epochs with everything trained, after the frozen ones.
   * @see {@link fineTunePolicies}; fastai's `fine_tune`.
   */
  async fineTune(epochs: number, options: FineTuneOptions = {}): Promise<void> {
    await fineTuneByPolicy(this.trainer(), epochs, this.withCallbacks({ moms: this.moms, ...options }));
  }

  /** Freezes all groups before group `n`; negative counts from the end. Batch normalization goes on training. Clears Adam's averages. */
  freezeTo(n: number): void {
    expectIdle(this.model);
    this.optimizer.freezeTo(n);
  }

  /** Freezes all but the last group, the head. */
  freeze(): void {
    this.freezeTo(-1);
  }

  /** Lets all groups train. */
  unfreeze(): void {
    this.freezeTo(0);
  }

  /**
   * From now on the body (of a U-Net all but the loss) computes in bfloat16, in training and predicting, with activations of half
   * the size. Faster on GPUs and processors with AVX512_BF16 or AMX (see `lscpu`), slower on others. Weights, running statistics,
   * a classifier's head, loss and optimizer stay float32, as do saved files and predictions. fastai's `to_bf16`.
   */
  toBf16(): this {
    setPrecision(this.model, 'bfloat16');
    return this;
  }

  /**
   * {@link toBf16} in float16, for GPUs without bfloat16. Before its gradients are taken the loss is multiplied by a factor that
   * adapts; steps that overflow are skipped. On a CPU it is right but slow: take toBf16(). fastai's `to_fp16`.
   */
  toFp16(): this {
    setPrecision(this.model, 'float16');
    return this;
  }

  /** Back to float32 everywhere; fastai's `to_fp32`. */
  toFp32(): this {
    setPrecision(this.model, 'float32');
    return this;
  }

  /** Loss and metrics over a loader, the validation set unless told. */
  async validate({ loader = this.dls.valid }: { loader?: BatchSource } = {}): Promise<Evaluation> {
    return interruptible('validate', (pause) => evaluate(this, loader, this.metrics, pause));
  }

  /** Predictions for all items of a loader, the validation set unless told; tensors owned by the caller. */
  async getPreds({ loader = this.dls.valid, ...options }: GetPredsOptions = {}): Promise<Predictions> {
    return collectPredictions(this, loader, options);
  }

  /**
   * Test-time augmentation: predictions for the validation set, averaged over images changed as in training.
   *
   * @see {@link augmentedPredictions}; fastai's `tta`.
   */
  async tta(this: Learner, { loader = this.dls.valid, ...options }: TtaOptions = {}): Promise<Predictions> {
    return augmentedPredictions(this, loader, options);
  }

  /**
   * Predicts one item, as validation would see it.
   *
   * @param item A file's path, an image in memory, or what `getItems` returns.
   * @throws FoveaError if its image cannot be read.
   * @see {@link predictItem}; fastai's `predict`.
   */
  async predict(this: Learner, item: unknown): Promise<Prediction> {
    return predictItem(this, item);
  }

  /**
   * Predictions for one batch.
   *
   * @param inputs float32 `[batch, height, width, 3]`, as a batch has them. Not disposed.
   * @returns `predictions` after softmax, sigmoid or nothing; `decoded` of the form of the targets. Owned by the caller.
   */
  predictBatch(inputs: tf.Tensor4D): { predictions: tf.Tensor; decoded: tf.Tensor } {
    return predictBatch(this, inputs);
  }

  /**
   * Tries rising learning rates for a few steps and puts the model back as it was, bit by bit.
   *
   * @returns The curve and the suggested rates.
   * @see {@link findLearningRate}; fastai's `lr_find`.
   */
  async findLearningRate(
    options: LrFindOptions = {},
    callbacks: readonly Callback[] = [],
  ): Promise<LrFindResult> {
    return findLearningRate(this.trainer(), options, callbacks);
  }

  /**
   * Saves weights, running statistics and, unless told not to, the optimizer's state as safetensors.
   *
   * @param file Where; the file appears whole or not at all.
   * @see fastai's `Learner.save`.
   */
  async save(file: string, { withOptimizer = true } = {}): Promise<void> {
    await saveTraining(file, this.model, withOptimizer ? this.optimizer : undefined);
  }

  /**
   * Takes up what {@link save} wrote: predictions are then what they were, and training goes on where it stood.
   *
   * @throws FoveaError if the file is damaged or of another model; nothing is changed then.
   * @see fastai's `Learner.load`.
   */
  async load(file: string, { withOptimizer = true } = {}): Promise<void> {
    expectIdle(this.model);
    await loadTraining(file, this.model, withOptimizer ? this.optimizer : undefined);
  }

  /**
   * Writes all that predicting takes to a folder: weights as safetensors, everything else as JSON.
   *
   * @param folder A folder of its own; an earlier export in it is replaced.
   * @see {@link exportLearner}; `loadLearner` reads it; fastai's `export`.
   */
  async export(this: Learner, folder: string): Promise<void> {
    await exportLearner(this, folder);
  }

  /** Layers, numbers of parameters, what is frozen and how it is trained; fastai's `summary`. */
  summary(): LearnerSummary {
    return summarizeLearner(this);
  }

  /** Frees the model and the optimizer's averages. The learner cannot be used afterwards. */
  dispose(): void {
    this.optimizer.dispose();
    disposeModel(this.model);
  }

  private ratesOf(rate: Rate): number[] {
    return ratesOf(rate, this.optimizer.groups.length);
  }

  private async run(epochs: number, policy: Partial<Policy>, options: FitOptions): Promise<void> {
    await fitByPolicy(this.trainer(), epochs, policy, this.withCallbacks(options));
  }

  private withCallbacks<T extends FitOptions>(options: T): T {
    return { ...options, callbacks: [...this.callbacks, ...(options.callbacks ?? [])] };
  }

  private trainer(): Trainer {
    const { model, optimizer, loss, metrics, recorder, dls } = this;
    return { model, optimizer, loss, metrics, recorder, train: dls.train, valid: dls.valid };
  }
}
