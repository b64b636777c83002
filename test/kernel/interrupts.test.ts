import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { errorText, type Kernel, printed, type Received, reply, startKernel } from './kernel';

// Two hundred batches an epoch, each with a pause: long enough to be stopped in the first epoch.
const DATA = `
import { tf, Learner, meanSquaredErrorLoss, epochTable } from 'fovea';
import { scope } from 'fovea/layers';
const weight = scope().declare('w', 'linear', [1, 1], { constant: 0 });
const model = { name: 'line', parameters: [weight], groups: [[weight]],
  forward: (x: tf.Tensor, pass) => tf.matMul(tf.reshape(x, [-1, 1]), pass.value(weight)) };
async function* batches() {
  for (let i = 0; i < 200; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const inputs = tf.ones([2, 1, 1, 1]), targets = tf.ones([2, 1]);
    yield { inputs, targets, items: [0, 1], dispose: () => tf.dispose([inputs, targets]) } as any;
  }
}
const source = { numItems: 400, numBatches: 200, batches };
const learn = new Learner({ train: source, valid: { ...source, numItems: 0 } }, model as any, {
  loss: meanSquaredErrorLoss(), callbacks: [epochTable()] });`;

let kernel: Kernel;
before(async () => {
  kernel = await startKernel();
  const [made] = await kernel.run(DATA);
  assert.equal(errorText(made), undefined);
});
after(() => kernel.close());

/** The text of what a cell displayed last. */
function displayed(messages: readonly Received[]): string {
  const shown = messages.filter(({ type }) => /display_data$/.test(type));
  return shown.at(-1)?.content.data['text/plain'];
}

test('a cell that computes is stopped: one line, and the queued cells are not run', async () => {
  const [stopped, queued] = await kernel.runAndInterrupt('go', "console.log('go');\nfor (;;) {}", '1');
  assert.deepEqual(reply(stopped), {
    status: 'error',
    execution_count: reply(stopped).execution_count,
    ename: 'Interrupted',
    evalue: 'Stopped.',
    traceback: ['Stopped.'],
  });
  assert.equal(errorText(stopped), 'Stopped.');
  assert.equal(printed(stopped, 'stderr'), '');
  assert.deepEqual(reply(queued), { status: 'aborted' });
});

test('a cell that waits is stopped at once, and what goes on of it prints and displays nothing in later cells', async () => {
  const [stopped] = await kernel.runAndInterrupt(
    'go',
    `import { display } from 'tslab';
console.log('go');
for (let i = 0; i < 5; i++) {
  await new Promise((done) => setTimeout(done, 50));
  console.log(i);
  display.text('shown');
}
throw new Error('never seen');`,
  );
  assert.equal(errorText(stopped), 'Stopped.');
  const [later] = await kernel.run(
    "await new Promise((done) => setTimeout(done, 600));\nconsole.log('later');",
  );
  assert.deepEqual(
    later.map(({ type }) => type).filter((type) => !/status|reply|input/.test(type)),
    ['stream'],
  );
  assert.equal(printed(later), 'later\n');
});

test('a fit ends at the next batch, and no other fit of the cell begins; learner and kernel can be used afterwards', async () => {
  const [stopped] = await kernel.runAndInterrupt('/200', 'await learn.fit(3);\nawait learn.fit(2);');
  assert.equal(errorText(stopped), 'Stopped.');
  assert.match(displayed(stopped), /Interrupted in epoch 0, after \d+ of 200 training batches/);
  const [facts] = await kernel.run(
    'console.log(learn.recorder.rawLosses.length, learn.optimizer.hypers[0].rate);',
    'console.log(learn.predictBatch(tf.ones([1, 1, 1, 1])).predictions.dataSync()[0] > 0);',
  );
  const [steps, rate] = printed(facts).trim().split(' ').map(Number);
  assert.ok(steps > 0 && steps < 200, `${steps} steps were done`);
  assert.equal(rate, 1e-3);
});

test('lrFind that is stopped clears its bar and says that the model is as it was', async () => {
  const [stopped] = await kernel.runAndInterrupt('/100', 'await learn.lrFind();');
  assert.equal(errorText(stopped), 'Stopped. The model is as it was before.');
  assert.equal(displayed(stopped), '');
});

test('validate that is stopped is one line, too', async () => {
  const [stopped] = await kernel.runAndInterrupt(
    'go',
    "setTimeout(() => console.log('go'), 200);\nawait learn.validate({ loader: source as any });",
  );
  assert.equal(errorText(stopped), 'Stopped.');
});

test('a stop between two cells changes nothing', async () => {
  await kernel.interrupt();
  const [next] = await kernel.run('console.log(1);');
  assert.equal(printed(next), '1\n');
});
