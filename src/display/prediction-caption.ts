import type { Annotation } from '../data/block';
import { describe } from './annotate';
import { breakableLabel, type Html, html } from './html';

/** Title of a grid of predicted lists of labels: explains the signs of {@link predictionCaption}. */
export const LABELS_TITLE = 'Labels: ✓ found, − missed, + invented';

/**
 * Target and prediction as markup, to stand under an image.
 *
 * For single labels: the target in bold, then the prediction, green after a tick if it is right, red after a cross if it is
 * wrong. For lists of labels: one line each for the labels found, missed and invented. The signs, which {@link LABELS_TITLE}
 * explains, say the same as the colours, for readers who cannot tell these apart.
 */
export function predictionCaption(target: Annotation, prediction: Annotation): Html {
  const sorted = sortLabels(target, prediction);
  if (!sorted) {
    return html`<b>${breakableLabel(target.caption ?? '')}</b><br>${markedPrediction(target, prediction)}`;
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

/** A single predicted label as markup: green after a tick if it is right, red after a cross if it is wrong. Numbers are not marked. */
export function markedPrediction(target: Annotation, prediction: Annotation): Html {
  const label = breakableLabel(prediction.caption ?? '');
  if (target.numbers) return html`${label}`;
  return target.caption === prediction.caption
    ? html`<span class="fovea-good">✓ ${label}</span>`
    : html`<span class="fovea-bad">✗ ${label}</span>`;
}

/**
 * Target and prediction as text.
 *
 * @returns E.g. `boxer, predicted pug`; for lists of labels `dog;person: found dog, missed person, invented sofa`.
 */
export function predictionText(target: Annotation, prediction: Annotation): string {
  if (target.caption === prediction.caption) return `${describe(target)}, predicted so`;
  const sorted = sortLabels(target, prediction);
  if (!sorted) return `${describe(target)}, predicted ${describe(prediction)}`;
  const lists = Object.entries(sorted).filter(([, labels]) => labels.length > 0);
  return `${describe(target)}: ${lists.map(([name, labels]) => `${name} ${labels.join(' and ')}`).join(', ')}`;
}

/** The labels that are found, missed and invented; undefined unless target and prediction are lists of labels. */
function sortLabels({ labels: actual }: Annotation, { labels: predicted }: Annotation) {
  if (!actual || !predicted) return undefined;
  return {
    found: actual.filter((label) => predicted.includes(label)),
    missed: actual.filter((label) => !predicted.includes(label)),
    invented: predicted.filter((label) => !actual.includes(label)),
  };
}
