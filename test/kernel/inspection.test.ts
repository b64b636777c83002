import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { errorText, type Kernel, reply, startKernel } from './kernel';

let kernel: Kernel;
before(async () => {
  kernel = await startKernel();
  const [made] = await kernel.run(`import { DataBlock, lrFind, resize } from 'fovea';
import type { Learner } from 'fovea';
let learn: Learner = null as any;
/**
 * Adds two numbers.
 *
 * @param one The first.
 * @returns The sum.
 */
const add = (one: number, two = 2) => one + two;`);
  assert.equal(errorText(made), undefined);
});
after(() => kernel.close());

/** What Shift-Tab shows at the cursor, which a `|` marks. */
async function shownAt(marked: string): Promise<string | undefined> {
  const code = marked.replace('|', '');
  const cursor = Array.from(marked.slice(0, marked.indexOf('|'))).length;
  const { status, found, data } = reply(
    await kernel.ask('inspect_request', { code, cursor_pos: cursor, detail_level: 0 }),
  );
  assert.deepEqual([status, found], ['ok', data['text/plain'] !== undefined]);
  return data['text/plain'];
}

test('after the opening bracket: the signature, what the parameters mean, and what is returned', async () => {
  assert.equal(
    await shownAt('add(|'),
    'add(one: number, two?: number): number\n\nAdds two numbers.\n\none: The first.\n\nreturns: The sum.',
  );
});

test('the signature is the same after a comma, in brackets that are closed, and within options', async () => {
  const signature = await shownAt('await learn.fineTune(|');
  assert.match(
    signature ?? '',
    /^fineTune\(epochs: number, options\?: FineTuneOptions\): Promise<void>\n\nTransfer learning in one call/,
  );
  for (const code of [
    'await learn.fineTune(|)',
    'await learn.fineTune(3, |',
    'await learn.fineTune(3, { |',
    'await learn.fineTune(3, { baseLr: 1e-3, | });\nadd(1);',
  ]) {
    assert.equal(await shownAt(code), signature, code);
  }
});

test('options are listed with types, defaults and meanings', async () => {
  const shown = (await shownAt('await learn.fineTune(|')) ?? '';
  assert.match(shown, /\n {2}freezeEpochs\?: number = 1 {2}Epochs with the body frozen\.\n/);
  assert.match(shown, /\n {2}callbacks\?: readonly Callback\[\] = \[\] {2}For this fit only/);
  assert.match(
    (await shownAt('resize(460, {|')) ?? '',
    /\n {2}method\?: "crop" \| "squish" \| "pad" {2}`crop`, `squish` or `pad`; by default `crop`/,
  );
  assert.match((await shownAt('new DataBlock(|')) ?? '', /^new DataBlock\(options: DataBlockOptions</);
});

test('in a call within a call the inner one is shown, and in a callback none', async () => {
  assert.match((await shownAt('add(add(|), 3)')) ?? '', /^add\(one/);
  assert.equal(await shownAt('[1].map((n) => { | });'), undefined);
});

test('on a name: its type, as before', async () => {
  assert.equal(await shownAt('lea|rn'), 'let learn: Learner<DataLoaders>');
  assert.match((await shownAt('add(le|arn)')) ?? '', /^let learn/);
});

test('positions count characters, also those that JavaScript counts twice', async () => {
  assert.match((await shownAt("'🐶🐱'; add(|")) ?? '', /^add\(one/);
  const code = "'🐶🐱'; learn.fitO";
  const { matches, cursor_start, cursor_end } = reply(
    await kernel.ask('complete_request', { code, cursor_pos: 16 }),
  );
  assert.deepEqual([matches, cursor_start, cursor_end], [['fitOneCycle'], 12, 16]);
});
