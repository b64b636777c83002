// as-kernel.mjs SCRIPT [ARGUMENTS]: runs a script in the environment of a notebook's kernel.
import { spawnSync } from 'node:child_process';
import { KERNEL_ENV } from './kernel-spec.mjs';

const { status } = spawnSync(process.execPath, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...KERNEL_ENV, ...process.env },
});
process.exitCode = status ?? 1;
