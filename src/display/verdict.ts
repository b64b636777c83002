import type { Annotation } from '../data/block';
import { describe } from './annotate';
import { breakableLabel, type Html, html } from './html';

/** What stands above a grid of verdicts on lists of labels: it explains the signs. */
export const LABELS_TITLE = 'Labels: ✓ found, − missed, + invented';

/**
 * The target and what was predicted, as markup. One label each: the target in bold, then the prediction, green after a tick if
 * it is right, red after a cross if not. Lists of labels: a line for those found, one
 * for those missed, one for those invented. The signs, which {@link LABELS_TITLE} explains, say the same as the colours, for
 * who cannot tell these apart.
 */
export function verdict(target: Annotation, prediction: Annotation): Html {
  const sorted = sortLabels(target, prediction);
  if (!sorted) {
    return html`<b>${breakableLabel(target.caption ?? '')}</b><br>${answer(target, prediction)}`;
  }
  const { found, missed, invented } = sorted;
  const line = (className: string, sign: string, labels: readonly string[]) =>
    labels.length > 0
      ? [html`<span class="${className}">${sign} ${breakableLabel(labels.join(', '))}</span>`]
      : [];
  const lines = [
    ...line('fovea-good', '✓', found),
    ...line('fovea-bad', '−', missed),
    ...line('fovea-bad', '+', invented),
  ];
  if (lines.length === 0) return html`<span class="fovea-good">✓ no label</span>`;
  return html`${lines.map((line, i) => (i === 0 ? line : html`<br>${line}`))}`;
}

/** The prediction of one label as markup, green after a tick or red after a cross. */
export function answer(target: Annotation, prediction: Annotation): Html {
  const label = breakableLabel(prediction.caption ?? '');
  return target.caption === prediction.caption
    ? html`<span class="fovea-good">✓ ${label}</span>`
    : html`<span class="fovea-bad">✗ ${label}</span>`;
}

/** {@link verdict} in words, e.g. `boxer, predicted pug`, or `dog;person: found dog, missed person, invented sofa`. */
export function verdictInWords(target: Annotation, prediction: Annotation): string {
  if (target.caption === prediction.caption) return `${describe(target)}, predicted so`;
  const sorted = sortLabels(target, prediction);
  if (!sorted) return `${describe(target)}, predicted ${describe(prediction)}`;
  const parts = Object.entries(sorted).filter(([, labels]) => labels.length > 0);
  return `${describe(target)}: ${parts.map(([what, labels]) => `${what} ${labels.join(' and ')}`).join(', ')}`;
}

/** Each label of target and prediction; undefined where they are no lists. */
function sortLabels({ labels: actual }: Annotation, { labels: predicted }: Annotation) {
  if (!actual || !predicted) return undefined;
  return {
    found: actual.filter((label) => predicted.includes(label)),
    missed: actual.filter((label) => !predicted.includes(label)),
    invented: predicted.filter((label) => !actual.includes(label)),
  };
}
