import { inspect } from 'node:util';
import { expectPath } from '../base/expect-path';
import { interruptible } from '../base/interrupt';
import { countText } from '../base/number-text';
import type { BatchSource } from '../data/block';
import type { DataLoaders } from '../data/data-loaders';
import { disposeModel, expectNotDisposed, type Model } from '../models/model';
import type { Precision } from '../tensorflow/precision';
import type { tf } from '../tensorflow/tf';
import { type Callback, expectCallbacks } from './callbacks/callback';
import { inOrder } from './expect-batches';
import { expectIdle, expectNotTrained } from './fits/busy-models';
import { type Evaluation, evaluate } from './fits/evaluate';
import { fineTuneByPolicy, fitByPolicy } from './fits/fit-by-policy';
import type { FitPlan, Trainer } from './fits/fit-plan';
import { newHistory } from './fits/history';
import type {
  ConstantRateOptions,
  FineTuneOptions,
  FitOptions,
  FlatCosineOptions,
  LearnerData,
  LearnerOptions,
  OneCycleOptions,
} from './learner-options';
import { type LearnerSummary, summarizeLearner } from './learner-summary';
import { expectLoss, type Loss } from './losses/loss';
import { findLearningRate, type LrFindOptions, type LrFindResult } from './lr-find/lr-find';
import type { Metric } from './metrics/metric';
import { Optimizer } from './optimizer';
import {
  collectPredictions,
  type GetPredsOptions,
  type Predictions,
  predictBatch,
} from './prediction/get-preds';
import { type Prediction, type PredictSource, predictItem } from './prediction/predict-item';
import { augmentedPredictions, type TtaOptions } from './prediction/tta';
import { Recorder } from './recorder';
import { prepareReplacement } from './replace-data';
import { exportLearner } from './saving/export';
import { loadTraining, type SavedTraining, saveTraining } from './saving/training-file';
import { flatCosine, oneCycle, type Policy } from './schedules/policy';
import { type Rate, ratesOf } from './schedules/rate';

/**
 * Data, a model and how to train it.
 *
 * @see fastai's `Learner`, whose defaults these are.
 */
export class Learner<Data extends LearnerData = DataLoaders> {
  /** Losses, rates and rows of the last fit. */
  readonly recorder = new Recorder();
  /** Adam with decoupled weight decay. */
  readonly optimizer: Optimizer;
  /** What gradient descent minimizes. */
  readonly loss: Loss;
  /** Computed over the validation set after each epoch. */
  metrics: readonly Metric[];
  /** Used by every fit. */
  callbacks: readonly Callback[];
  private data: Data;
  private readonly lr: number;
  private readonly moms: readonly [number, number, number];
  private history = newHistory();

  /**
   * @param dls Training and validation set.
   * @param model The learner owns it: {@link dispose} frees it.
   * @param options The loss, and fastai's options with fastai's defaults.
   * @throws FoveaError if the loss is none, or an option is out of range.
   */
  constructor(
    dls: Data,
    readonly model: Model,
    { loss, metrics = [], callbacks = [], moms = [0.95, 0.85, 0.95], lr = 1e-3, ...others }: LearnerOptions,
  ) {
    expectLoss(loss);
    this.data = dls;
    this.loss = loss;
    this.metrics = metrics;
    this.callbacks = callbacks;
    this.lr = lr;
    this.moms = moms;
    this.optimizer = new Optimizer(model.groups, { lr, ...others });
  }

  /**
   * Training and validation set.
   *
   * Others of the same targets may take their place, e.g. of larger images: `learn.dls = larger` (progressive resizing). If they are not
   * normalized, they are then normalized as the earlier ones.
   *
   * @throws FoveaError, when set, if their targets or their normalization do not fit the model, or while the learner is being trained.
   * @see fastbook, chapter 7.
   */
  get dls(): Data {
    return this.data;
  }

