import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../src/setup/steps.mjs';

function run(script, args, env = {}) {
  const result = spawnSync(process.execPath, [join(ROOT, 'src', 'setup', script), ...args], {
    encoding: 'utf8',
    env: { ...process.env, FOVEA_CUDA: '', ...env },
  });
  return { code: result.status, out: result.stdout, mistake: result.stderr.split('\n')[0] };
}

test('set-up says what is wrong with its options, and changes nothing', () => {
  for (const [args, mistake] of [
    [['--gpu'], "Unknown option '--gpu'."],
    [['library'], "Unexpected argument 'library'. This command does not take positional arguments."],
    [['--only'], "Option '--only <value>' argument missing."],
    [['--cpu', '--cuda'], '--cpu and --cuda exclude each other.'],
  ]) {
    assert.deepEqual(run('setup.mjs', args), { code: 2, out: '', mistake });
  }
});

test('set-up refuses a FOVEA_CUDA that is neither 1 nor 0', () => {
  for (const [script, ...args] of [['setup.mjs'], ['launch.mjs', 'data']]) {
    const { code, out, mistake } = run(script, args, { FOVEA_CUDA: 'yes' });
    assert.equal(mistake, 'The environment variable FOVEA_CUDA is 1 or 0, not "yes".');
    assert.deepEqual([code, out], [2, '']);
  }
});

test('set-up names its steps where --only fits none', () => {
  const { code, out } = run('setup.mjs', ['--only', 'kitchen']);
  assert.equal(code, 1);
  assert.equal(out, '');
});

test('set-up and doctor explain themselves on --help', () => {
  assert.match(run('setup.mjs', ['--help']).out, /npm run setup \[-- OPTION\.\.\.\][\s\S]*--retry/);
  assert.match(run('doctor.mjs', ['--help']).out, /npm run doctor/);
  assert.equal(run('doctor.mjs', ['--fast']).mistake, "Unknown option '--fast'.");
});
