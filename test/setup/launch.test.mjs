import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMMANDS, preface } from '../../src/setup/commands.mjs';
import { nodeVersion } from '../../src/setup/node-version.mjs';
import { ROOT, setupSteps } from '../../src/setup/steps.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const LAUNCH = join(ROOT, 'src', 'setup', 'launch.mjs');
const does = (name, args = [], env = {}) => COMMANDS[name].does(args, env);
const draws = (args, env = {}) => COMMANDS.handouts.draws(args, env);

test('Before set-up of an empty clone, a command says what it does, how long that takes and how much is fetched', (t) => {
  const steps = setupSteps(temporaryFolder(t), { variant: 'cpu' });
  assert.equal(
    preface(steps, does('handouts')),
    'Sets up (about 1 minute, once; fetches about 510 MB), then runs the four lessons on images drawn here and writes handouts/*.html (5 to 12 minutes on two cores).',
  );
});

test('What is set up already is not spoken of', () => {
  assert.equal(
    preface([], does('lab')),
    'Opens JupyterLab with the lessons in the browser (a few seconds; Ctrl-C ends it).',
  );
  assert.equal(preface([], undefined), undefined);
});

test('preface() adds up the steps that are to be done', () => {
  assert.equal(
    preface([{ seconds: 12 }, { seconds: 8, megabytes: 31 }], undefined),
    'Sets up (about 20 seconds, once; fetches about 40 MB).',
  );
  assert.equal(preface([{ seconds: 2 }], undefined), 'Sets up (a few seconds, once).');
  assert.equal(
    preface([{ seconds: 170, megabytes: 4000 }], undefined),
    'Sets up (about 3 minutes, once; fetches about 4.0 GB).',
  );
  assert.equal(preface([nodeVersion()], undefined), 'Sets up (a few seconds, once).');
});

test('Of some lessons, or of other images, a command promises no time', () => {
  assert.equal(does('handouts', ['pets']), 'runs one lesson on images drawn here and writes handouts/*.html');
  assert.equal(
    does('notebooks', ['--only', 'pets,biwi'], { FOVEA_DATA: '/photos' }),
    'runs 2 lessons on the images in /photos and writes handouts/*.ipynb',
  );
  assert.equal(
    does('handouts', ['--from', 'notebooks/1-pets.ipynb', '--from=mine.ipynb', '--no-code']),
    'writes the handout of notebooks/1-pets.ipynb and mine.ipynb',
  );
  assert.deepEqual(draws(['--from', 'notebooks/1-pets.ipynb']), []);
  assert.equal(does('test', ['lint', 'types']), 'checks lint, types');
  assert.equal(does('test', ['all']), 'runs all checks, the lessons whole (about an hour on two cores)');
});

test('The sets of the lessons are drawn ahead, those of the first lessons first', () => {
  assert.deepEqual(draws([]), ['oxford-iiit-pet', 'camvid_tiny', 'pascal_2007', 'biwi_head_pose']);
  assert.deepEqual(draws(['--pdf', '--data', 'mini']), draws([]));
  assert.deepEqual(draws(['--only', 'pets', 'biwi', '--jobs', '2']), ['oxford-iiit-pet', 'biwi_head_pose']);
});

test('No set is drawn ahead for other images, other notebooks, a quick run or help', () => {
  for (const args of [['--data', 'photos'], ['--notebooks', 'mine'], ['--quick'], ['--help']]) {
    assert.deepEqual(draws(args), []);
  }
  assert.deepEqual(draws([], { FOVEA_DATA: '/photos' }), []);
});

test('launch.mjs names its commands where none is given', () => {
  const { status, stderr } = spawnSync(process.execPath, [LAUNCH, 'lunch'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /COMMAND {2}handouts, notebooks, lab, test, bench, data, docs, soak, parity/);
});

test("launch.mjs passes arguments on, and its exit code is the program's", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCH, 'data', '--fetch'], {
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.match(stdout, /^Set-up is in place \(\d\.\d s\)\.\n$/);
  assert.match(stderr, /^Unknown option '--fetch'\./);
});

test('launch.mjs passes SIGTERM on, and ends when its program has ended', async () => {
  const child = spawn(process.execPath, [LAUNCH, 'lab', '--no-browser', '--port=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const text of child.stderr.setEncoding('utf8')) if (text.includes('http://')) break;
  child.kill('SIGTERM');
  const [code, signal] = await once(child, 'exit');
  assert.deepEqual([code, signal], [0, null]);
});
