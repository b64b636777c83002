import type { Summary, SummaryStep } from '../data/summary';
import { html } from './html';
import { show } from './jupyter';
import { table } from './table';
import { page } from './theme';

/**
 * Shows one sample's way from the source to a batch, a row for each step; the step that failed, if one did, in red.
 *
 * @param summary What `block.summary(source)` returns.
 */
export async function showBlockSummary(summary: Summary): Promise<void> {
  const columns = [
    { title: 'Step', value: ({ name }: SummaryStep) => name, isHeading: true, wraps: true },
    {
      title: 'Result',
      value: ({ result, failed }: SummaryStep) => (failed ? 'failed' : result),
      wraps: true,
    },
  ];
  const failure =
    summary.failed &&
    html`<p class="fovea-bad">✗ ${summary.failed.name} failed: <span style="white-space:pre-wrap">${summary.failed.result}</span></p>`;
  show({
    'text/html': page(html`${table(summary.steps, columns)}${failure}`).text,
    'text/plain': summary.toString(),
  });
}
