import { type OwnDatasetOptions, ownDataset } from '../datasets/own-dataset';
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
import { REFRESH_SECONDS } from './progress';
import { page } from './theme';

/**
 * Shows downloads in one output of the running cell: lines, of which those about what is going on are cleared afterwards, a progress bar
 * with speed and remaining time, and notes in a frame. In a terminal it prints lines.
 *
 * @returns A listener for the function that downloads.
 */
export function showTransfers(): TransferListener {
  let display: Display | undefined;
  const markup: Html[] = [];
  const texts: string[] = [];
  // How many of the texts stay, while the last one is about what is going on.
  let lasting: number | undefined;
  let lastDrawn = 0;
  const clear = () => {
    if (lasting !== undefined) texts.splice(lasting);
    lasting = undefined;
  };
  const draw = (last: Html | false = false) => {
    display ??= openDisplay();
    lastDrawn = performance.now();
    display.update({
      'text/html': page(html`${markup}${last}`).text,
      'text/plain': texts.join('\n'),
    });
  };
  const lines = printTransfers((text) => texts.push(text));
  return {
    line(text, { untilNext } = { untilNext: false }) {
      clear();
      if (untilNext) lasting = texts.length;
      lines.line(text);
      const line = html`<div class="fovea-quiet">${text}</div>`;
      if (!untilNext) markup.push(line);
      draw(untilNext && line);
    },
    note(text) {
      clear();
      lines.note(text);
      markup.push(html`<div class="fovea-note" role="note">${text}</div>`);
      draw();
    },
    progress(activity, title, progress) {
      clear();
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
  const text = activity === 'fetching' ? `${percent}, ${transferText(progress)}` : percent;
  return html`<div class="fovea-progress"><progress value="${done}" max="${Math.max(1, total)}" aria-label="${activity} ${title}"></progress><span>${text}</span></div>`;
}

/**
 * Returns the folder of a set of one's own, e.g. on a university's server, which is looked for and downloaded like the public ones.
 *
 * @param url Address of a gzipped tar archive, http or https, e.g. `https://example.org/mushrooms.tgz`.
 * @param options The archive's size and checksum.
 * @returns The folder, e.g. `.../mushrooms`. A single folder at the archive's top becomes this folder.
 * @throws FoveaError as for public sets, or if `bytes` or `md5` is missing or does not fit what arrives.
 */
export function untarData(url: string, options: OwnDatasetOptions & UntarOptions): Promise<string>;
/**
 * Returns the folder of a data set, which it downloads and extracts if necessary, with a progress bar. It looks in this order:
 * FOVEA_DATA (a folder that contains fastai's folder names, or the word `mini` for drawn stand-ins, or `few` for a few of them), the
 * project's `data/`, fastai's cache, the download. If the download fails, drawn stand-ins take the data's place, and a note says so.
 *
 * @param dataset One of `URLs`.
 * @param options
 * @param options.standIn Whether drawn stand-ins may take the place of a data set that cannot be downloaded; by default true.
 * @returns The folder, e.g. `.../oxford-iiit-pet`; its layout is the archive's.
 * @throws FoveaError if FOVEA_DATA names a folder without the set, if the set can neither be found, downloaded nor drawn, or if the
 *   user interrupts the download, which continues where it stopped the next time.
 * @see fastai's `untar_data`.
 */
export function untarData(dataset: PublicDataset, options?: UntarOptions): Promise<string>;
export async function untarData(
  source: PublicDataset | string,
  { bytes, md5, folder, ...options }: Partial<OwnDatasetOptions> & UntarOptions = {},
): Promise<string> {
  const dataset = typeof source === 'string' ? ownDataset(source, { bytes, md5, folder }) : source;
  return findOrFetch(dataset, { listener: showTransfers(), ...options });
}