  set dls(dls: Data) {
    expectIdle(this.model);
    prepareReplacement(this.data, dls, this.model.name);
    this.data = dls;
  }

  /**
   * Trains at a constant learning rate.
   *
   * @param epochs A positive integer.
   * @param options The rate and options of every fit.
   * @throws FoveaError if the number of epochs is not a positive integer, or rates do not fit the groups.
   * @see fastai's `Learner.fit`.
   */
  async fit(epochs: number, { lr = this.lr, ...options }: ConstantRateOptions = {}): Promise<void> {
    await this.run(epochs, { firstRates: this.ratesOf(lr) }, options);
  }

  /**
   * Trains by the one-cycle policy.
   *
   * @param epochs A positive integer.
   * @param options The highest rate, the constants of the cycle and options of every fit.
   * @throws FoveaError if the number of epochs is not a positive integer, or rates do not fit the groups.
   * @see Smith 2018, arXiv:1803.09820; fastai's `fit_one_cycle`.
   */
  async fitOneCycle(epochs: number, { lrMax = this.lr, ...options }: OneCycleOptions = {}): Promise<void> {
    await this.run(epochs, oneCycle(this.ratesOf(lrMax), { moms: this.moms, ...options }), options);
  }

  /**
   * Trains at a constant learning rate, then lets it fall by a cosine.
   *
   * @param epochs A positive integer.
   * @param options The rate, where it begins to fall, and options of every fit.
   * @throws FoveaError if the number of epochs is not a positive integer, or rates do not fit the groups.
   * @see fastai's `fit_flat_cos`.
   */
  async fitFlatCos(epochs: number, { lr = this.lr, ...options }: FlatCosineOptions = {}): Promise<void> {
    const { momentum } = this.optimizer.hypers[0];
    await this.run(epochs, flatCosine(this.ratesOf(lr), momentum, options), options);
  }

  /**
   * Transfer learning in one call: first the head with the body frozen, then everything, with lower rates for the first layers.
   *
   * @param epochs Epochs with everything trained, after the frozen ones; a positive integer.
   * @param options Rates, frozen epochs, the constants of the cycles and options of every fit.
   * @throws FoveaError if a number of epochs is not a positive integer.
   * @see fastai's `fine_tune`.
   */
  async fineTune(epochs: number, options: FineTuneOptions = {}): Promise<void> {
    await fineTuneByPolicy(this.trainer(), epochs, this.withCallbacks({ moms: this.moms, ...options }));
  }

  /**
   * Freezes all parameter groups before group `n`. Their batch normalization keeps training. Clears Adam's averages.
   *
   * @param n Index of the first group to train; a negative one counts from the end.
   * @throws FoveaError if there is no such group, or while the learner is being trained.
   * @see fastai's `freeze_to`.
   */
  freezeTo(n: number): void {
    expectIdle(this.model);
    this.optimizer.freezeTo(n);
  }

  /** Freezes all parameter groups but the last one, the head; fastai's `freeze`. */
  freeze(): void {
    this.freezeTo(-1);
  }

  /** Lets all parameter groups train; fastai's `unfreeze`. */
  unfreeze(): void {
    this.freezeTo(0);
  }

  /**
   * From now on the body (of a U-Net all but the loss) computes in bfloat16, in training and predicting, with activations of half
   * the size. Faster on GPUs and processors with AVX512_BF16 or AMX (see `lscpu`), slower on others. Weights, running statistics,
   * a classifier's head, loss and optimizer stay float32, as do saved files and predictions. fastai's `to_bf16`.
   */
  toBf16(): this {
    return this.computeIn('bfloat16');
  }

  /**
   * {@link toBf16} in float16, for GPUs without bfloat16. Before its gradients are taken the loss is multiplied by a factor that
   * adapts; steps that overflow are skipped. On a CPU it is correct but slow: use toBf16(). fastai's `to_fp16`.
   */
  toFp16(): this {
    return this.computeIn('float16');
  }

