import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Progress, redrawn, runningLine } from '../../../src/cli/notebooks/progress';

const row = {
  learner: 'pets',
  fit: 0,
  epoch: 2,
  train_loss: 1,
  valid_loss: 0.838,
  metrics: { error_rate: 0.25 },
  seconds: 9.4,
};

/** A display that writes into `written`, and a clock to be set. */
function display(
  context: TestContext,
  { isTTY }: { isTTY: boolean },
  left: () => string | undefined = () => undefined,
) {
  let now = 0;
  context.mock.method(performance, 'now', () => 1000 * now);
  const written: string[] = [];
  const output = { isTTY, columns: 60, write: (text: string) => written.push(text) > 0 };
  const progress = new Progress(['1-pets', '3-camvid'], left, output as unknown as NodeJS.WriteStream);
  return {
    progress,
    written,
    at: (seconds: number) => {
      now = seconds;
    },
  };
}

test('runningLine() shows the cell, then its last epoch, cut to the width of the terminal', () => {
  const cell = { name: '1-pets', position: ' 9/17', source: 'await learn.fit(3);' };
  const options = { seconds: 130, nameWidth: 8, columns: 80 };
  assert.equal(runningLine(cell, options), '  02:10  1-pets     9/17  await learn.fit(3);');
  assert.equal(
    runningLine({ ...cell, epoch: 'epoch 2: error_rate 0.250' }, options),
    '  02:10  1-pets     9/17  epoch 2: error_rate 0.250',
  );
  assert.equal(runningLine(cell, { ...options, columns: 31 }), '  02:10  1-pets     9/17  awai');
});

test('redrawn() goes up to the first of the old lines and clears what is below', () => {
  assert.equal(redrawn(['a', 'b'], 0), '\r\x1b[Ja\nb\n');
  assert.equal(redrawn(['c'], 2), '\x1b[2A\r\x1b[Jc\n');
});

test('on a terminal there is one line for each running notebook, and one for what is left', (context) => {
  const { progress, written, at } = display(context, { isTTY: true }, () => 'about 3 minutes left');
  progress.step('1-pets', 'starting the kernel');
  progress.step('3-camvid', 'starting the kernel');
  at(70);
  progress.cell('1-pets', 3, 17, 'const a = 1;');
  assert.equal(
    written.at(-1),
    '\x1b[3A\r\x1b[J  01:10  1-pets     3/17  const a = 1;\n  01:10  3-camvid    starting the kernel\n  about 3 minutes left\n',
  );
  progress.end('3-camvid');
  assert.equal(
    written.at(-1),
    '\x1b[3A\r\x1b[J  01:10  1-pets     3/17  const a = 1;\n  about 3 minutes left\n',
  );
});

test('on a terminal what is printed stays above the lines that are redrawn', (context) => {
  const { progress, written } = display(context, { isTTY: true });
  progress.step('1-pets', 'starting the kernel');
  written.length = 0;
  progress.print(() => written.push('✓ handouts/3-camvid.html\n'));
  assert.equal(
    written.join(''),
    '\x1b[1A\r\x1b[J✓ handouts/3-camvid.html\n\r\x1b[J  00:00  1-pets      starting the kernel\n',
  );
});

test('in a log there is a line for each cell that took more than a second, and for each epoch, each with its notebook', (context) => {
  const { progress, written, at } = display(context, { isTTY: false }, () => 'about 3 minutes left');
  progress.step('1-pets', 'starting the kernel');
  progress.step('3-camvid', 'starting the kernel');
  at(2);
  progress.cell('1-pets', 1, 17, 'setSeed(1);');
  at(2.5);
  progress.cell('1-pets', 2, 17, 'await learn.fit(3);');
  progress.cell('3-camvid', 1, 15, 'const a = 1;');
  at(70);
  progress.epoch('1-pets', row);
  progress.step('1-pets', 'writing the handout');
  assert.equal(
    written.join(''),
    '  01:10  1-pets     2/17  epoch 2: error_rate 0.250, valid_loss 0.838 (9 s)\n' +
      '  01:10  1-pets     2/17  await learn.fit(3); (68 s)\n',
  );
});
