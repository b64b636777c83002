import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../repository';
import { runNode } from './program';
import type { TestEvent } from './test-event';
import type { TestGroup } from './test-files';

export interface SkippedTest {
  readonly title: string;
  /** Empty if the test gave none. */
  readonly reason: string;
}

/** What came of the tests of some files. */
export interface TestResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
  /** What went wrong, and what the process printed: for people to read. Empty if nothing failed. */
  readonly complaint: string;
  /** How long each file took. */
  readonly files: readonly { readonly file: string; readonly seconds: number }[];
}

const reporter = join(root, 'dist', 'cli', 'check', 'reporter.js');
const testProcess = join(root, 'dist', 'cli', 'check', 'test-process.js');

/** Runs the tests of a group in one process. */
export async function runTests({ name, files }: TestGroup): Promise<TestResults> {
  const folder = mkdtempSync(join(tmpdir(), 'fovea-check-'));
  const report = join(folder, 'report');
  const reporting = [`--test-reporter=${reporter}`, `--test-reporter-destination=${report}`];
  // A module in plain JavaScript is run by itself: node:test would not know whose tests they are if it was imported.
  const program = files[0].endsWith('.mjs') ? files : ['--import', 'tsx', testProcess, ...files];
  const { succeeded, end, output } = await runNode([...reporting, ...program]);
  const events = (existsSync(report) ? readFileSync(report, 'utf8') : '')
    .split('\n')
    .filter(Boolean)
    .map((line): TestEvent => JSON.parse(line));
  rmSync(folder, { recursive: true });
  const results = resultsOf(events);
  if (succeeded && !results.failed) return results;
  const crash = results.failed ? '' : `✗ ${name}: the process ended by ${end}\n`;
  const printed = output.trim() && `\n${name} printed:\n\n${indented(output)}\n`;
  return {
    ...results,
    failed: Math.max(results.failed, 1),
    complaint: results.complaint + crash + printed,
  };
}

/** Counts tests, and describes those that failed. A test stands in the events before the suites and tests around it. */
export function resultsOf(events: readonly TestEvent[]): TestResults {
  const tests = events.filter(({ isSuite }) => !isSuite);
  const numOf = (outcome: TestEvent['outcome']) => tests.filter((test) => test.outcome === outcome).length;
  const brokenSuites = events.filter(({ isSuite, failure }) => isSuite && failure !== undefined);
  const titleOf = (at: number) => {
    const titles = [events[at].name];
    let { nesting } = events[at];
    for (const event of events.slice(at + 1)) {
      if (event.nesting >= nesting) continue;
      titles.unshift(event.name);
      nesting = event.nesting;
    }
    return titles.join(' > ');
  };
  return {
    passed: numOf('passed'),
    failed: numOf('failed') + brokenSuites.length,
    skipped: tests
      .filter(({ outcome }) => outcome === 'skipped')
      .map(({ name, reason = '' }) => ({ title: name, reason })),
    complaint: events
      .map(({ failure }, i) => (failure === undefined ? '' : `✗ ${titleOf(i)}\n\n${indented(failure)}\n`))
      .join(''),
    files: events
      .filter(({ isSuite, nesting }) => isSuite && nesting === 0)
      .map(({ name, seconds }) => ({ file: name, seconds })),
  };
}

const indented = (text: string) => text.trim().replace(/^(?=.)/gm, '    ');
