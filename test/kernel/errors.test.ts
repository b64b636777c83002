import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { errorText, type Kernel, printed, reply, startKernel } from './kernel';

const folder = mkdtempSync(join(tmpdir(), 'fovea-errors-'));
let kernel: Kernel;
before(async () => {
  writeFileSync(
    join(folder, 'shapes.ts'),
    'interface Shape {\n  sides: number;\n}\n\nexport const sides = (shape?: Shape) =>\n  shape!.sides;\n',
  );
  kernel = await startKernel(folder);
});
after(async () => {
  await kernel.close();
  rmSync(folder, { recursive: true });
});

/** The text of the error of one cell. */
async function errorOf(code: string): Promise<string | undefined> {
  const [messages] = await kernel.run(code);
  assert.equal(printed(messages, 'stderr'), '');
  return errorText(messages);
}

test("an error is its name, its message and the line of the cell, also below imports and types, which JavaScript doesn't have", async () => {
  const code = `import * as os from 'os';
interface Point {
  x: number;
}

const point: Point | undefined = undefined as any;
os.cpus();
const { x } = point;`;
  assert.equal(
    await errorOf(code),
    "TypeError: Cannot destructure property 'x' of 'point' as it is undefined.\n  line 8 of this cell: const { x } = point;",
  );
});

test('the line is right after an await, in loops, and in templates of several lines', async () => {
  assert.equal(
    await errorOf(`const text = \`one
two\`;
for (let i = 0; i < 3; i++) {
  await new Promise((done) => setTimeout(done, 1));
  if (i === 2) {
    throw new RangeError('too large');
  }
}`),
    "RangeError: too large\n  line 6 of this cell: throw new RangeError('too large');",
  );
  assert.equal(
    await errorOf("import { promises } from 'fs';\n\nawait promises.readFile('nowhere.txt');"),
    "Error: ENOENT: no such file or directory, open 'nowhere.txt'\n  line 3 of this cell: await promises.readFile('nowhere.txt');",
  );
});

test('a top-level await counts where the type of what is awaited is unknown', async () => {
  const [messages] = await kernel.run("const read: any = await (new Function('return 1'))();\nread");
  assert.equal(printed(messages), '1\n');
});

test('a function of another cell is named with its cell and line', async () => {
  const [defined] = await kernel.run('function lengthOf(list: any) {\n  return list.length;\n}');
  const cell = reply(defined).execution_count;
  assert.equal(
    await errorOf('const lists: any[] = [[1], null];\nlists.map((list) => lengthOf(list));'),
    `TypeError: Cannot read properties of null (reading 'length')
  cell ${cell}, line 2, in lengthOf: return list.length;
  line 2 of this cell: lists.map((list) => lengthOf(list));`,
  );
});

test("an error in a file beside the notebook names the file's line", async () => {
  assert.equal(
    await errorOf("import { sides } from './shapes';\nsides();"),
    `TypeError: Cannot read properties of undefined (reading 'sides')
  shapes.ts, line 6, in sides: shape!.sides;
  line 2 of this cell: sides();`,
  );
});

test('an endless recursion is one line', async () => {
  assert.equal(
    await errorOf('function down(): number {\n  return 1 + down();\n}\ndown();'),
    'RangeError: Maximum call stack size exceeded\n  line 2 of this cell, in down: return 1 + down();',
  );
});

test('causes and collected errors follow, each as a line', async () => {
  assert.equal(
    await errorOf("throw new Error('no soup', { cause: new TypeError('no pot') });"),
    "Error: no soup\n  line 1 of this cell: throw new Error('no soup', { cause: new TypeError('no pot') });\n  because of TypeError: no pot",
  );
  assert.match(
    (await errorOf(
      "await Promise.any([Promise.reject(new Error('one')), Promise.reject(new Error('two'))]);",
    )) ?? '',
    /^AggregateError: All promises were rejected\n(.*\n)? {2}because of Error: one\n {2}because of Error: two$/,
  );
});

test('what is thrown but no error is shown as it is', async () => {
  assert.equal(await errorOf('throw { code: 7 };'), 'Uncaught { code: 7 }');
});

test('an error that is caught and printed has lines of cells in its stack, and none of the kernel', async () => {
  const [messages] = await kernel.run(
    "function fail() {\n  throw new Error('x');\n}\ntry {\n  fail();\n} catch (error) {\n  console.log(error);\n}",
  );
  const cell = reply(messages).execution_count;
  assert.equal(
    printed(messages),
    `Error: x\n    at fail (cell ${cell}, line 2)\n    at cell ${cell}, line 5\n`,
  );
});

test('an error in a timer and a rejection that nobody handles are shown in the cell that they come from', async () => {
  await kernel.run("setTimeout(() => {\n  throw new Error('late');\n}, 20);\nnull");
  const late = await kernel.wait('error');
  assert.equal(errorText(late), "Error: late\n  line 2 of this cell: throw new Error('late');");
  assert.equal(reply(late).status, 'ok');
  const [rejected] = await kernel.run("const lost = Promise.reject(new Error('nobody waits'));");
  assert.equal(
    errorText(rejected),
    "Error: nobody waits\n  line 1 of this cell: const lost = Promise.reject(new Error('nobody waits'));",
  );
});

test('a type error is its message and its line; the details of a message follow it', async () => {
  assert.equal(
    await errorOf("const one = 1;\nconst two: number = 'two';"),
    "Type 'string' is not assignable to type 'number'.\n  line 2 of this cell: const two: number = 'two';",
  );
  assert.equal(
    await errorOf('const f: (x: number) => void = (x: string) => {};'),
    `Type '(x: string) => void' is not assignable to type '(x: number) => void'.
  Types of parameters 'x' and 'x' are incompatible.
  Type 'number' is not assignable to type 'string'.
  line 1 of this cell: const f: (x: number) => void = (x: string) => {};`,
  );
});

test('a promise where its value is meant: did you forget await?', async () => {
  await kernel.run('const later = async () => [1, 2];');
  assert.equal(
    await errorOf('later().map((n) => n);'),
    "Property 'map' does not exist on type 'Promise<number[]>'. Did you forget await?\n  line 1 of this cell: later().map((n) => n);",
  );
  const [shown] = await kernel.run('later()');
  assert.equal(printed(shown), 'Promise { [ 1, 2 ] }. Did you forget await?\n');
});

test('a cell that is a module shows its errors, too', async () => {
  assert.equal(
    await errorOf("/** @module squares */\nexport const side: number = 'long';"),
    "Type 'string' is not assignable to type 'number'.\n  line 2 of this cell: export const side: number = 'long';",
  );
});

test('an error that cannot be printed fails its cell and nothing else', async () => {
  assert.equal(
    await errorOf("throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1; } });"),
    'The cell failed, and its error cannot be shown.',
  );
  assert.equal(await errorOf('1;'), undefined);
});

test('an unknown name: run the cells above first; a name that is used often is named once', async () => {
  assert.equal(
    await errorOf('learn.fit(1);\nlearn.fit(2);\ndls.train;'),
    `Cannot find name 'learn'. Run the cells above first.
  line 1 of this cell: learn.fit(1);
Cannot find name 'dls'. Run the cells above first.
  line 3 of this cell: dls.train;`,
  );
  assert.match((await errorOf('a1; b1; c1; d1; e1;')) ?? '', /\nand 2 more errors$/);
});
