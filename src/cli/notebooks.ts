import { appendFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FoveaError } from '../base/errors';
import { textTable } from '../base/text-table';
import { type Execution, executeNotebook } from './notebooks/execute';
import { writeHandout, writePdf } from './notebooks/handout';
import { writeOutputsBack } from './notebooks/outputs';
import { type EpochResult, summarize } from './notebooks/results';
import { optionMistake } from './option-mistake';
import { absoluteData, findNotebooks, type NotebookFile, root } from './repository';

const USAGE = `Runs notebooks in the tslab kernel; writes executed copies and HTML handouts to handouts/.

  npm run handouts -- [names] [--only NAME] [--data FOLDER|mini] [--no-code] [--pdf]    also: npm start
  npm run notebooks -- [names] [--only NAME] [--data FOLDER|mini] [--write]             without handouts

  names, --only  parts of notebooks' names, e.g. pets; all notebooks by default
  --data         data to run on; FOVEA_DATA by default, else the mini sets drawn by code
  --no-code      handouts without the code cells
  --pdf          handouts as PDF too (needs Chromium)
  --write        also writes the outputs into notebooks/, to be committed
  --notebooks    another folder of notebooks;  --output  another folder for the files that are written

  FOVEA_RESULTS=FILE appends each epoch's losses and metrics to a file, one JSON object per line`;

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      data: { type: 'string' },
      'no-handouts': { type: 'boolean', default: false },
      'no-code': { type: 'boolean', default: false },
      pdf: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      notebooks: { type: 'string', default: join(root, 'notebooks') },
      output: { type: 'string', default: join(root, 'handouts') },
    },
  });
  if (values['no-handouts'] && (values.pdf || values['no-code'])) {
    throw new FoveaError(
      '--pdf and --no-code are for handouts, which this command does not make.',
      'Use "npm run handouts" with them.',
    );
  }
  return {
    ...values,
    names: [...(values.only ?? []), ...positionals].flatMap((names) => names.split(',')).filter(Boolean),
    notebooks: resolve(root, values.notebooks as string),
    output: resolve(root, values.output as string),
    data: absoluteData(values.data ?? process.env.FOVEA_DATA ?? 'mini'),
  };
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

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return;
  }
  const env = { ...process.env, FOVEA_DATA: options.data };
  const rows: string[][] = [];
  console.log(`Notebooks, on ${options.data === 'mini' ? 'the mini data' : options.data}`);

  async function runOne(notebook: NotebookFile): Promise<void> {
    const executed = join(options.output, `${notebook.name}.ipynb`);
    const html = join(options.output, `${notebook.name}.html`);
    const execution = await executeNotebook(notebook, executed, {
      env,
      onEpoch: (row) => appendResult(notebook.name, row),
    });
    printFailure(notebook.name, execution);
    if (execution.failure) process.exitCode = 1;
    let isWritten = true;
    try {
      if (execution.failure?.number !== 0) {
        if (!options['no-handouts'])
          writeHandout(executed, html, { data: options.data, code: !options['no-code'] });
        if (options.pdf) writePdf(html, html.replace(/html$/, 'pdf'));
        if (options.write && !execution.failure)
          await writeOutputsBack(executed, notebook.path, { data: options.data });
      }
    } catch (error) {
      isWritten = false;
      printError(error as Error);
    }
    const written = relative(root, options['no-handouts'] ? executed : html);
    rows.push(tableRow(notebook.name, execution, { written, isWritten }));
  }

  for (const notebook of findNotebooks(options.notebooks, options.names)) await runOne(notebook);
  const head = ['notebook', 'final metrics', 's/epoch', 'minutes', 'peak memory', 'written'];
  const lines = textTable([head, ...rows], { rule: '─' }).map((line) => `  ${line}`);
  console.log(`\n${lines.join('\n')}\n`);
}

main().catch(printError);
