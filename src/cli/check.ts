import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stopwatch } from '../base/clock';
import { type Pool, pool } from './check/pool';
import { endPrograms, runNode } from './check/program';
import { runTests, type SkippedTest } from './check/run-tests';
import { fileByFile, folderByFolder, type TestGroup } from './check/test-files';
import { root } from './repository';

const USAGE = `Checks the whole project: npm test [-- CHECK...]

By default, in minutes:
  lint       formatting and lint of src/, test/ and data/drawings/
  types      types of src/, test/ and data/drawings/
  docs       the reference that npm run docs builds, without writing it: no warnings
  unit       all tests of test/ except notebooks/ and browser/, and of data/drawings/
  parity     numbers of the library against recorded ones of fastai and PyTorch
  notebooks  every cell of the notebooks on few images, and the programs that run notebooks
  browser    handouts and JupyterLab in Chromium, if it is installed

npm test -- all runs these too, and more of browser, as does npm test -- browser:
  lessons    the lessons whole, as npm start runs them: their numbers are those that the notebooks say
  lab        the lessons whole in JupyterLab in Chromium, each twice
  sanitize   the native kernels, built with the compiler's sanitizers, under the tests of test/tensorflow/`;

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Seconds that each test file took. */
const fileSeconds = new Map<string, number>();

interface Check {
  /** @param inTurn Runs jobs, as many at a time as there are cores. */
  readonly run: (inTurn: Pool) => Promise<Outcome>;
  /** Checks that must have ended before it. */
  readonly after?: readonly string[];
}

const bin = (...path: string[]) => join(root, 'node_modules', ...path);

/** A line when a piece of work is done. */
function report(isRight: boolean, name: string, words: string, seconds: number): void {
  console.log(
    `${isRight ? '✓' : '✗'} ${name.padEnd(44)} ${words.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s`,
  );
}

/** Tests that were skipped, a line for each reason. */
function skippedLines(skipped: readonly SkippedTest[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { title, reason } of skipped) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), title]);
  }
  return [...byReason].map(([reason, titles]) => {
    const tests = titles.length === 1 ? titles[0] : `${titles.length} tests`;
    return reason ? `${tests} (${reason})` : tests;
  });
}

/** A program that passes or fails as a whole, or says how many of its comparisons agree. */
const program =
  (name: string, args: readonly string[]): Check['run'] =>
  (inTurn) =>
    inTurn(async () => {
      const elapsed = stopwatch();
      const { succeeded, output } = await runNode(args);
      const [agreed, all] = /(\d+) of (\d+) comparisons agree/.exec(output)?.slice(1).map(Number) ?? [
        succeeded ? 1 : 0,
        1,
      ];
      report(succeeded, name, all > 1 ? `${agreed} of ${all} agree` : '', elapsed());
      if (!succeeded) console.log(`\n${output.trim()}\n`);
      return { passed: agreed, failed: succeeded ? 0 : Math.max(all - agreed, 1), skipped: 0 };
    });

/** Tests of node:test. */
const tests =
  (groups: readonly TestGroup[]): Check['run'] =>
  async (inTurn) => {
    const results = await Promise.all(
      groups.map((group) =>
        inTurn(async () => {
          const elapsed = stopwatch();
          const results = await runTests(group);
          const { passed, failed, skipped, complaint } = results;
          const counts = [
            `${passed} passed`,
            failed && `${failed} failed`,
            skipped.length && `${skipped.length} skipped`,
          ];
          report(!failed, group.name, counts.filter(Boolean).join(', '), elapsed());
          for (const { file, seconds } of results.files) fileSeconds.set(file, seconds);
          for (const line of skippedLines(skipped)) console.log(`    skipped: ${line}`);
          if (failed) console.log(`\n${complaint}`);
          return results;
        }),
      ),
    );
    const sum = (of: (result: (typeof results)[number]) => number) =>
      results.reduce((total, result) => total + of(result), 0);
    return {
      passed: sum(({ passed }) => passed),
      failed: sum(({ failed }) => failed),
      skipped: sum(({ skipped }) => skipped.length),
    };
  };

