import { appendFileSync } from 'node:fs';
import { availableParallelism, constants } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { durationText, stopwatch } from '../base/clock';
import { FoveaError } from '../base/errors';
import { textTable } from '../base/text-table';
import { isStandInName } from '../datasets/stand-in';
import { findChromium } from './chromium';
import { type Execution, executeNotebook } from './notebooks/execute';
import { aboutText, longestFirst, type NotebookProgress, secondsLeft } from './notebooks/forecast';
import { QUICK_RUN, writeHandout } from './notebooks/handout';
import {
  coreSharing,
  coresOfLane,
  defaultLanes,
  freeBytes,
  hasGpu,
  inLanes,
  threadsOfLane,
} from './notebooks/lanes';
import { writeOutputsBack } from './notebooks/outputs';
import { Progress } from './notebooks/progress';
import { type EpochResult, summarize } from './notebooks/results';
import { handoutOfSaved } from './notebooks/saved-handout';
import { noteTimeline, timelineOf } from './notebooks/timelines';
import { optionMistake } from './option-mistake';
import { absoluteData, findNotebooks, type NotebookFile, root } from './repository';

const USAGE = `Runs notebooks in the tslab kernel; writes executed copies and HTML handouts to handouts/.

  npm run handouts -- [names] [--only NAME] [--data FOLDER|mini|few] [--quick] [--jobs N] [--no-code] [--pdf]    also: npm start
  npm run handouts -- --from FILE.ipynb [--no-code] [--pdf]    of a notebook as it was saved in JupyterLab; runs nothing
  npm run notebooks -- [names] [--only NAME] [--data FOLDER|mini|few] [--quick] [--jobs N] [--write]             without handouts

  names, --only  parts of notebooks' names, e.g. pets; all notebooks by default
  --data         data to run on; FOVEA_DATA by default, else the mini sets drawn by code; few: a few images of each
  --from         a notebook in any folder, with its outputs; may be given several times
  --quick        every cell, but on few images and with one epoch a fit: to see that all works, not how well
  --jobs         how many notebooks run at a time; by default as many as there are cores and 3 GB of memory for, one on a GPU
  --no-code      handouts without the code cells
  --pdf          handouts as PDF too (needs Chromium)
  --write        also writes the outputs into notebooks/, to be committed
  --notebooks    another folder of notebooks;  --output  another folder for the files that are written

  FOVEA_BUDGET=MINUTES trains each fit on as many images and epochs as fit into that time; its table says what was left out
  FOVEA_RESULTS=FILE appends each epoch's losses and metrics to a file, one JSON object per line`;

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      from: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
      quick: { type: 'boolean', default: false },
      jobs: { type: 'string' },
      'no-handouts': { type: 'boolean', default: false },
      'no-code': { type: 'boolean', default: false },
      pdf: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      notebooks: { type: 'string', default: join(root, 'notebooks') },
      output: { type: 'string', default: join(root, 'handouts') },
    },
  });
  if (values['no-handouts'] && (values.pdf || values['no-code'] || values.from?.length)) {
    throw new FoveaError(
      '--pdf, --no-code and --from are for handouts, which this command does not make.',
      'Use "npm run handouts" with them.',
    );
  }
  if (values.quick && values.write) {
    throw new FoveaError(
      "--quick and --write exclude each other: a quick run's numbers are not for a notebook.",
      'Leave out one of them.',
    );
  }
  if (process.env.FOVEA_BUDGET && values.write) {
    throw new FoveaError(
      "FOVEA_BUDGET and --write exclude each other: the numbers of a fit's part are not for a notebook.",
      'Leave out one of them.',
    );
  }
  if (values.quick && values.data !== undefined && values.data !== 'few') {
    throw new FoveaError(
      `--quick runs on few drawn images, not on --data ${values.data}.`,
      'Leave out one of them.',
    );
  }
  const runs =
    values.only?.length || positionals.length || values.data !== undefined || values.jobs !== undefined;
  if (values.from?.length && (runs || values.quick || values.write)) {
    throw new FoveaError(
      '--from makes a handout of a notebook that was run; names, --only, --data, --jobs, --quick and --write are for a run.',
      'Leave out one or the other.',
    );
  }
  if (values.pdf && !findChromium()) {
    throw new FoveaError(
      'A PDF needs Chromium, which was not found.',
      'Run "sudo apt install chromium", or print the HTML handout.',
    );
  }
  return {
    ...values,
    jobs: values.jobs === undefined ? undefined : parseJobs(values.jobs),
    from: values.from ?? [],
    names: [...(values.only ?? []), ...positionals].flatMap((names) => names.split(',')).filter(Boolean),
    notebooks: resolve(root, values.notebooks as string),
    output: resolve(root, values.output as string),
    data: values.quick ? 'few' : absoluteData(values.data ?? process.env.FOVEA_DATA ?? 'mini'),
  };
}

