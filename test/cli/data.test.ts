import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeSafetensors } from '../../src/models/checkpoint/safetensors';
import { type KeptResult, textOfResult } from '../../src/training/fit-cache/kept-result';
import { temporaryFolder } from '../temporary-folder';

const folder = temporaryFolder();
mkdirSync(join(folder, 'camvid_tiny'));
writeFileSync(join(folder, 'camvid_tiny', 'codes.txt'), 'Sky\n');
mkdirSync(join(folder, 'hub', 'checkpoints'), { recursive: true });

/** `npm run data` with these words; FOVEA_DATA, PyTorch's cache and that of fits are this test's folder. */
function data(...words: string[]) {
  const program = join(__dirname, '../../src/cli/data.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', program, ...words], {
    encoding: 'utf8',
    env: {
      ...process.env,
      FOVEA_DATA: folder,
      TORCH_HOME: folder,
      HF_HOME: folder,
      FOVEA_FITS: join(folder, 'fits'),
      FOVEA_FITS_GB: '2',
    },
  });
  return { stdout, stderr, status };
}

test('npm run data lists every set with where it is, and every model with its weights', () => {
  const { stdout, status } = data();
  assert.equal(status, 0);
  const lines = stdout.split('\n');
  const after = (start: string) => lines[lines.findIndex((line) => line.startsWith(start)) + 1];
  assert.deepEqual(
    lines.filter((line) => line.startsWith('  URLs.')).map((line) => line.trim().split(':')[0]),
    ['PETS', 'PASCAL_2007', 'CAMVID', 'CAMVID_TINY', 'BIWI_HEAD_POSE', 'BIWI_SAMPLE'].map(
      (key) => `URLs.${key}`,
    ),
  );
  assert.ok(lines.includes('  URLs.PETS: Pets, archive of 811.7 MB'));
  assert.equal(after('  URLs.CAMVID_TINY'), `    ${join(folder, 'camvid_tiny')} (FOVEA_DATA)`);
  assert.match(after('  URLs.PETS'), /Pets was not found in the folder of FOVEA_DATA=/);
  assert.equal(after('  resnet34'), '    resnet34-b627a593.pth is not on this machine.');
});

test('npm run data with a name prints where that set is', () => {
  const { stdout, status } = data('camvid_tiny');
  assert.equal(status, 0);
  assert.equal(stdout, `CamVid tiny: from FOVEA_DATA.\n${join(folder, 'camvid_tiny')}\n`);
});

test('npm run data with an unknown name lists the known ones, before anything is fetched', () => {
  const { stdout, stderr, status } = data('camvid_tiny', 'cats');
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.equal(
    stderr,
    'Unknown data set or weights "cats".\n  Choose "pets", "pascal_2007", "camvid", "camvid_tiny", "biwi_head_pose", "biwi_sample", "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "mobilenetV2", "efficientnetLite0", "mini" or "few".\n',
  );
});

test('npm run data explains itself on --help, and after an option that it does not know', () => {
  assert.match(data('--help').stdout, /^Finds, fetches and draws data sets and weights\.\n/);
  const { stderr, status } = data('--all');
  assert.equal(status, 1);
  assert.match(stderr, /^Unknown option '--all'\.\n\nFinds, fetches and draws/);
});

const result: KeptResult = {
  ingredients: {},
  learner: 'resnet34',
  recordedAt: new Date(2026, 10, 28, 18, 21).getTime(),
  seconds: 250,
  numEpochs: 1,
  notes: [],
  random: { isSeeded: true, state: [] },
  record: {
    losses: [2],
    rawLosses: [2],
    rates: [[0.1]],
    momentums: [0.9],
    rows: [{ epoch: 0, trainLoss: 2, validLoss: Number.NaN, metrics: {}, seconds: 250 }],
    steps: [1],
    average: 0.04,
  },
};

test('npm run data lists the results of fits that are cached, and clears them', async () => {
  const fits = join(folder, 'fits');
  const listed = () => {
    const lines = data().stdout.split('\n');
    return lines.slice(
      lines.findIndex((line) => line.startsWith('Results')),
      lines.lastIndexOf('', lines.length - 2),
    );
  };
  const head = `Results of fits, kept by the option cache in ${fits}, at most 2000.0 MB (FOVEA_FITS_GB)`;
  assert.deepEqual(listed(), [head, '  none']);
  mkdirSync(fits);
  const weights = new Map([['weight', { shape: [250_000], values: new Float32Array(250_000) }]]);
  await writeSafetensors(join(fits, 'one.safetensors'), weights, { fit: textOfResult(result) });
  writeFileSync(join(fits, 'broken.safetensors'), 'no result');
  utimesSync(join(fits, 'broken.safetensors'), 1000, 1000);
  assert.deepEqual(listed(), [
    head,
    '  1.0 MB  resnet34, 1 epoch, trained on 28 Nov 2026, 18:21',
    `  0.0 MB  ${join(fits, 'broken.safetensors')}, which cannot be read`,
    '  2 results, 1.0 MB. To clear: npm run data -- --clear-fits',
  ]);
  assert.equal(data('--clear-fits').stdout, `Removed 2 results, 1.0 MB from ${fits}.\n`);
  assert.deepEqual(readdirSync(fits), []);
});