  /** Back to float32 everywhere; fastai's `to_fp32`. */
  toFp32(): this {
    return this.computeIn('float32');
  }

  /**
   * Loss and metrics over a loader: over all its items, as validation sees them, also of the training set.
   *
   * @param options What to evaluate.
   * @param options.loader By default the validation set.
   * @throws FoveaError if the loader gives no items or none with labels, or when interrupted.
   * @see fastai's `validate`.
   */
  async validate({ loader = this.dls.valid }: { loader?: BatchSource } = {}): Promise<Evaluation> {
    return interruptible((pause) => evaluate(this, loader, this.metrics, pause));
  }

  /**
   * Predictions for all items of a loader, in their order, as validation sees them: also of the training set.
   *
   * @param options The loader, by default that of the validation set, and whether losses are computed.
   * @returns Tensors owned by the caller: dispose them.
   * @throws FoveaError if the loader gives no items, none with labels where losses are asked for, or when interrupted.
   * @see fastai's `get_preds`.
   */
  async getPreds({ loader = this.dls.valid, ...options }: GetPredsOptions = {}): Promise<Predictions> {
    return collectPredictions(this, inOrder(loader), options);
  }

  /**
   * Test-time augmentation: predictions for the validation set, averaged over images changed as in training.
   *
   * @param options How many times, how to average, and the loader.
   * @returns Tensors owned by the caller: dispose them.
   * @throws FoveaError for options out of range, or targets that move with the image.
   * @see fastai's `tta`.
   */
  async tta(this: Learner, { loader = this.dls.valid, ...options }: TtaOptions = {}): Promise<Predictions> {
    expectNotDisposed(this.model);
    return augmentedPredictions(this, loader, options);
  }

  /**
   * Predicts one item, as validation would see it.
   *
   * @param item A file's path, its URL (`file:`, `http:`, `https:`) or its bytes; an image in memory, of 1, 3 or 4 bytes a pixel; an
   *   `ImageData`; or what `getItems` returns.
   * @throws FoveaError if it is none of these, or its image cannot be read.
   * @see fastai's `predict`.
   */
  async predict(this: Learner, item: PredictSource): Promise<Prediction> {
    expectNotDisposed(this.model);
    return predictItem(this, item);
  }

  /**
   * Predictions for one batch.
   *
   * @param inputs float32 `[batch, height, width, 3]`, normalized if the loaders are. Not disposed.
   * @returns `predictions` after softmax, sigmoid or nothing, as the loss says; `decoded` of the form of the targets. Owned by
   * the caller: dispose them.
   * @throws FoveaError if the inputs are of another shape or type, or the learner was disposed.
   */
  predictBatch(inputs: tf.Tensor4D): { predictions: tf.Tensor; decoded: tf.Tensor } {
    return predictBatch(this, inputs);
  }

  /**
   * Tries rising learning rates for a few steps and puts the model back as it was, bit by bit.
   *
   * @param options The range of rates, the number of steps and the suggestions; fastai's names and defaults.
   * @param callbacks Watch the steps, e.g. a progress bar.
   * @returns The curve and the suggested rates.
   * @throws FoveaError if it was interrupted, or diverged before a rate could be suggested.
   * @see Smith 2015, arXiv:1506.01186; fastai's `lr_find`.
   */
  async findLearningRate(
    options: LrFindOptions = {},
    callbacks: readonly Callback[] = [],
  ): Promise<LrFindResult> {
    return findLearningRate(this.trainer(), options, callbacks);
  }

  /**
   * Saves weights, running statistics, the optimizer's state, the target block's name and the names of the classes as safetensors.
   *
   * @param file Path of the file, which appears whole or not at all.
   * @param options What to save.
   * @param options.withOptimizer False leaves the optimizer's state out; by default true.
   * @see fastai's `Learner.save`.
   */
  async save(file: string, { withOptimizer = true } = {}): Promise<void> {
    await saveTraining(expectPath(file, 'a file in learn.save'), this.saved(withOptimizer));
  }

