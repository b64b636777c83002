import type { LayerSummary, LearnerSummary } from '../training/learner-summary';
import { html } from './html';
import { show } from './jupyter';
import { type Column, table } from './table';
import { page } from './theme';

/**
 * Shows the layers of a model, their numbers of parameters and whether they train, then the sums and settings.
 *
 * @param summary What `learn.summary()` returns.
 */
export async function showLearnerSummary(summary: LearnerSummary): Promise<void> {
  const format = (value: number) => value.toLocaleString('en-US');
  const columns: Column<LayerSummary>[] = [
    { title: 'Layer', value: ({ name }) => name, isHeading: true, wraps: true },
    { title: 'Kind', value: ({ kind }) => kind, wraps: true },
    { title: 'Weights', value: ({ shape }) => shape.join(' × ') },
    { title: 'Group', value: ({ group }) => group },
    { title: 'Params', value: ({ numParams }) => numParams, format },
    { title: 'Trains', value: ({ isTrainable }) => (isTrainable ? 'yes' : 'no') },
  ];
  const notes = summary.notes.map((note) => html`<div>${note}</div>`);
  const markup = html`${table(summary.layers, columns, { caption: summary.model })}${notes}`;
  show({ 'text/html': page(markup).text, 'text/plain': summary.toString() });
}