type Options = ReturnType<typeof readOptions>;

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs > 0) return jobs;
  throw new FoveaError(`Expected a positive integer after --jobs, received "${text}".`);
}

function tableRow(
  name: string,
  { failure, epochs, seconds, peakMb }: Execution,
  { written, isWritten }: { written: string; isWritten: boolean },
): string[] {
  const { final, secondsPerEpoch } = summarize(epochs);
  return [
    name,
    failure ? `FAILED in cell ${failure.number}` : isWritten ? final : 'FAILED to write',
    secondsPerEpoch === undefined ? '–' : secondsPerEpoch.toFixed(1),
    (seconds / 60).toFixed(1),
    `${(peakMb / 1024).toFixed(1)} GB`,
    written,
  ];
}

function printFailure(name: string, { failure }: Execution): void {
  if (!failure) return;
  const indent = (text: string) => text.trimEnd().replace(/^/gm, '    ');
  const where = failure.number ? `: cell ${failure.number} failed` : '';
  console.error(`\n  ✗ ${name}${where}\n${indent(failure.source)}\n\n${indent(failure.message)}\n`);
}

/** Appends an epoch to the file that FOVEA_RESULTS names, if any, as one line of JSON. */
function appendResult(notebook: string, row: EpochResult): void {
  const file = process.env.FOVEA_RESULTS;
  if (file) appendFileSync(resolve(root, file), `${JSON.stringify({ notebook, ...row })}\n`);
}

/** Prints an error, with its stack if it is not a FoveaError, and sets the exit code to 1. */
function printError(error: Error): void {
  const mistake = optionMistake(error);
  const message = error instanceof FoveaError ? error.message.replaceAll('\n', '\n  ') : error.stack;
  console.error(mistake === undefined ? `\n  ✗ ${message}\n` : `${mistake}\n\n${USAGE}`);
  process.exitCode = 1;
}

/** A notebook to run, and how far it has come. */
interface Run extends NotebookProgress {
  readonly notebook: NotebookFile;
  readonly isGuess: boolean;
  seconds?: number;
  epochs: number[];
  hasEnded: boolean;
  row?: string[];
}

/** The notebooks to run, the longest first, and how many at a time. */
function planRuns({ notebooks, names, jobs, data, quick }: Options) {
  const files = findNotebooks(notebooks, names);
  const machine = { cores: availableParallelism(), freeBytes: freeBytes(), hasGpu: hasGpu() };
  const lanes = Math.min(files.length, jobs ?? defaultLanes(files.length, machine));
  const mode = { data, quick, cores: coresOfLane(lanes, machine) };
  const threads = threadsOfLane(lanes, machine);
  const runs = files.map((notebook): Run => {
    const known = timelineOf(notebook, mode);
    return { notebook, expected: known?.timeline, isGuess: !known?.isOwn, epochs: [], hasEnded: false };
  });
  return { runs: longestFirst(runs), lanes, mode, threads };
}

