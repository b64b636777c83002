import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { test } from 'node:test';
import {
  categoryBlock,
  DataBlock,
  efficientnetLite0,
  getImageFiles,
  imageBlock,
  indexSplitter,
  pretrained,
  resize,
  tf,
} from '../../../src/index';
import { classifier, disposeModel, loadParameters, loadPretrained, predict } from '../../../src/layers';

// Breeds of the Oxford-IIIT Pet data set that are classes of ImageNet, with their numbers there.
const IMAGENET_CLASS: Record<string, number> = {
  Egyptian_Mau: 285,
  Persian: 283,
  Siamese: 284,
  basset_hound: 161,
  beagle: 162,
  boxer: 242,
  chihuahua: 151,
  english_cocker_spaniel: 219,
  english_setter: 212,
  german_shorthaired: 210,
  great_pyrenees: 257,
  keeshond: 261,
  leonberger: 255,
  miniature_pinscher: 237,
  newfoundland: 256,
  pomeranian: 259,
  pug: 254,
  saint_bernard: 247,
  samoyed: 258,
  scottish_terrier: 199,
  staffordshire_bull_terrier: 179,
  yorkshire_terrier: 187,
};

const root = join(__dirname, '..', '..', '..');
// The words `mini` and `few` ask for drawn images, which are not photos.
const { FOVEA_DATA: data = '' } = process.env;
const photos = ['', 'mini', 'few'].includes(data)
  ? ''
  : join(resolve(root, data), 'oxford-iiit-pet', 'images');
const breedOf = (file: string) => basename(file).replace(/_\d+\.jpg$/, '');

test('EfficientNet-Lite0 with its published weights knows more than 80 in 100 pet photos whose breeds are ImageNet classes', {
  skip: existsSync(photos) ? false : 'needs photos: FOVEA_DATA=/path/to/data',
}, async () => {
  const { arrays } = await loadPretrained(pretrained(efficientnetLite0));
  const model = classifier(efficientnetLite0);
  loadParameters(model.parameters, arrays);
  const files = (await getImageFiles(photos)).filter((file) => breedOf(file) in IMAGENET_CLASS);
  // Six photos of each breed are enough, and as many of all: the validation set is what is asked.
  const asked = files.filter(
    (file, i) => files.slice(0, i).filter((f) => breedOf(f) === breedOf(file)).length < 6,
  );
  const dls = await new DataBlock<string[]>({
    blocks: [imageBlock(), categoryBlock()],
    splitter: indexSplitter(asked.map((_, i) => i + asked.length)),
    getY: breedOf,
    itemTransforms: [resize(224)],
  }).dataloaders([...asked, ...asked], { batchSize: 33 });
  dls.normalize(efficientnetLite0.statistics);
  let right = 0;
  for await (const batch of dls.valid.batches()) {
    const classes = tf.tidy(() => predict(model, batch.inputs).argMax(-1).dataSync());
    right += batch.items.filter((item, i) => classes[i] === IMAGENET_CLASS[breedOf(item as string)]).length;
    batch.dispose();
  }
  disposeModel(model);
  assert.equal(dls.vocabulary.length, 22);
  assert.ok(right / asked.length > 0.8, `${right} of ${asked.length} were right`);
});
