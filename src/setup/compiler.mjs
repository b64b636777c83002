import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { answer, run } from './command.mjs';
import { SetupFailure } from './failure.mjs';
import { pipInstall } from './pip.mjs';
import { sitePackages } from './python-folder.mjs';

/**
 * @typedef {object} Compiler
 * @property {string} program
 * @property {string[]} args Arguments that come before all others.
 * @property {NodeJS.ProcessEnv} [env] Variables it needs beside the process's own.
 * @property {string} version Its name and version.
 * @property {boolean} [isPackaged] Whether it is a Python package.
 */

/** The machine's C++ compilers, in the order they are tried; the variable `CXX` comes first. */
export const COMPILERS = [process.env.CXX, 'g++', 'clang++'].filter(Boolean);

const INSTALL =
  'sudo apt install g++ (Debian, Ubuntu) or sudo dnf install gcc-c++ (Fedora), then run the same command again';

/**
 * The first of the machine's C++ compilers that is installed.
 *
 * @param {string[]} names Programs to try.
 * @returns {Compiler | undefined}
 */
export function findCompiler(names) {
  for (const name of names) {
    const version = answer(name, ['-dumpfullversion', '-dumpversion']);
    if (version) return { program: name, args: [], version: `${name} ${version.split('\n')[0]}` };
  }
  return undefined;
}

/**
 * The compiler that {@link neededCompiler} installs where the machine has none: Zig's distribution of Clang, a Python package.
 *
 * @returns {Compiler | undefined} Undefined if it is not installed.
 */
function packagedCompiler(root) {
  const program = join(sitePackages(root) ?? root, 'ziglang', 'zig');
  const version = answer(program, ['version']);
  const cache = join(root, '.cache', 'zig');
  return (
    version && {
      program,
      args: ['c++'],
      env: { ZIG_GLOBAL_CACHE_DIR: cache, ZIG_LOCAL_CACHE_DIR: cache },
      version: `zig c++ ${version}`,
      isPackaged: true,
    }
  );
}

/** What compiling does, for the line that announces it. */
export function compiling(names) {
  return findCompiler(names)
    ? 'compiling'
    : 'no C++ compiler found: compiling with a packaged one (100 MB, about 3 minutes)';
}

/** The installation that is under way: two steps may need the compiler at the same time. */
let installing;

async function install(root, { needed, log }) {
  const requirements = join(root, 'src', 'setup', 'requirements', 'compiler.txt');
  installing ??= pipInstall(root, requirements, { log, needed }).finally(() => {
    installing = undefined;
  });
  await installing;
}

/**
 * One of the machine's C++ compilers, or else one that is installed into the Python environment first (100 MB).
 *
 * @param {string[]} names Programs to try.
 * @returns {Promise<Compiler>}
 * @throws SetupFailure that names the system's package if there is no compiler to be had.
 */
export async function neededCompiler(root, names, { needed, log }) {
  const compiler = findCompiler(names) ?? packagedCompiler(root);
  if (compiler) return compiler;
  const absent = `no C++ compiler (looked for ${names.join(', ')})`;
  try {
    await install(root, { needed, log });
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    throw new SetupFailure({
      found: `${absent}, and installing one from the Python registry failed: ${error.found}`,
      needed,
      cure: INSTALL,
      log,
    });
  }
  const installed = packagedCompiler(root);
  if (installed) return installed;
  throw new SetupFailure({
    found: `${absent}, and the packaged one does not run here`,
    needed,
    cure: INSTALL,
    log,
  });
}

/** Why a compiler failed: its first error. */
export function compilerFailure({ version }, { code, output }, { needed, log }) {
  const reason =
    output.split('\n').find((line) => /error|undefined reference|Killed/.test(line)) ?? `exit code ${code}`;
  return new SetupFailure({
    found: `${version} failed: ${reason.trim().slice(0, 200)}`,
    needed: `${needed}; C++17 (g++ 9 or clang++ 10 and newer) and about 1 GB of memory for each core`,
    cure: 'install a newer g++, or set CXX to another compiler, then run the same command again',
    log,
  });
}

/**
 * Links a library completely or not at all: an interrupted run leaves the old one.
 *
 * @param {Compiler} compiler
 * @param {string[]} args Options, objects and libraries: all but the output.
 * @param {{ to: string, cwd: string, log: string, needed: string }} options
 */
export async function linkLibrary(compiler, args, { to, cwd, log, needed }) {
  const next = `${to}.${process.pid}.next`;
  const env = { ...process.env, ...compiler.env };
  const result = await run(compiler.program, [...compiler.args, ...args, '-o', next], { cwd, log, env });
  if (result.code === 0) return renameSync(next, to);
  rmSync(next, { force: true });
  throw compilerFailure(compiler, result, { needed, log });
}
