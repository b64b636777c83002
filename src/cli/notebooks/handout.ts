import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FoveaError } from '../../base/errors';
import { isStandInName } from '../../datasets/stand-in';
import { findChromium } from '../chromium';
import { python, root } from '../repository';

/** What a quick run is, for the terminal and for its handouts. */
export const QUICK_RUN = 'few images, one epoch a fit; its numbers mean nothing';

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/**
 * Writes an executed notebook as one HTML file that makes no network request.
 *
 * @param executed Path of the executed `.ipynb`.
 * @param output Path of the `.html` to write.
 * @param options
 * @param options.data The data it was run on, for the line under the title.
 * @param options.quick Whether it was a quick run; by default false.
 * @param options.code False leaves the code cells out; by default true.
 * @throws FoveaError with nbconvert's error message if it fails.
 */
export async function writeHandout(
  executed: string,
  output: string,
  { data, quick = false, code = true }: { data: string; quick?: boolean; code?: boolean },
): Promise<void> {
  const facts = [
    `fovea ${versionOf('fovea')}`,
    `Node ${process.versions.node}`,
    `TensorFlow.js ${versionOf('@tensorflow/tfjs-node-gpu')}`,
    isStandInName(data) ? `${data} data (drawn by code)` : 'real data',
    ...(quick ? [`quick run: ${QUICK_RUN}`] : []),
  ].join(' · ');
  const script = join(root, 'src', 'cli', 'notebooks', 'export.py');
  const template = join(root, 'src', 'cli', 'notebooks', 'handout-template');
  const plotly = join(root, 'node_modules', 'plotly.js-dist-min', 'plotly.min.js');
  const args = [script, executed, '--output', output, '--template', template, '--plotly', plotly];
  try {
    await promisify(execFile)(python, [...args, '--facts', facts, ...(code ? [] : ['--no-code'])], {
      cwd: root,
    });
  } catch (error) {
    const reason = ((error as { stderr?: string }).stderr ?? '').trim().split('\n').at(-1);
    throw new FoveaError(`No handout was made of ${executed}: ${reason}`, 'Run "npm run doctor".');
  }
}

/**
 * Prints a handout to PDF with a browser of the Chromium family.
 *
 * @throws FoveaError if there is none, or it fails.
 */
export function writePdf(html: string, output: string): void {
  const browser = findChromium();
  if (!browser) {
    throw new FoveaError('A PDF needs Chromium, which was not found.', 'Run "sudo apt install chromium".');
  }
  const flags = ['--headless=new', '--no-sandbox', '--no-pdf-header-footer', '--virtual-time-budget=10000'];
  const { status } = spawnSync(browser, [...flags, `--print-to-pdf=${output}`, html], { stdio: 'ignore' });
  if (status !== 0) throw new FoveaError(`${browser} ended with exit code ${status} while printing ${html}.`);
}
