import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Kernel, printed, reply, startKernel } from './kernel';

let kernel: Kernel;
before(async () => {
  kernel = await startKernel();
});
after(() => kernel.close());

const statesOf = (messages: readonly { type: string; content: { execution_state?: string } }[]) =>
  messages.filter(({ type }) => type === 'status').map(({ content }) => content.execution_state);

test('a cell is announced with its prompt number, and answered with the same', async () => {
  const [one, two] = await kernel.run('console.log(1);', '2');
  const announced = one.find(({ type }) => type === 'execute_input');
  assert.deepEqual(announced?.content, { code: 'console.log(1);', execution_count: 1 });
  assert.deepEqual(reply(one), { status: 'ok', execution_count: 1, payload: [], user_expressions: {} });
  assert.equal(printed(one), '1\n');
  assert.equal(printed(two), '2\n');
  assert.equal(reply(two).execution_count, 2);
  assert.deepEqual(statesOf(one), ['busy', 'idle']);
});

test('code that stores no history gets no number; silent code is not announced', async () => {
  const count = reply((await kernel.run('1'))[0]).execution_count;
  const [unstored] = await kernel.run({ code: 'console.log(1)', store_history: false });
  assert.equal(reply(unstored).execution_count, count);
  const [silent] = await kernel.run({ code: 'const quiet = 1;', silent: true, store_history: false });
  assert.equal(
    silent.some(({ type }) => type === 'execute_input'),
    false,
  );
  assert.equal(reply((await kernel.run('quiet'))[0]).execution_count, count + 1);
});

test('an error is sent as an error, and the reply carries its name, value and traceback', async () => {
  const [messages] = await kernel.run("throw new RangeError('too far');");
  const error = messages.find(({ type }) => type === 'error')?.content;
  const { status, execution_count: _, ...said } = reply(messages);
  assert.equal(status, 'error');
  assert.deepEqual(said, error);
  assert.deepEqual(said, {
    ename: 'RangeError',
    evalue: 'too far',
    traceback: ['RangeError: too far', "  line 1 of this cell: throw new RangeError('too far');"],
  });
  assert.equal(printed(messages, 'stderr'), '');
});

test('a cell that fails takes all that are queued with it, however many, and however long they take to arrive', async () => {
  const late = Array.from({ length: 10 }, (_, i) => `console.log(${i});`);
  const [failed, ...queued] = await kernel.run(
    "const end = Date.now() + 500; while (Date.now() < end); throw new Error('x');",
    ...late,
  );
  assert.equal(reply(failed).status, 'error');
  for (const messages of queued) {
    assert.deepEqual(reply(messages), { status: 'aborted' });
    assert.equal(printed(messages), '');
  }
  const [next] = await kernel.run('console.log("next");');
  assert.equal(printed(next), 'next\n');
});

test('a type error takes the queue too; a cell with stop_on_error: false does not', async () => {
  const [, afterTypes] = await kernel.run("const n: number = '';", '1');
  assert.equal(reply(afterTypes).status, 'aborted');
  const [, afterAllowed] = await kernel.run({ code: "throw new Error('x');", stop_on_error: false }, '1');
  assert.equal(reply(afterAllowed).status, 'ok');
});

test('a history request is answered with what was run', async () => {
  await kernel.run('const first = 1;', 'const second = 2;');
  const tail = { output: false, raw: true, hist_access_type: 'tail', n: 2 };
  const { status, history } = reply(await kernel.ask('history_request', tail));
  assert.equal(status, 'ok');
  assert.deepEqual(
    history.map(([, , code]: unknown[]) => code),
    ['const first = 1;', 'const second = 2;'],
  );
  const search = { output: true, raw: true, hist_access_type: 'search', pattern: 'const sec*' };
  assert.deepEqual(reply(await kernel.ask('history_request', search)).history.at(-1)[2], [
    'const second = 2;',
    null,
  ]);
});

test('what the kernel does not know is answered or passed over, without a word in a cell', async () => {
  assert.deepEqual(reply(await kernel.ask('comm_info_request', {})), { status: 'ok', comms: {} });
  const unknown = reply(await kernel.ask('debug_request', {}, 'control'));
  assert.deepEqual([unknown.status, unknown.evalue], ['error', 'This kernel does not know debug_request.']);
  assert.deepEqual(statesOf(await kernel.tell('comm_open', { comm_id: '1', target_name: 'x' })), [
    'busy',
    'idle',
  ]);
});

test('the status is busy again after a question that came while a cell runs', async () => {
  const asked = await kernel.askWhileRunning(
    'await new Promise((done) => setTimeout(done, 1000));',
    'kernel_info_request',
  );
  assert.deepEqual(statesOf(asked), ['busy', 'busy', 'idle']);
});

test('an unfinished line is told from a finished one', async () => {
  assert.deepEqual(reply(await kernel.ask('is_complete_request', { code: 'for (;;) {' })), {
    status: 'incomplete',
    indent: '  ',
  });
  assert.equal(reply(await kernel.ask('is_complete_request', { code: '1 + 1' })).status, 'complete');
});

test('what a cell prints after its end goes to that cell, not to the one that runs', async () => {
  const [first, second] = await kernel.run(
    "setTimeout(() => console.log('from the first'), 200);\nnull",
    "await new Promise((done) => setTimeout(done, 500));\nconsole.log('from the second');",
  );
  assert.equal(printed(first), 'from the first\n');
  assert.equal(printed(second), 'from the second\n');
});