/** What will be done and how long it will take, e.g. `4 notebooks on the mini data, 2 at a time with 1 core each: about 4 minutes.` */
function announcement({ runs, lanes, mode }: ReturnType<typeof planRuns>): string {
  const { data, cores, quick } = mode;
  const what = runs.length === 1 ? runs[0].notebook.name : `${runs.length} notebooks`;
  const where = isStandInName(data) ? `the ${data} data` : data;
  const together = `${lanes} at a time with ${cores} core${cores === 1 ? '' : 's'} each`;
  const how = runs.length === 1 ? '' : lanes > 1 ? `, ${together}` : ', one after the other';
  const seconds = secondsLeft(runs, lanes);
  const basis = runs.some(({ isGuess }) => isGuess)
    ? 'a guess until the first epochs have run'
    : 'as last time';
  const forecast = seconds === undefined ? '' : `: ${aboutText(seconds)} (${basis})`;
  return `${what} on ${where}${how}${forecast}.${quick ? `\nQuick run: ${QUICK_RUN}.` : ''}`;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return;
  }
  if (options.from.length) {
    for (const path of options.from) {
      const { output, pdf } = options;
      const { html, saved } = await handoutOfSaved(path, { output, pdf, code: !options['no-code'] });
      console.log(`✓ ${relative(root, html)}  (as saved at ${saved.toLocaleTimeString('en-GB')})`);
    }
    return;
  }
  const plan = planRuns(options);
  const { runs, lanes, mode, threads } = plan;
  const env = {
    TF_NUM_INTRAOP_THREADS: String(threads),
    ...process.env,
    FOVEA_DATA: options.data,
    // A run shows what this machine computes now, not what it computed earlier.
    FOVEA_FITS_GB: '0',
  };
  const cores = coreSharing();
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      abort.abort();
    });
  }
  const left = () => {
    const seconds = secondsLeft(runs, lanes);
    return seconds ? `${aboutText(seconds)} left` : undefined;
  };
  const progress = new Progress(
    runs.map(({ notebook }) => notebook.name),
    left,
  );
  console.log(announcement(plan));

  async function runOne(run: Run): Promise<void> {
    const { name, path } = run.notebook;
    const executed = join(options.output, `${name}.ipynb`);
    const html = join(options.output, `${name}.html`);
    const elapsed = stopwatch();
    const clock = setInterval(() => {
      run.seconds = elapsed();
    }, 500);
    run.seconds = 0;
    progress.step(name, 'starting the kernel');
    try {
      const execution = await executeNotebook(run.notebook, executed, {
        env,
        shareCores: cores.join,
        quick: options.quick,
        signal: abort.signal,
        onCell: (...cell) => progress.cell(name, ...cell),
        onEpoch(row) {
          run.epochs.push(elapsed());
          appendResult(name, row);
          progress.epoch(name, row);
        },
      });
      progress.step(name, 'writing the handout');
      const problem = await write(execution, { executed, html, path }).catch((error: Error) => error);
      run.seconds = elapsed();
      run.hasEnded = true;
      progress.end(name);
      const isWhole = !execution.failure && !problem;
      if (isWhole && !process.env.FOVEA_BUDGET)
        noteTimeline(run.notebook, mode, { epochs: run.epochs, end: run.seconds });
      const written = relative(root, options['no-handouts'] ? executed : html);
      progress.print(() => {
        printFailure(name, execution);
        if (problem) printError(problem);
        if (execution.failure) process.exitCode = 1;
        const results = `${summarize(execution.epochs).final} (${durationText(run.seconds ?? 0)})`;
        if (isWhole) console.log([`✓ ${written}  ${results}`, left()].filter(Boolean).join(', '));
      });
      run.row = tableRow(name, execution, { written, isWritten: !problem });
    } finally {
      clearInterval(clock);
      progress.end(name);
    }
  }

  /** Writes what is wanted of a run. */
  async function write(
    { failure }: Execution,
    { executed, html, path }: { executed: string; html: string; path: string },
  ): Promise<undefined> {
    if (failure?.number === 0) return;
    const { data, quick } = options;
    if (!options['no-handouts']) {
      const pdf = options.pdf ? html.replace(/html$/, 'pdf') : undefined;
      await writeHandout(executed, html, { data, quick, code: !options['no-code'], pdf });
    }
    if (options.write && !failure) await writeOutputsBack(executed, path, { data });
  }

  const redraw = setInterval(() => progress.draw(), 1000);
  try {
    await inLanes(runs, lanes, runOne);
  } catch (error) {
    if (!abort.signal.aborted) throw error;
    progress.print(() => console.error('\nInterrupted: all kernels have ended.'));
    return;
  } finally {
    clearInterval(redraw);
  }
  const rows = runs.flatMap(({ row }) => (row ? [row] : [])).sort(([a], [b]) => (a < b ? -1 : 1));
  const head = ['notebook', 'final metrics', 's/epoch', 'minutes', 'peak memory', 'written'];
  const lines = textTable([head, ...rows], { rule: '─' }).map((line) => `  ${line}`);
  console.log(`\n${lines.join('\n')}\n`);
}

main().catch(printError);
