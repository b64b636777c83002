import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installFailure, run } from './command.mjs';
import { readText } from './stamp.mjs';

const NEEDED = 'the npm packages of package-lock.json in node_modules';

function packagesIn(text) {
  try {
    return JSON.parse(text).packages ?? {};
  } catch {
    return {};
  }
}

/** Optional packages for another system, or for one C library only, need not be installed. */
function isNeeded({ optional, os, cpu, libc }) {
  if (!optional) return true;
  return !libc && (os ?? []).includes(process.platform) && (cpu ?? []).includes(process.arch);
}

/** The npm that started this process, or the one on the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath ?? '';
  return /npm-cli\.[cm]?js$/.test(script) ? [process.execPath, script] : ['npm'];
}

/**
 * Runs `npm ci` without install scripts. It is done when npm's own record of what it installed (written last, and removed first)
 * equals the lock file and every folder exists.
 *
 * @param {string} root The clone's folder.
 * @param {{ retries?: number }} options How often npm asks again if the registry does not answer.
 */
export function npmPackages(root, { retries = 3 } = {}) {
  const modules = join(root, 'node_modules');

  function inspect() {
    const wanted = Object.entries(packagesIn(readText(join(root, 'package-lock.json')))).filter(
      ([path, entry]) => path && isNeeded(entry),
    );
    const record = readText(join(modules, '.package-lock.json'));
    const installed = packagesIn(record);
    const wrong = wanted.filter(
      ([path, { version, integrity, link }]) =>
        !existsSync(join(root, path)) ||
        (!link && (installed[path]?.version !== version || installed[path]?.integrity !== integrity)),
    );
    if (record && wanted.length && !wrong.length) return { right: true, found: `${wanted.length} packages` };
    return {
      right: false,
      found: record
        ? `${wrong.length} of ${wanted.length} packages missing or of another version`
        : `none of ${wanted.length} packages`,
      needed: NEEDED,
      cure: 'npm run setup',
    };
  }

  async function mend({ log }) {
    // Removed first: an interrupted npm ci must not leave the record of what it was removing.
    rmSync(join(modules, '.package-lock.json'), { force: true });
    const [npm, ...first] = npmCommand();
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=warn'];
    const patience = [
      `--fetch-retries=${retries}`,
      '--fetch-retry-mintimeout=1000',
      '--fetch-retry-maxtimeout=8000',
    ];
    const result = await run(npm, [...first, ...args, ...patience], { cwd: root, log });
    if (result.code !== 0) throw installFailure(result, { installer: 'npm', needed: NEEDED, log });
  }

  return {
    title: 'npm packages',
    needs: ['Node.js'],
    megabytes: 160,
    seconds: 10,
    doing: 'npm ci, without install scripts',
    inspect,
    mend,
  };
}
