import type { TransferProgress } from '../datasets/progress-lines';
import {
  type Activity,
  printTransfers,
  type TransferListener,
  transferText,
} from '../datasets/progress-lines';
import type { Dataset } from '../datasets/registry';
import { untarData as findOrFetch, type UntarOptions } from '../datasets/untar-data';
import { type Html, html } from './html';
import { type Display, openDisplay } from './jupyter';
import { page } from './theme';

const REFRESH_SECONDS = 0.2;

/**
 * Shows how files are got, in one place of the running cell: lines, a bar with speed and time left while bytes come, and notes
 * in a frame. In a terminal it prints lines.
 *
 * @returns The listener to hand to what fetches.
 */
export function showTransfers(): TransferListener {
  let display: Display | undefined;
  const parts: Html[] = [];
  const texts: string[] = [];
  let lastDrawn = 0;
  const draw = (bar?: Html) => {
    display ??= openDisplay();
    lastDrawn = performance.now();
    display.update({
      'text/html': page(html`${parts}${bar}`).text,
      'text/plain': texts.join('\n'),
    });
  };
  const lines = printTransfers((text) => texts.push(text));
  return {
    line(text) {
      lines.line(text);
      parts.push(html`<div class="fovea-quiet">${text}</div>`);
      draw();
    },
    note(text) {
      lines.note(text);
      parts.push(html`<div class="fovea-note" role="note">${text}</div>`);
      draw();
    },
    progress(activity, title, progress) {
      const before = texts.length;
      lines.progress(activity, title, progress);
      const isDue = performance.now() - lastDrawn >= REFRESH_SECONDS * 1000;
      if (isDue || texts.length > before || progress.done >= progress.total) {
        draw(transferBar(activity, title, progress));
      }
    },
  };
}

function transferBar(activity: Activity, title: string, progress: TransferProgress): Html {
  const { done, total } = progress;
  const percent = `${Math.floor((100 * done) / Math.max(1, total))}%`;
  const words = activity === 'fetching' ? `${percent}, ${transferText(progress)}` : percent;
  return html`<div class="fovea-progress"><progress value="${done}" max="${Math.max(1, total)}" aria-label="${activity} ${title}"></progress><span>${words}</span></div>`;
}

/**
 * The folder of a data set, found on this machine or fetched and unpacked, shown as it is done: see {@link findOrFetch}, whose
 * order of search and options it has. A set that cannot be had is replaced by drawn stand-ins, and a note says so.
 *
 * @param dataset One of `URLs`.
 * @param options.standIn false stops with an error instead.
 * @returns The folder, e.g. `.../oxford-iiit-pet`; its layout is the archive's.
 * @throws FoveaError if the set can neither be found, fetched nor drawn.
 * @see fastai's `untar_data`.
 */
export function untarData(dataset: Dataset, options: UntarOptions = {}): Promise<string> {
  return findOrFetch(dataset, { listener: showTransfers(), ...options });
}