  /**
   * Loads what {@link save} wrote: predictions are then what they were, and training continues from there.
   *
   * @param file Path of the file.
   * @param options What to load.
   * @param options.withOptimizer False loads weights and running statistics alone; by default true.
   * @param options.checkVocab False loads weights that were trained for other classes, as many, or other targets, to train on from them; by
   *   default true.
   * @throws FoveaError if the file is damaged, of another model, of other classes or of other targets; nothing is changed then.
   * @see fastai's `Learner.load`.
   */
  async load(file: string, { withOptimizer = true, checkVocab = true } = {}): Promise<void> {
    const path = expectPath(file, 'a file in learn.load');
    expectIdle(this.model);
    const { model, optimizer, ...task } = this.saved(withOptimizer);
    await loadTraining(path, { model, optimizer, ...(checkVocab && task) });
    this.history = newHistory();
  }

  /**
   * Writes all that predicting needs to a folder: weights as safetensors, everything else as JSON.
   *
   * @param folder A folder of its own; an earlier export in it is replaced.
   * @throws FoveaError for a custom model, block, loss or transform, or a folder that holds something else.
   * @see {@link loadLearner}, which reads it; fastai's `export`.
   */
  async export(this: Learner, folder: string): Promise<void> {
    expectNotDisposed(this.model);
    await exportLearner(this, expectPath(folder, 'a folder in learn.export'));
  }

  /**
   * Layers, numbers of parameters, what is frozen and how it is trained; fastai's `summary`.
   *
   * @throws FoveaError if the learner was disposed.
   */
  summary(): LearnerSummary {
    expectNotDisposed(this.model);
    return summarizeLearner(this);
  }

  /** One line that says what it is and what to call. */
  [inspect.custom](): string {
    const { model, dls } = this;
    const numClasses = dls.target?.vocabulary.length ?? 0;
    const classes = numClasses > 0 ? `, ${countText(numClasses)} classes` : '';
    const items = `${countText(dls.train.numItems)} training and ${countText(dls.valid.numItems)} validation items`;
    return `Learner of ${model.name} on ${items}${classes}; learn.summary() lists its layers, learn.fineTune(epochs) trains it.`;
  }

  /**
   * Frees the model and the optimizer's averages. The learner cannot be used afterwards: all else is then an error. Its record stays.
   *
   * @throws FoveaError while the learner is being trained.
   */
  dispose(): void {
    expectNotTrained(this.model);
    this.optimizer.dispose();
    disposeModel(this.model);
  }

  private saved(withOptimizer: boolean): SavedTraining {
    const { model, optimizer, dls } = this;
    const { name: targets, vocabulary } = dls.target ?? {};
    return { model, targets, vocabulary, optimizer: withOptimizer ? optimizer : undefined };
  }

  private computeIn(precision: Precision): this {
    expectIdle(this.model);
    this.model.precision = precision;
    return this;
  }

  private ratesOf(rate: Rate): number[] {
    return ratesOf(rate, this.optimizer.groups.length);
  }

  private async run(
    epochs: number,
    policy: Partial<Policy> & Pick<FitPlan, 'firstRates'>,
    options: FitOptions,
  ): Promise<void> {
    await fitByPolicy(this.trainer(), epochs, policy, this.withCallbacks(options));
  }

  private withCallbacks<T extends FitOptions>(options: T): T {
    const { callbacks = [] } = options;
    expectCallbacks(callbacks);
    expectCallbacks(this.callbacks);
    return { ...options, callbacks: [...this.callbacks, ...callbacks] };
  }

  private trainer(): Trainer {
    const { model, optimizer, loss, metrics, recorder, history } = this;
    const { train, valid, target } = this.dls;
    return { model, optimizer, loss, metrics, recorder, train, valid, target, history };
  }
}