const parityFiles = () =>
  readdirSync(join(root, 'test', 'parity'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(root, 'test', 'parity', name));

const quick: Readonly<Record<string, Check>> = {
  lint: {
    run: program('lint', [
      bin('@biomejs', 'biome', 'bin', 'biome'),
      'check',
      '--config-path=.biome.json',
      '--error-on-warnings',
    ]),
  },
  types: { run: program('types', [bin('typescript-native', 'bin', 'tsc'), '--noEmit', '-p', 'test']) },
  docs: {
    run: program('docs', [bin('typedoc', 'bin', 'typedoc'), '--options', '.typedoc.json', '--emit', 'none']),
  },
  unit: { run: tests(folderByFolder(['notebooks', 'browser'])) },
  parity: {
    run: program('parity', ['--import', 'tsx', join(root, 'test', 'parity', 'parity.ts'), ...parityFiles()]),
  },
  notebooks: { run: tests(fileByFile(join('test', 'notebooks'))) },
  // It looks at the handouts that the tests of the notebooks write.
  browser: { run: tests(fileByFile(join('test', 'browser'))), after: ['notebooks'] },
};

const whole: Readonly<Record<string, Check>> = {
  browser: {
    run: tests(['browser', join('browser', 'longer')].flatMap((folder) => fileByFile(join('test', folder)))),
    after: ['notebooks'],
  },
  // The lessons take the machine's cores and memory for themselves.
  lessons: { run: tests(fileByFile(join('test', 'notebooks', 'whole'))), after: Object.keys(quick) },
  lab: {
    run: tests(fileByFile(join('test', 'browser', 'whole'))),
    after: [...Object.keys(quick), 'lessons'],
  },
  sanitize: {
    run: program('sanitize', ['--import', 'tsx', join(root, 'test', 'tensorflow', 'sanitize.ts')]),
    after: [...Object.keys(quick), 'lessons', 'lab'],
  },
};

const all: Readonly<Record<string, Check>> = { ...quick, ...whole };

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => name !== 'all' && !Object.hasOwn(all, name));
  if (unknown.length) {
    console.log(USAGE);
    process.exitCode = unknown.includes('--help') ? 0 : 2;
    return;
  }
  const isAsked = (name: string) => !asked.length || asked.includes('all') || asked.includes(name);
  const checks = asked.length ? all : quick;
  const names = Object.keys(checks).filter(isAsked);
  console.log(`Checks: ${names.join(', ')}. A line follows for each part that is done.`);
  process.env.FORCE_COLOR = process.stdout.isTTY ? '1' : '0';
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => {
      endPrograms(signal);
      process.exit(code);
    });
  }
  const inTurn = pool(availableParallelism());
  const ended = new Map<string, Promise<readonly string[]>>();
  for (const name of names) {
    const { run, after = [] } = checks[name];
    const before = Promise.all(after.map((other) => ended.get(other)));
    ended.set(
      name,
      before.then(() => summary(name, run, inTurn)),
    );
  }
  const closing = (await Promise.all(ended.values())).flat();
  const slowest = [...fileSeconds].sort(([, one], [, other]) => other - one).slice(0, 5);
  if (slowest.length > 1) {
    console.log(
      `\nSlowest: ${slowest.map(([file, seconds]) => `${file} ${seconds.toFixed(1)} s`).join(', ')}`,
    );
  }
  console.log(`\n${closing.join('\n')}`);
}

/** Runs a check and gives its closing lines. */
async function summary(name: string, run: Check['run'], inTurn: Pool): Promise<readonly string[]> {
  let elapsed: (() => number) | undefined;
  const { passed, failed, skipped } = await run((job) =>
    inTurn(() => {
      elapsed ??= stopwatch();
      return job();
    }),
  );
  if (failed) process.exitCode = 1;
  const seconds = (elapsed?.() ?? 0).toFixed(1);
  return [
    `${failed ? '✗' : '✓'} ${name.padEnd(10)} ${seconds.padStart(6)} s`,
    `${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`,
  ];
}

main();
