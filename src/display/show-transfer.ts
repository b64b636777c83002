import type { TransferProgress } from '../datasets/progress-lines';
import {
  type Activity,
  printTransfers,
  type TransferListener,
  transferText,
} from '../datasets/progress-lines';
import type { PublicDataset } from '../datasets/registry';
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
 * The folder of a data set, fetched and unpacked if need be, with a bar while that lasts. Looked for in this order: FOVEA_DATA
 * (a folder that holds fastai's folder names, or the word `mini` for drawn stand-ins), the project's `data/`, fastai's cache,
 * the download. Where that cannot be had the drawn stand-ins take its place, and a note says so.
 *
 * @param dataset One of `URLs`.
 * @param options.standIn true by default: a lesson goes on with drawings rather than not at all.
 * @returns The folder, e.g. `.../oxford-iiit-pet`; its layout is the archive's.
 * @throws FoveaError if FOVEA_DATA names a folder without the set, or nothing is found, nothing can be fetched and nothing
 *   drawn; or the user interrupts it: what came is kept, and gone on from the next time.
 * @see fastai's `untar_data`.
 */
export function untarData(dataset: PublicDataset, options: UntarOptions = {}): Promise<string> {
  return findOrFetch(dataset, { listener: showTransfers(), ...options });
}
