import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// What Jupyter starts as the kernel: fovea's launcher in dist/kernel/, or tslab alone where that cannot be had.

const root = join(fileURLToPath(import.meta.url), '..', '..', '..');
const require = createRequire(import.meta.url);
const [connectionFile] = process.argv.slice(2);

/** A build replaces dist/ as a whole: it is gone for a moment, or, in a clone that is being set up, not there yet. */
async function launcher() {
  const path = join(root, 'dist', 'kernel', 'launch.js');
  for (let tries = 0; tries < 40 && !existsSync(path); tries++) await pause(50);
  return require(path);
}

try {
  const { launch } = await launcher();
  launch(connectionFile);
} catch (error) {
  console.error(`fovea: tslab runs without fovea's launcher: ${error?.message?.split('\n')[0]}`);
  const { startKernel } = require(join(root, 'node_modules', 'tslab', 'dist', 'main.js'));
  startKernel({ configPath: connectionFile, enableFindLocal: false });
}
