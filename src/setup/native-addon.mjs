import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { COMPILERS, compileLibrary, compiling, findCompiler, neededCompiler } from './compiler.mjs';
import { sitePackages } from './python-environment.mjs';
import { hashOf, readText, writeWhole } from './stamp.mjs';
import { installedTensorflow, LIBRARIES } from './tensorflow-library.mjs';

const NEEDED = "tfjs-node's addon, compiled against TensorFlow's library";

/** Makes or replaces a link; it is relative, so that a moved clone still finds its libraries. */
function link(target, path) {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && !lstatSync(path).isSymbolicLink()) rmSync(path, { recursive: true });
  const next = `${path}.${process.pid}.next`;
  rmSync(next, { force: true });
  symlinkSync(relative(dirname(path), target), next);
  renameSync(next, path);
}

const versionOf = (folder) => JSON.parse(readText(join(folder, 'package.json')) ?? '{}').version;

/**
 * The addon of `@tensorflow/tfjs-node-gpu`, compiled from the package's own sources. The prebuilt one needs a TensorFlow of
 * 2022 that is downloaded from a web host; this one uses the wheel's library through links.
 *
 * @param {{ compilers?: string[] }} options The machine's compilers to try.
 */
export function nativeAddon(root, { compilers = COMPILERS } = {}) {
  const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  const headers = join(root, 'node_modules', 'node-api-headers');
  const addon = join(folder, 'lib', 'napi-v8', 'tfjs_binding.node');
  const stamp = join(folder, 'lib', 'napi-v8', '.fovea-addon');
  const links = () => {
    const site = sitePackages(root) ?? join(root, '.venv');
    const [library, framework] = LIBRARIES;
    return {
      include: join(site, 'tensorflow', 'include'),
      'lib/libtensorflow.so': join(site, 'tensorflow', library),
      'lib/libtensorflow_framework.so': join(site, 'tensorflow', framework),
      [`lib/${library}`]: join(site, 'tensorflow', library),
      [`lib/${framework}`]: join(site, 'tensorflow', framework),
      // The CUDA build of the library looks for CUDA's wheels in ../nvidia of the folder it is opened from.
      ...(installedTensorflow(root)?.startsWith('cuda') && { nvidia: join(site, 'nvidia') }),
    };
  };
  const wanted = () =>
    hashOf(installedTensorflow(root) ?? '', versionOf(folder) ?? '', versionOf(headers) ?? '', process.arch);

  function inspect() {
    const [made, by] = (readText(stamp) ?? '').split('\n');
    const linked = Object.keys(links()).every((name) => existsSync(join(folder, 'deps', name)));
    const compiler = findCompiler(compilers);
    if (made === wanted() && linked && existsSync(addon) && (!compiler || by === compiler.version)) {
      return { right: true, found: `compiled by ${by}` };
    }
    return {
      right: false,
      found: existsSync(addon) ? 'an addon for another TensorFlow, or by another compiler' : 'no addon',
      needed: NEEDED,
      cure: 'npm run setup',
    };
  }

  async function mend({ log }) {
    const compiler = await neededCompiler(root, compilers, { needed: NEEDED, log });
    rmSync(stamp, { force: true });
    for (const [name, target] of Object.entries(links())) link(target, join(folder, 'deps', name));
    mkdirSync(dirname(addon), { recursive: true });
    const options = ['-O2', '-std=c++17', '-shared', '-fPIC', '-w', '-DNAPI_VERSION=8'];
    const includes = ['-I.', '-Ideps/include', `-I${join(headers, 'include')}`];
    const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
    // By their paths: Zig would add the folder of a -L to the run path.
    const libraries = [
      'deps/lib/libtensorflow.so',
      'deps/lib/libtensorflow_framework.so',
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ];
    const args = [...options, ...includes, ...sources, ...libraries];
    await compileLibrary(compiler, args, { to: addon, cwd: folder, log, needed: NEEDED });
    writeWhole(stamp, `${wanted()}\n${compiler.version}`);
  }

  return {
    title: 'TensorFlow addon',
    get doing() {
      return compiling(compilers, '10 s');
    },
    inspect,
    mend,
  };
}
