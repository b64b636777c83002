import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  type Callback,
  earlyStopping,
  type FineTuneOptions,
  type Learner,
  type LearnerData,
  rmse,
  saveModel,
  tf,
} from '../../../src/index';
import { temporaryFolder } from '../../temporary-folder';
import { withLine } from '../line';

/** What a fit that is refused must leave as it was. */
function stateOf({ model, optimizer, recorder }: Learner<LearnerData>) {
  return {
    weights: model.parameters.map((parameter) => [...parameter.save().values]),
    hypers: optimizer.hypers.map((hyper) => ({ ...hyper })),
    frozenTo: optimizer.frozenTo,
    steps: optimizer.steps,
    numAverages: optimizer.moments.size,
    rows: [...recorder.rows],
    losses: [...recorder.losses],
    smoothLoss: recorder.smoothLoss,
  };
}

/** Checks that a fit after another one is refused with a message, and changes nothing. */
async function refuses(fit: (learn: Learner<LearnerData>) => Promise<void>, message: RegExp): Promise<void> {
  await withLine(async (learn) => {
    await learn.fit(2, { lr: 0.1 });
    const before = stateOf(learn);
    await assert.rejects(fit(learn), { name: 'FoveaError', message });
    assert.deepEqual(stateOf(learn), before);
  });
}

const unknown = { monitor: 'acuracy' };
const unknownMessage = /^Unknown column to monitor "acuracy"/;

test('fit() with a callback that refuses it changes neither rates, decay, averages nor the record', () =>
  refuses(
    (learn) => learn.fit(1, { lr: 1, wd: 0.5, resetOpt: true, callbacks: [earlyStopping(unknown)] }),
    unknownMessage,
  ));

test('fitOneCycle() with a callback that refuses it changes nothing', () =>
  refuses(
    (learn) => learn.fitOneCycle(1, { lrMax: 1, callbacks: [saveModel('best', unknown)] }),
    unknownMessage,
  ));

test('fineTune() with a callback that refuses it does not freeze', () =>
  refuses((learn) => learn.fineTune(1, { callbacks: [earlyStopping(unknown)] }), unknownMessage));

const WRONG_FINE_TUNES: [number, FineTuneOptions, RegExp][] = [
  [0, {}, /^Expected a positive integer as the number of epochs, received 0\.$/],
  [Number.NaN, {}, /^Expected a positive integer as the number of epochs, received NaN\.$/],
  [1, { freezeEpochs: -1 }, /^Expected an integer of at least 0 as freezeEpochs, received -1\./],
  [1, { freezeEpochs: 0.5 }, /^Expected an integer of at least 0 as freezeEpochs, received 0\.5\./],
  [1, { baseLr: -1 }, /^Expected a learning rate for each of 3 parameter groups/],
  [1, { baseLr: Number.NaN }, /^Expected a learning rate for each of 3 parameter groups.* stop: NaN/],
  [1, { lrMult: 0 }, /^Expected a learning rate for each of 3 parameter groups/],
  [1, { div: 0 }, /^Expected a number above 0 as div, received 0\.$/],
  [1, { divFinal: Number.NaN }, /^Expected a number above 0 as divFinal, received NaN\.$/],
  [1, { pctStart: 1.5 }, /^Expected a fraction of the fit, in \[0, 1\], as pctStart, received 1\.5\.$/],
  [1, { moms: [0.9, 1, 0.9] }, /^Expected three momentums in \[0, 1\) as moms, received \[0\.9,1,0\.9\]\./],
  [1, { wd: -0.1 }, /^Expected a number of at least 0 as wd, received -0\.1\.$/],
];

for (const [epochs, options, message] of WRONG_FINE_TUNES) {
  test(`fineTune(${epochs}, ${inspect(options)}) is refused before anything is trained`, () =>
    refuses((learn) => learn.fineTune(epochs, options), message));
}

test('fit() refuses rates that are not numbers of at least 0, and says what they were', async () => {
  for (const lr of [Number.NaN, -1, Number.POSITIVE_INFINITY, '0.1', null]) {
    await refuses(
      (learn) => learn.fit(1, { lr: lr as number }),
      /^Expected a learning rate for each of 3 parameter groups, received (NaN|-1|Infinity|"0.1"|'0.1'|null)\./,
    );
  }
});

test('a fit that is refused while another one runs changes nothing of that one', () =>
  withLine(async (learn) => {
    const refused: string[] = [];
    const again: Callback = {
      name: 'again',
      async beforeBatch({ epoch, batch }) {
        if (epoch > 0 || batch > 0) return;
        const attempts = [
          () => learn.fit(1, { lr: 1, wd: 0.5, resetOpt: true }),
          () => learn.fitOneCycle(1, { lrMax: 1 }),
          () => learn.fitFlatCos(1, { lr: 1 }),
          () => learn.fineTune(1, { baseLr: 1 }),
          () => learn.findLearningRate(),
          async () => learn.freeze(),
          async () => learn.unfreeze(),
          async () => learn.toBf16(),
          async () => learn.dispose(),
          () => learn.load('nowhere.safetensors'),
        ];
        for (const attempt of attempts) {
          await attempt().catch((error: Error) => refused.push(error.message));
        }
      },
    };
    await learn.fit(5, { lr: 0.01, callbacks: [again] });
    assert.deepEqual(
      refused,
      new Array(10).fill(
        'This learner is being trained already.\n  Wait for the cell that trains it; did it forget "await"?',
      ),
    );
    assert.equal(learn.recorder.rates.length, 20);
    assert.ok(learn.recorder.rates.every((rates) => rates.every((rate) => rate === 0.01)));
    assert.equal(learn.optimizer.hypers[0].weightDecay, 0.01);
    assert.equal(learn.optimizer.frozenTo, 0);
  }));

