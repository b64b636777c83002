import { basename } from 'node:path';
import { FoveaError } from '../base/errors';
import { expectPositiveInteger } from '../base/expect-number';
import { lossText } from '../base/number-text';
import type { BatchSource } from '../data/block';
import { locationOf } from '../data/data-frame';
import type { RgbImage } from '../images/image';
import type { InterpretedItem } from '../interpret/evidence';
import type { InterpretedData } from '../interpret/interpretation';
import type { tf } from '../tensorflow/tf';
import { breakableLabel, type Html, html } from './html';
import { expectGrid, gridShape, imageGrid } from './image-grid';
import { openDisplay } from './jupyter';
import { LABELS_TITLE, markedPrediction, predictionCaption, predictionText } from './prediction-caption';
import type { GridOptions } from './show-batch';
import { isDrawn, sideBySide } from './side-by-side';

/** The members of data loaders that showing single items uses. */
export interface ItemLoaders extends InterpretedData {
  /** A loader of items that are transformed as in validation. */
  testDl(items: readonly unknown[]): BatchSource;
  images(inputs: tf.Tensor4D): readonly RgbImage[];
}

/**
 * Shows the images with the highest losses, each with prediction, target, loss, and the probability of the prediction. For masks
 * and points it shows each image alone, with the target, and with the prediction.
 *
 * @param interp An interpretation.
 * @param options
 * @param options.k Number of images; by default 9.
 * @param options.nrows Rows of the grid; by default as square a grid as possible.
 * @param options.ncols Columns of the grid; for masks and points, images per row; by default as square a grid as possible.
 * @param options.size Width of an image on the page in CSS pixels; by default chosen to fit.
 * @throws FoveaError if the loader has no items, or a number among the options is not positive.
 * @see fastai's `plot_top_losses`.
 */
export async function plotTopLosses(
  interp: { readonly dls: ItemLoaders; topLosses(k?: number): InterpretedItem[] },
  { k = 9, ...options }: Omit<GridOptions, 'maxN'> & { k?: number } = {},
): Promise<void> {
  expectPositiveInteger(k, 'k of plotTopLosses');
  expectGrid(options, 'plotTopLosses');
  const display = openDisplay();
  const top = interp.topLosses(k);
  if (top.length === 0) throw new FoveaError('plotTopLosses has nothing to show: the loader had no items.');
  const images = await imagesOf(interp.dls, top);
  const text = `Highest losses:\n${top.map((item) => `  ${itemText(item)}`).join('\n')}`;
  if (top.some(({ actual }) => isDrawn(actual))) {
    const samples = top.map((item, i) => ({
      image: images[i],
      target: item.actual,
      prediction: item.predicted,
      item,
    }));
    const { gridImages, ...grid } = sideBySide(samples, {
      withInput: true,
      ncols: options.ncols,
      caption: ({ item }) => ({ markup: captionOf(item), alt: itemText(item) }),
    });
    display.update(await imageGrid(gridImages, { ...grid, size: options.size, text }));
    return;
  }
  const gridImages = top.map((item, i) => ({
    image: images[i],
    caption: captionOf(item),
    alt: itemText(item),
  }));
  const { columns } = gridShape(top.length, options);
  const title = top.some(({ actual }) => actual.labels)
    ? `${LABELS_TITLE}; loss`
    : 'Prediction / Actual / Loss / Probability';
  display.update(await imageGrid(gridImages, { columns, size: options.size, title, text }));
}

function captionOf({ actual, predicted, loss, probability }: InterpretedItem): Html {
  const numbers = [lossText(loss), probability?.toFixed(2)].filter(Boolean).join(' / ');
  if (actual.caption === undefined) return html`loss ${numbers}`;
  const labels = actual.labels
    ? predictionCaption(actual, predicted)
    : html`<b>${markedPrediction(actual, predicted)}</b><br>${breakableLabel(actual.caption)}`;
  return html`${labels}<br><span class="fovea-quiet">${numbers}</span>`;
}

function itemText({ item, actual, predicted, loss, probability }: InterpretedItem): string {
  const name = basename(typeof item === 'string' ? item : (locationOf(item) ?? ''));
  const both = `predicted ${predicted.caption}, actual ${actual.caption}`;
  const labels = actual.labels ? predictionText(actual, predicted) : actual.caption && both;
  const numbers = `loss ${lossText(loss)}${probability === undefined ? '' : `, probability ${probability.toFixed(2)}`}`;
  return `${name && `${name}: `}${labels ? `${labels}, ` : ''}${numbers}`;
}

/** The images of items as validation sees them, one for each item, in their order. */
export async function imagesOf(
  dls: Pick<ItemLoaders, 'testDl' | 'images'>,
  items: readonly { readonly item: unknown }[],
): Promise<RgbImage[]> {
  const images: RgbImage[] = [];
  for await (const batch of dls.testDl(items.map(({ item }) => item)).batches()) {
    for (const image of dls.images(batch.inputs)) images.push(image);
    batch.dispose();
  }
  return images;
}
