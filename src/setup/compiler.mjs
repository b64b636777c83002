import { renameSync, rmSync } from 'node:fs';
import { answer, run } from './command.mjs';
import { SetupFailure } from './failure.mjs';

/** What compilers are tried; `CXX` comes first. */
export const COMPILERS = [process.env.CXX, 'g++', 'clang++'].filter(Boolean);

/** The first of some C++ compilers that is there: `{ program, version }`; undefined without any. */
export function findCompiler(names) {
  for (const name of names) {
    const version = answer(name, ['-dumpfullversion', '-dumpversion']);
    if (version) return { program: name, version: `${name} ${version.split('\n')[0]}` };
  }
  return undefined;
}

/** {@link findCompiler}, or a SetupFailure that names the package to install. */
export function neededCompiler(names, needed) {
  const compiler = findCompiler(names);
  if (compiler) return compiler;
  throw new SetupFailure({
    found: `no C++ compiler (looked for ${names.join(', ')})`,
    needed,
    cure: 'sudo apt install g++ (Debian, Ubuntu) or sudo dnf install gcc-c++ (Fedora), then run the same command again',
  });
}

/**
 * Compiles and links a library, whole or not at all: an interrupted run leaves the old one.
 *
 * @param {{ program: string, version: string }} compiler
 * @param {string[]} args All but the output.
 * @param {{ to: string, cwd: string, log: string, needed: string }} options
 */
export async function compileLibrary(compiler, args, { to, cwd, log, needed }) {
  const next = `${to}.${process.pid}.next`;
  const { code, output } = await run(compiler.program, [...args, '-o', next], { cwd, log });
  if (code === 0) return renameSync(next, to);
  rmSync(next, { force: true });
  const reason =
    output.split('\n').find((line) => /error|undefined reference|Killed/.test(line)) ?? `exit code ${code}`;
  throw new SetupFailure({
    found: `${compiler.version} stopped: ${reason.trim().slice(0, 200)}`,
    needed: `${needed}; C++17 (g++ 9 or clang++ 10 and newer) and about 2 GB of memory`,
    cure: 'install a newer g++, or set CXX to another compiler, then run the same command again',
    log,
  });
}
