import {
  type Batch,
  type BatchSource,
  type Callback,
  type EpochRow,
  FoveaError,
  type Learner,
  type LearnerData,
  type Rate,
  slice,
  tf,
} from '../../src/index';

/** One call of a fixture's `run`: its fastai name and keyword arguments. */
export type Call = [string, Record<string, unknown>?];

/** Options as fixtures name them, and as ours. */
const OPTION_NAMES: Record<string, string> = {
  lr: 'lr',
  lr_max: 'lrMax',
  base_lr: 'baseLr',
  freeze_epochs: 'freezeEpochs',
  lr_mult: 'lrMult',
  pct_start: 'pctStart',
  div: 'div',
  div_final: 'divFinal',
  moms: 'moms',
  wd: 'wd',
  reset_opt: 'resetOpt',
};

/** Batches made in advance, given in order in every epoch. */
export function fixedBatches(
  make: readonly (() => { inputs: tf.Tensor4D; targets: tf.Tensor })[],
  size: number,
): BatchSource {
  return {
    numItems: make.length * size,
    numBatches: make.length,
    async *batches() {
      for (const one of make) {
        const { inputs, targets } = one();
        const batch: Batch = {
          inputs,
          targets,
          items: Array.from({ length: inputs.shape[0] }),
          dispose: () => tf.dispose([inputs, targets]),
        };
        yield batch;
      }
    },
  };
}

/** What happened in all fits of a run, step by step and epoch by epoch. */
export interface History {
  readonly losses: number[];
  readonly rates: number[][];
  readonly momentums: number[];
  readonly rows: EpochRow[];
}

/** Performs a fixture's calls on a learner. */
export async function perform(learn: Learner<LearnerData>, run: readonly Call[]): Promise<History> {
  const history: History = { losses: [], rates: [], momentums: [], rows: [] };
  const { hypers } = learn.optimizer;
  const watch: Callback = {
    name: 'history',
    afterBatch: ({ phase, lastLoss }) => {
      if (phase !== 'train') return;
      history.losses.push(lastLoss);
      history.rates.push(hypers.map(({ rate }) => rate));
      history.momentums.push(hypers[0].momentum);
    },
    afterEpoch: ({ rows }) => void history.rows.push(rows[rows.length - 1]),
  };
  learn.callbacks = [...learn.callbacks, watch];
  for (const [name, given = {}] of run) {
    const { n_epoch: numEpochs, epochs = numEpochs, n, ...rest } = given as Record<string, unknown>;
    const options = Object.fromEntries(
      Object.entries(rest).map(([key, value]) => {
        if (!(key in OPTION_NAMES)) throw new FoveaError(`Unknown option "${key}" of ${name}.`);
        return [OPTION_NAMES[key], rateOf(value)];
      }),
    );
    const count = epochs as number;
    if (name === 'freeze') learn.freeze();
    else if (name === 'unfreeze') learn.unfreeze();
    else if (name === 'freeze_to') learn.freezeTo(n as number);
    else if (name === 'fit_one_cycle') await learn.fitOneCycle(count, options);
    else if (name === 'fit_flat_cos') await learn.fitFlatCos(count, options);
    else if (name === 'fit') await learn.fit(count, options);
    else if (name === 'fine_tune') await learn.fineTune(count, options);
    else throw new FoveaError(`Unknown call "${name}".`);
  }
  return history;
}

function rateOf(value: unknown): Rate | unknown {
  if (value === null) return undefined;
  if (typeof value === 'object' && value !== null && 'slice' in value) {
    const [a, b] = (value as { slice: (number | null)[] }).slice;
    return b === undefined ? slice(a as number) : slice(a as number, b as number);
  }
  return value;
}
