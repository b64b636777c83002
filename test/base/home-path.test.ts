import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { homePath } from '../../src/base/home-path';
import { absoluteData } from '../../src/cli/repository';
import {
  csvLog,
  fileSplitter,
  getImageFiles,
  imageDataLoaders,
  loadLearner,
  mobilenetV2,
  readCsv,
  readImage,
  readMatrix,
  resize,
  saveModel,
  setSeed,
  verifyImages,
  visionLearner,
} from '../../src/index';
import { paintPets } from '../data/painted';
import { assertClose } from '../leaves-no-tensors';
import { temporaryFolder } from '../temporary-folder';

test('homePath() puts the home folder in place of a ~ at the beginning of a path, as a shell does', () => {
  const paths = ['~', '~/photos', './~', 'a/~/b', '~ana/photos', '~file', '/tmp/a', ''];
  assert.deepEqual(
    paths.map((path) => homePath(path, '/home/$&')),
    ['/home/$&', '/home/$&/photos', './~', 'a/~/b', '~ana/photos', '~file', '/tmp/a', ''],
  );
  assert.equal(homePath('~/photos'), join(homedir(), 'photos'));
});

test('paths of images, tables, splits, learners and logs may begin with ~', async (t) => {
  const [home, before] = [temporaryFolder(), process.env.HOME];
  process.env.HOME = home;
  t.after(() => {
    process.env.HOME = before;
  });
  await paintPets(join(home, 'pets', 'train', 'cat'), 4);
  await paintPets(join(home, 'pets', 'train', 'dog'), 4);
  await paintPets(join(home, 'pets', 'valid', 'dog'), 2);
  const rows = ['train/cat/cat_0.jpg,cat', 'train/cat/dog_1.jpg,dog', 'train/cat/cat_2.jpg,cat'];
  writeFileSync(join(home, 'pets', 'labels.csv'), ['name,label', ...rows].join('\n'));
  writeFileSync(join(home, 'pets', 'valid.txt'), 'cat_0.jpg\n');
  writeFileSync(join(home, 'pose.txt'), '1 2\n');
  mkdirSync(join(home, 'models'));

  const files = await getImageFiles('~/pets');
  assert.equal(files.length, 10);
  assert.ok(files.every((file) => file.startsWith(join(home, 'pets'))));
  assert.equal((await readImage('~/pets/train/cat/cat_0.jpg')).height, 30);
  assert.deepEqual(await verifyImages(['~/pets/train/cat/cat_0.jpg']), []);
  assert.equal((await readCsv('~/pets/labels.csv')).length, 3);
  assert.deepEqual(readMatrix('~/pose.txt'), [[1, 2]]);
  assert.deepEqual(fileSplitter('~/pets/valid.txt')(['~/pets/train/cat/cat_0.jpg', 'b.jpg']).valid, [0]);
  assert.equal(absoluteData('~/pets'), join(home, 'pets'));

  setSeed(1);
  const csv = await imageDataLoaders.fromCsv('~/pets', { itemTransforms: [resize(32)], validPct: 0.4 });
  assert.equal((await csv.oneBatch()).inputs.shape[1], 32);
  const dls = await imageDataLoaders.fromFolder('~/pets', { itemTransforms: [resize(32)], batchSize: 8 });
  const learn = await visionLearner(dls, mobilenetV2, { pretrained: false });
  await learn.fitOneCycle(1, {
    callbacks: [csvLog('~/logs/fit.csv'), saveModel('~/models/best.safetensors')],
  });
  await learn.save('~/models/whole.safetensors');
  await learn.load('~/models/best.safetensors');
  await learn.export('~/models/pets');
  const loaded = await loadLearner('~/models/pets');
  const [here, there] = [await learn.predict(files[0]), await loaded.predict('~/pets/train/cat/cat_0.jpg')];
  assertClose(there.probabilities, here.probabilities);
  assert.equal((await getImageFiles('~')).length, 10);
});
