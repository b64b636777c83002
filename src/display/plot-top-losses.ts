import { basename } from 'node:path';
import { FoveaError } from '../base/errors';
import type { BatchSource } from '../data/block';
import { placeOf } from '../data/data-frame';
import type { RgbImage } from '../images/image';
import type { InterpretedData, InterpretedItem } from '../interpret/interpretation';
import type { tf } from '../tensorflow/tf';
import { lossWords } from './chart-parts';
import { breakableLabel, type Html, html } from './html';
import { gridShape, imageGrid } from './image-grid';
import { openDisplay } from './jupyter';
import type { GridOptions } from './show-batch';
import { isDrawn, sideBySide } from './side-by-side';
import { answer, LABELS_TITLE, verdict, verdictInWords } from './verdict';

/** The part of data loaders that showing single items needs. */
export interface ItemLoaders extends InterpretedData {
  /** A loader for these items, transformed as validation items are. */
  testDl(items: readonly unknown[]): BatchSource;
  images(inputs: tf.Tensor4D): readonly RgbImage[];
}

/**
 * Shows the images the model does worst on: prediction, what it is, loss, and the probability given to the prediction.
 * Of masks and points: the image, with the target, with the prediction.
 *
 * @param interp An interpretation.
 * @param options.k How many; 9 unless told. Also rows, columns and size of the grid.
 * @see fastai's `plot_top_losses`.
 */
export async function plotTopLosses(
  interp: { readonly dls: ItemLoaders; topLosses(k?: number): InterpretedItem[] },
  { k = 9, ...options }: Omit<GridOptions, 'maxN'> & { k?: number } = {},
): Promise<void> {
  const display = openDisplay();
  const top = interp.topLosses(k);
  if (top.length === 0) throw new FoveaError('plotTopLosses has nothing to show: the loader had no items.');
  const images = await imagesOf(interp.dls, top);
  const text = `Highest losses:\n${top.map((item) => `  ${inWords(item)}`).join('\n')}`;
  if (top.some(({ actual }) => isDrawn(actual))) {
    const samples = top.map((item, i) => ({
      image: images[i],
      target: item.actual,
      prediction: item.predicted,
      item,
    }));
    const { figures, ...grid } = sideBySide(samples, {
      withInput: true,
      ncols: options.ncols,
      caption: ({ item }) => ({ shown: captionOf(item), alt: inWords(item) }),
    });
    display.update(await imageGrid(figures, { ...grid, size: options.size, text }));
    return;
  }
  const figures = top.map((item, i) => ({ image: images[i], caption: captionOf(item), alt: inWords(item) }));
  const { columns } = gridShape(top.length, options);
  const title = top.some(({ actual }) => actual.labels)
    ? `${LABELS_TITLE}; loss`
    : 'Prediction / Actual / Loss / Probability';
  display.update(await imageGrid(figures, { columns, size: options.size, title, text }));
}

function captionOf({ actual, predicted, loss, probability }: InterpretedItem): Html {
  const figures = [lossWords(loss), probability?.toFixed(2)].filter(Boolean).join(' / ');
  if (actual.caption === undefined) return html`loss ${figures}`;
  const words = actual.labels
    ? verdict(actual, predicted)
    : html`<b>${answer(actual, predicted)}</b><br>${breakableLabel(actual.caption)}`;
  return html`${words}<br><span class="fovea-quiet">${figures}</span>`;
}

function inWords({ item, actual, predicted, loss, probability }: InterpretedItem): string {
  const name = basename(typeof item === 'string' ? item : (placeOf(item) ?? ''));
  const both = `predicted ${predicted.caption}, actual ${actual.caption}`;
  const labels = actual.labels ? verdictInWords(actual, predicted) : actual.caption && both;
  const figures = `loss ${lossWords(loss)}${probability === undefined ? '' : `, probability ${probability.toFixed(2)}`}`;
  return `${name && `${name}: `}${labels ? `${labels}, ` : ''}${figures}`;
}

/** The images of items as validation sees them, one for each item, in their order. */
export async function imagesOf(
  dls: Pick<ItemLoaders, 'testDl' | 'images'>,
  items: readonly { readonly item: unknown }[],
): Promise<RgbImage[]> {
  const images: RgbImage[] = [];
  for await (const batch of dls.testDl(items.map(({ item }) => item)).batches()) {
    images.push(...dls.images(batch.inputs));
    batch.dispose();
  }
  return images;
}