test('findLearningRate() refuses options out of range before it trains', async () => {
  const wrong = [
    [{ numIt: 0 }, /^Expected a positive integer as numIt of lrFind, received 0\.$/],
    [
      { startLr: 0 },
      /^Expected rates above 0, startLr below endLr, in lrFind, received startLr 0 and endLr 10\./,
    ],
    [{ startLr: 1, endLr: 1 }, /^Expected rates above 0, startLr below endLr/],
    [
      { suggest: ['vally'] },
      /^Unknown suggestion "vally"\.\n {2}Choose "valley", "slide", "minimum" or "steep"\.$/,
    ],
  ] as const;
  for (const [options, message] of wrong) {
    await refuses(async (learn) => void (await learn.findLearningRate(options as object)), message);
  }
});

test('earlyStopping() in the frozen phase of fineTune() ends that phase only, as in fastai', () =>
  withLine(async (learn) => {
    const fits: number[] = [];
    const count: Callback = { name: 'count', afterFit: ({ rows }) => void fits.push(rows.length) };
    // At the target's slope nothing can improve: each fit ends after its second epoch.
    learn.model.parameters[2].load({ shape: [1, 1], values: Float32Array.of(3) });
    await learn.fineTune(4, { freezeEpochs: 3, wd: 0, callbacks: [earlyStopping(), count] });
    assert.deepEqual(fits, [2, 2]);
    assert.equal(learn.optimizer.frozenTo, 0);
  }));

test('an interrupt in the frozen phase of fineTune() ends both', () =>
  withLine(async (learn) => {
    let fits = 0;
    const interrupter: Callback = {
      name: 'interrupter',
      beforeFit: () => void fits++,
      afterBatch: ({ batch }) => {
        if (batch === 2) process.kill(process.pid, 'SIGINT');
      },
    };
    await learn.fineTune(4, { callbacks: [interrupter] });
    assert.equal(fits, 1);
  }));

test('after dispose() everything but dispose() is an error that says so', () =>
  withLine(async (learn) => {
    learn.dispose();
    const inputs = tf.zeros([1, 1, 1, 3]) as tf.Tensor4D;
    const file = join(temporaryFolder(), 'weights.safetensors');
    const disposed = learn as unknown as Learner;
    const uses: (() => unknown)[] = [
      () => learn.fit(1),
      () => learn.fitOneCycle(1),
      () => learn.fitFlatCos(1),
      () => learn.fineTune(1),
      () => learn.findLearningRate(),
      () => disposed.lrFind(),
      () => learn.freeze(),
      () => learn.freezeTo(0),
      () => learn.unfreeze(),
      () => learn.toBf16(),
      () => learn.toFp16(),
      () => learn.toFp32(),
      () => learn.validate(),
      () => learn.getPreds(),
      () => disposed.tta(),
      () => disposed.predict('nowhere.jpg'),
      () => learn.predictBatch(inputs),
      () => learn.save(file),
      () => learn.load(file),
      () => disposed.export(temporaryFolder()),
      () => learn.summary(),
      () => disposed.showSummary(),
    ];
    for (const use of uses) {
      await assert.rejects(async () => use(), {
        message:
          'The model line was disposed: its weights are gone.\n  Run the cell that makes the learner again, and load its weights if they were saved.',
      });
    }
    assert.throws(() => learn.model.parameters[0].save(), {
      message: 'The parameter a.weight was disposed: its numbers are gone.\n  Make the model again.',
    });
    inputs.dispose();
  }));

test('fit() and validate() refuse what is no list of metrics, before anything is trained', () =>
  withLine(async (learn) => {
    const wrong: [unknown, string][] = [
      [rmse, 'Expected a list of metrics, received something else.\n  Write metrics: [accuracy].'],
      [
        [rmse, Math.max],
        "Expected metrics, received the function max.\n  Make a metric of a function: averagedMetric('name', (outputs, targets) => ...).",
      ],
      [
        [undefined],
        "Expected metrics, received undefined.\n  Make a metric of a function: averagedMetric('name', (outputs, targets) => ...).",
      ],
    ];
    for (const [metrics, message] of wrong) {
      learn.metrics = metrics as typeof learn.metrics;
      await assert.rejects(learn.fit(1), { message });
      await assert.rejects(learn.fineTune(1), { message });
      await assert.rejects(learn.validate(), { message });
    }
    assert.equal(learn.optimizer.steps, 0);
  }));

test('a callback that was not called, or is none, is refused before anything is changed', async () => {
  const others: [unknown, RegExp][] = [
    [
      [earlyStopping],
      /^Expected callbacks, received the function earlyStopping\.\n {2}Call it: callbacks: \[earlyStopping\(\)\]\.$/,
    ],
    [[undefined], /^Expected callbacks, received undefined\./],
    [earlyStopping(), /^Expected a list of callbacks, received something else\./],
  ];
  for (const [callbacks, message] of others) {
    await refuses((learn) => learn.fit(1, { lr: 1, callbacks: callbacks as Callback[] }), message);
    await refuses((learn) => learn.fineTune(1, { callbacks: callbacks as Callback[] }), message);
    await refuses((learn) => {
      learn.callbacks = callbacks as Callback[];
      return learn.fit(1);
    }, message);
  }
});

test('saveModel() of a folder, or of no path, is refused before an epoch is trained', async () => {
  const folder = temporaryFolder();
  await refuses(
    (learn) => learn.fit(1, { lr: 1, callbacks: [saveModel(folder)] }),
    /^Expected the path of a file in saveModel, received .*, which is a folder\./,
  );
  await refuses(
    (learn) => learn.fit(1, { lr: 1, callbacks: [saveModel(undefined as unknown as string)] }),
    /^Expected the path of a file in saveModel, received undefined\./,
  );
});
