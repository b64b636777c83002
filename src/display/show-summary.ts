import { countText } from '../base/number-text';
import type { Summary, SummaryStep } from '../data/summary';
import type { LayerSummary, LearnerSummary } from '../training/learner-summary';
import { html } from './html';
import { type MimeBundle, showBundle } from './jupyter';
import { type Column, table } from './table';
import { page } from './theme';

/**
 * Shows a learner's layers, their numbers of parameters and whether they train, then the totals and settings.
 *
 * @param learn A learner.
 * @see fastai's `Learner.summary`.
 */
export async function showSummary(learn: { summary(): LearnerSummary }): Promise<void>;
/**
 * Shows how a data block takes one sample from the source to a batch, one row per step. A step that failed is shown in red.
 *
 * @param block A data block.
 * @param source The source of its items, e.g. a folder, as for `dataloaders`.
 * @param options
 * @param options.batchSize Samples in the batch; by default 4.
 * @see fastai's `DataBlock.summary`.
 */
export async function showSummary<Source>(
  block: { summary(source: Source, options?: { batchSize?: number }): Promise<Summary> },
  source: Source,
  options?: { batchSize?: number },
): Promise<void>;
export async function showSummary(
  summarized: { summary(...args: unknown[]): LearnerSummary | Promise<Summary> },
  ...args: unknown[]
): Promise<void> {
  const summary = await summarized.summary(...args);
  showBundle('layers' in summary ? learnerBundle(summary) : blockBundle(summary));
}

/** The output of {@link showSummary} for a learner. */
function learnerBundle(summary: LearnerSummary): MimeBundle {
  const columns: Column<LayerSummary>[] = [
    { title: 'Layer', value: ({ name }) => name, isHeading: true, wraps: true },
    { title: 'Kind', value: ({ kind }) => kind, wraps: true },
    { title: 'Weights', value: ({ shape }) => shape.join(' × ') },
    { title: 'Group', value: ({ group }) => group },
    { title: 'Params', value: ({ numParams }) => numParams, format: countText },
    { title: 'Trains', value: ({ isTrainable }) => (isTrainable ? 'yes' : 'no') },
  ];
  const notes = summary.notes.map((note) => html`<div>${note}</div>`);
  const markup = html`${table(summary.layers, columns, { caption: summary.model })}${notes}`;
  return { 'text/html': page(markup).text, 'text/plain': summary.toString() };
}

/** The output of {@link showSummary} for a data block. */
function blockBundle(summary: Summary): MimeBundle {
  const columns: Column<SummaryStep>[] = [
    { title: 'Step', value: ({ name }) => name, isHeading: true, wraps: true },
    { title: 'Result', value: ({ result, failed }) => (failed ? 'failed' : result), wraps: true },
  ];
  const failure =
    summary.failed &&
    html`<p class="fovea-bad">✗ ${summary.failed.name} failed: <span style="white-space:pre-wrap">${summary.failed.result}</span></p>`;
  const markup = html`${table(summary.steps, columns)}${failure}`;
  return { 'text/html': page(markup).text, 'text/plain': summary.toString() };
}
